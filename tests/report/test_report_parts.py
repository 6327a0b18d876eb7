from dataclasses import replace

import numpy as np
import pytest
from cheap_pictures import draw_nothing

from aariz_mm.evaluation.cases import Cases
from aariz_mm.evaluation.measurement_agreement import agreement_of_cases
from aariz_mm.evaluation.options import LandmarkOptions, MeasurementOptions, MetricOptions, StageOptions
from aariz_mm.number_text import ABSENT
from aariz_mm.report import build_report
from aariz_mm.report.document import Figures, Paragraph, Tiles
from aariz_mm.report.landmark_scores import score_blocks
from aariz_mm.report.landmarks import device_section, failure_section, landmark_section
from aariz_mm.report.measurements import measurement_section
from aariz_mm.report.pictures import file_name, picture_section, worst_and_median
from aariz_mm.report.stages import stage_section
from aariz_mm.tables import Table

OPTIONS = LandmarkOptions()


@pytest.fixture(autouse=True)
def only_one_test_draws(request, monkeypatch):
    """The plots have tests of their own; here the first report has them, and the others have grey pictures."""
    if request.function is not test_report_of_a_joint_run_has_every_part:
        monkeypatch.setattr('aariz_mm.report.plots.as_png', draw_nothing)


def build(cases, read_image, scores=None, description=None):
    return build_report(scores or {}, description or {}, cases, read_image, 'm_cases.json', 'today')


def measure(cases):
    return measurement_section(agreement_of_cases(cases, MeasurementOptions()))


def rows_of(table):
    return {row[0]: row[1:] for row in (*table.rows, *table.last)}


def words(section):
    return ' '.join(block.text for block in section.blocks if isinstance(block, Paragraph))


def test_report_of_a_joint_run_has_every_part(joint_cases, grey_image):
    report = build(joint_cases, grey_image, description=dict(config_name='joint'))
    assert report.title == 'Test report: joint'
    assert [section.title for section in report.sections] == [
        'Result', 'How errors spread', 'Landmarks', 'Devices', 'Measurements', 'CVM stages', 'Worst and median cases',
        'Failures (over 4 mm)', 'Protocol',
    ]  # fmt: skip
    assert 'lie 2.17 mm from the truth' in report.summary[0] and '9 of 54 further off than 4 mm' in report.summary[0]
    assert 'lie 2.00 mm (2.00 to 2.00) apart' in report.summary[0] and 'right on 83.3 %' in report.summary[1]
    names = [figure.name for figure in report.figures()]
    assert len(names) == len(set(names)) and {'worst_1.jpg', 'confusion.png', 'bland_altman_SNA.png'} <= set(names)


def test_report_says_which_part_is_not_there(joint_cases, grey_image):
    landmarks_alone = build(replace(joint_cases, stages=None), grey_image)
    assert 'CVM stages: this run predicts none' in words(landmarks_alone.sections[0])
    stages_alone = build(replace(joint_cases, landmarks=None), grey_image)
    assert 'Landmarks: this run predicts none' in words(stages_alone.sections[0])
    assert [section.title for section in stages_alone.sections] == ['Result', 'CVM stages', 'Protocol']
    assert 'nothing to score' in build(Cases(), grey_image).summary[0]


def test_report_takes_given_scores_and_works_out_absent_ones(joint_cases, grey_image):
    report = build(joint_cases, grey_image, scores=dict(MRE_mm=9.0, SD_mm=None))
    tiles = next(block for block in report.sections[0].blocks if isinstance(block, Tiles)).tiles
    values = {tile.label: tile.value for tile in tiles}
    assert values['Mean radial error'] == '9.00 mm'
    assert values['Within 2 mm'] == '66.7 %' and values['Over 4 mm off'] == '9'
    assert (values['Readers apart'], values['Reader to mean of readers']) == ('2.00 mm', '1.00 mm')


def test_report_gives_both_lines_of_the_readers_wherever_it_gives_one(joint_cases, grey_image):
    report = build(joint_cases, grey_image)
    assert '2.00 mm (2.00 to 2.00) apart' in report.summary[0] and '1.00 mm (1.00 to 1.00) from' in report.summary[0]
    for table in (block for section in report.sections for block in section.blocks if isinstance(block, Table)):
        names = ' '.join([*table.header, *(row[0] for row in (*table.rows, *table.last))])
        assert ('apart' in names or 'one another' in names) == ('mean of the readers' in names or 'to mean' in names)


def test_report_goes_by_the_settings_of_the_metrics(joint_cases, grey_image):
    options = MetricOptions(LandmarkOptions((1.0, 6.0), failure_mm=2.2, repeats=0), StageOptions(4),
                            MeasurementOptions({'deg': 0.5}))  # fmt: skip
    report = build(replace(joint_cases, options=options), grey_image)
    assert 'average; 33.3 % are within 1 mm and 18 of 54 further off than 2.2 mm' in report.summary[0]
    assert 'always predicting S4 would be right on 16.7 %' in report.summary[1]
    assert report.sections[-2].title == 'Failures (over 2.2 mm)' and len(report.sections[-2].blocks[0].rows) == 18
    tables = [block for section in report.sections for block in section.blocks if isinstance(block, Table)]
    rates = [heading for table in tables for heading in table.header if heading.startswith('≤')]
    assert set(rates) == {'≤ 1 mm', '≤ 6 mm'} and rows_of(tables[0])['all landmarks'][2] == ABSENT
    assert all(row[7].endswith('±0.5') for table in tables for row in table.rows if row[0].endswith(', °'))


def test_report_without_thresholds_says_nothing_of_success_rates(joint_cases, grey_image):
    report = build(replace(joint_cases, options=MetricOptions(LandmarkOptions(()))), grey_image)
    assert 'within' not in report.summary[0] and '9 of 54 further off than 4 mm' in report.summary[0]
    tiles = next(block for block in report.sections[0].blocks if isinstance(block, Tiles)).tiles
    assert not [tile for tile in tiles if tile.label.startswith('Within') or 'within' in tile.detail]


def test_report_shows_the_agreement_that_the_metric_made(joint_cases, grey_image):
    cases = joint_cases.landmarks
    agreement = agreement_of_cases(replace(cases, readers_px=cases.readers_px[:1]), MeasurementOptions())
    report = build_report({}, {}, joint_cases, grey_image, 'm_cases.json', 'today', agreement)
    section = next(section for section in report.sections if section.title == 'Measurements')
    assert 'Without two readers' in words(section) and 'readers apart: MAE' not in section.blocks[0].header


def test_report_without_pixel_sizes_tells_pixels(make_landmark_cases, grey_image):
    cases = replace(make_landmark_cases([1.0, 3.0]), pixel_size_mm=np.full(2, np.nan))
    report = build(Cases({}, cases), grey_image)
    assert 'lie 4.00 px from the truth on average; without a pixel size' in report.summary[0]
    assert 'No error is known in mm' in words(report.sections[1])
    assert any('mean error 6.00 px' in figure.caption for figure in report.figures())


def test_score_table_has_scaled_and_leak_free_scores_and_the_readers(make_landmark_cases):
    cases = make_landmark_cases([1.0, 3.0])
    rows = rows_of(score_blocks(cases, {}, LandmarkOptions(leaks={'i1', 'elsewhere'}))[0])
    assert rows['all landmarks'][:3] == ('18', '2.00', ABSENT)  # two images are too few
    assert rows['readers from one another'][1] == '2.00'
    assert rows['a reader from the mean of the readers'][1] == '1.00'
    assert rows['leak-free (1 image)'][1] == '1.00' and rows['leak-free (1 image)'][5] == '100.0'
    scale = np.mean(np.array([1.0, 3.0]) * cases.sn_mm_per_px / 0.5)
    assert rows['all, scaled to S-N = 70 mm'][1] == f'{scale:.2f}'


def test_scores_without_two_readers_say_that_there_is_no_reference(make_landmark_cases):
    blocks = score_blocks(make_landmark_cases([1.0], readers=1), {}, OPTIONS)
    assert blocks[0].last == ()
    assert any('no reference of theirs' in block.text for block in blocks if isinstance(block, Paragraph))


def test_landmark_table_by_hand(make_landmark_cases):
    rows = rows_of(landmark_section(make_landmark_cases([1.0, 3.0]), OPTIONS).blocks[0])
    rates = ('50.0', '50.0', '100.0', '100.0')
    row, lines = rows['Pog`'], ('2.00', '1.00')  # two images have no interval
    assert (*row[:3], *row[4:]) == ('Soft Tissue Pogonion', '2', '2.00 ± 1.00', '2.00', *rates, *lines)
    assert rows['all'][1] == '18'


def test_device_table_counts_images_and_names_the_unknown(make_landmark_cases):
    section = device_section(make_landmark_cases([1.0, 3.0, 3.0], devices=['a', 'b', '']), OPTIONS)
    rows = rows_of(section.blocks[0])
    assert rows['a'][:3] == ('1', '9', '1.00 ± 0.00') and rows['b'][2] == '3.00 ± 0.00'
    assert '1 image of an unknown device' in words(section)
    assert 'The device of no image is known' in words(device_section(make_landmark_cases([1.0], devices=['']), OPTIONS))


def test_failures_name_files_without_their_folders_and_count_the_rest(make_landmark_cases, monkeypatch):
    cases = make_landmark_cases([1.0, 5.0])
    monkeypatch.setattr('aariz_mm.report.landmarks.LISTED_FAILURES', 4)
    section = failure_section(cases, 'm_cases.json', OPTIONS)
    assert section.blocks[0].rows[0] == ('i1.png', 'S', '5.00', 'ART Plus') and len(section.blocks[0].rows) == 4
    assert '5 more are not listed; m_cases.json' in words(section)
    assert 'No landmark is off' in words(failure_section(make_landmark_cases([1.0]), '', OPTIONS))


def test_measurements_stand_beside_the_readers(make_landmark_cases):
    section = measure(make_landmark_cases([0.0, 0.0, 0.0, 0.0]))
    rows = rows_of(next(block for block in section.blocks if isinstance(block, Table)))
    assert rows['SNA, °'][:2] == ('4', '0.00 (0.00 to 0.00)') and rows['SNA, °'][6] == '100 % (45 to 100) ±2'
    assert rows['SNA, °'][7:9] == ('0.00', '0.00')  # both readers are shifted as a whole
    figures = next(block for block in section.blocks if isinstance(block, Figures)).figures
    assert [figure.name for figure in figures][:3] == [f'bland_altman_{key}.png' for key in ('SNA', 'SNB', 'ANB')]


def test_measurements_say_when_there_is_none_or_no_plot(make_landmark_cases):
    cases = make_landmark_cases([1.0])
    alone = replace(cases, symbols=cases.symbols[:1], pred_px=cases.pred_px[:, :1], gt_px=cases.gt_px[:, :1],
                    readers_px=cases.readers_px[:, :, :1])  # fmt: skip
    assert 'allow no measurement' in words(measure(alone))
    assert 'too few images' in words(measure(cases))


def test_stage_section_has_the_baseline_and_the_confusion(stage_cases):
    scores = dict(CVM_accuracy=5 / 6, CVM_majority_stage=5, CVM_majority_accuracy=1 / 3, CVM_num_images=6)
    tables = [block for block in stage_section(stage_cases, scores).blocks if isinstance(block, Table)]
    assert tables[0].header[-1] == 'always S5' and rows_of(tables[0])['accuracy'][0::2] == ('0.833', '0.333')
    assert rows_of(tables[1])['S4'] == ('0', '0', '1', '0', '0', '0', '1', '0 % (0 to 83)')
    assert rows_of(tables[1])['S6'][-2:] == ('0', ABSENT)


def test_stages_without_probabilities_have_no_calibration_error(joint_cases, grey_image):
    stages = replace(joint_cases.stages, probabilities=np.full((6, 6), np.nan))
    report = build(Cases({}, None, stages), grey_image)
    assert 'calibration error' not in rows_of(report.sections[1].blocks[0])


def test_worst_and_median_by_hand():
    assert worst_and_median(np.array([[3.0], [1], [np.nan], [5], [2], [4]]), worst=1, median=1) == ([3], [0])
    assert worst_and_median(np.array([[1.0], [2.0]]), worst=4, median=2) == ([1, 0], [])
    assert worst_and_median(np.full((2, 3), np.nan), worst=1, median=1) == ([], [])


def test_pictures_are_of_the_worst_and_tell_the_stage(joint_cases, grey_image):
    section = picture_section(joint_cases.landmarks, joint_cases.stages, grey_image, worst=1, median=1)
    worst, median = (block.figures[0] for block in section.blocks if isinstance(block, Figures))
    assert worst.caption == 'i5.png: mean error 5.50 mm, largest 5.50 mm (S); CVM stage: true S5, predicted S5.'
    assert worst.data.startswith(b'\xff\xd8') and median.name == 'median_1.jpg' and 'i2.png' in median.caption


@pytest.mark.parametrize('error', [FileNotFoundError('gone'), ValueError('damaged')])
def test_an_image_that_cannot_be_read_gets_a_sentence(joint_cases, error):
    def read(path):
        raise error

    section = picture_section(joint_cases.landmarks, None, read)
    assert not any(isinstance(block, Figures) for block in section.blocks)
    assert 'i5.png: mean error 5.50 mm, largest 5.50 mm (S). The image file is gone' in words(section)


@pytest.mark.parametrize(
    ('path', 'name'), [('/a/b.c.png', 'b.c.png'), ('C:\\a\\b.png', 'b.png'), ('b.png', 'b.png'), ('', 'the id')]
)
def test_file_name_on_any_system(path, name):
    assert file_name(path, 'the id') == name
