import csv
import io

import cv2
import numpy as np
import pytest
from cheap_pictures import draw_nothing
from scipy.stats import chi2

from aariz_mm.cli.commands import main
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.study.plots import draw_scattergrams, error_ellipse, scattergram_reach
from aariz_mm.study.writing import check_study_folder


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_text(encoding='utf-8'))))


def test_command_writes_page_methods_tables_and_plots(written_study):
    page = (written_study / 'study.html').read_text(encoding='utf-8')
    for part in ('Scattergrams', 'Bland-Altman plots', 'model in the place of a reader', 'Methods', 'Left out'):
        assert f'>{part}<' in page
    assert '39 radiographs' in (written_study / 'methods.txt').read_text(encoding='utf-8')
    names = {one.name for one in written_study.iterdir()}
    assert {'scattergrams_mean.png', 'scattergrams_kim_less_kim__reading_2_.png'} <= names


def test_tables_hold_the_planted_bias_by_landmark_and_pair(written_study):
    rows = [row for row in read_csv(written_study / 'landmarks.csv') if row['comparison'] == 'inter-observer']
    assert len(rows) == 29 and np.mean([float(row['x_bias']) for row in rows]) == pytest.approx(1.0, abs=0.05)
    assert all(float(row['x_p']) <= float(row['x_p_holm']) for row in rows)
    pairs = read_csv(written_study / 'pairs.csv')
    assert [(row['first'], row['second'], row['n']) for row in pairs][:2] == [
        ('kim', 'kim (reading 2)', str(3 * 29)), ('kim', 'lee', str(39 * 29))]  # fmt: skip
    sna = next(row for row in read_csv(written_study / 'measurements.csv') if row['measurement'] == 'SNA')
    assert float(sna['icc_low']) < float(sna['icc_2_1']) < float(sna['icc_high'])


def test_model_has_its_rows_with_the_margins(written_study):
    rows = read_csv(written_study / 'interchangeability.csv')
    assert {row['margin'] for row in rows} == {'0.5'} and {row['interchangeable'] for row in rows} <= {
        'yes',
        'not shown',
    }
    assert {row['margin'] for row in read_csv(written_study / 'equivalence.csv')} == {'1'}


def test_what_is_left_out_is_in_a_table_and_on_the_page(written_study):
    assert read_csv(written_study / 'left_out.csv') == [
        dict(radiograph='c03', reading='', reason='read by lee, model alone')
    ]
    assert 'read by lee, model alone' in (written_study / 'study.html').read_text(encoding='utf-8')


@pytest.mark.parametrize(('arguments', 'message'), [
    (['kim'], 'one reading alone'),
    (['kim', 'lee', '--frame', 'ear'], 'invalid choice'),
    (['kim', 'lee', '--bias-margin', '0'], 'expected a positive number'),
    (['kim', 'lee', '--pixel-size', 'x.csv'], 'no such table of pixel sizes'),
    (['kim', 'lee', '--model', 'nowhere'], 'no such folder'),
])  # fmt: skip
def test_mistakes_are_told_in_a_line(read_as, tmp_path, arguments, message, capsys):
    named = {name: read_as(name, seed=index) for index, name in enumerate(('kim', 'lee'))}
    try:
        status = main(['reader-study', *(named.get(one, one) for one in arguments), '--out-dir', str(tmp_path / 'out')])
    except SystemExit as stop:  # of argparse
        status = stop.code
    printed = capsys.readouterr().err
    assert status == 2 and message in printed and 'Traceback' not in printed


def test_study_replaces_an_earlier_one_and_nothing_else(written_study, tmp_path):
    assert check_study_folder(written_study) == written_study and check_study_folder(tmp_path / 'new')
    (tmp_path / 'study.html').write_text('mine')
    with pytest.raises(ValueError, match='would be lost'):
        check_study_folder(tmp_path)


def test_study_is_not_written_among_other_files(tmp_path):
    (tmp_path / 'landmarks.csv').write_text('mine')
    with pytest.raises(ValueError, match='holds other files'):
        check_study_folder(tmp_path)
    with pytest.raises(ValueError, match='is no folder'):
        check_study_folder(tmp_path / 'landmarks.csv')


def test_ellipse_by_hand_and_by_how_much_it_holds():
    rng = np.random.default_rng(0)
    points = rng.normal((5, -2), (3.0, 1.0), (4000, 2))
    centre, major, minor, angle = error_ellipse(points)
    assert centre == pytest.approx((5, -2), abs=0.15) and abs((angle + 90) % 180 - 90) < 3
    assert (major, minor) == pytest.approx(np.sqrt(chi2.ppf(0.95, 2)) * np.array([3, 1]), rel=0.05)
    inside = ((points - centre) ** 2 / (major**2, minor**2)).sum(axis=1) <= 1
    assert inside.mean() == pytest.approx(0.95, abs=0.01)


def test_ellipse_of_few_points_is_wider_and_of_two_there_is_none():
    points = np.random.default_rng(1).normal(size=(400, 2))
    few = points[:8]
    ratio = error_ellipse(few)[1] / np.sqrt(np.linalg.eigvalsh(np.cov(few.T)).max())
    assert ratio > 1.2 * np.sqrt(chi2.ppf(0.95, 2))
    assert np.isnan(error_ellipse(points[:2])[1]) and np.isnan(error_ellipse(np.full((5, 2), np.nan))[0]).all()


def test_scattergrams_have_one_scale_that_holds_all_ellipses():
    points = np.random.default_rng(2).normal(0, 1, (60, 7, 2)) * np.linspace(0.2, 3, 7)[:, None]
    assert scattergram_reach({'kim': points}) >= error_ellipse(points[:, 6])[1] - 1
    data, size = draw_scattergrams(list('ABCDEFG'), {'kim': points}, 'mm', ('x', 'y'))
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape[:2] == (2 * size[1], 2 * size[0])


def test_missing_statistics_are_told_with_what_brings_them(read_as, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr('aariz_mm.extras.find_spec', lambda name: None if name == 'scipy' else True)
    texts = read_as('kim'), read_as('lee', seed=1)
    assert main(['reader-study', *texts, '--out-dir', str(tmp_path / 'out')]) == 2
    assert 'scipy is not installed; install aariz-mm[statistics]' in capsys.readouterr().err


def test_study_of_a_dataset_takes_its_readers_and_its_pixel_sizes(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr('aariz_mm.study.plots.as_png', draw_nothing)  # written_study has those that are drawn
    root = write_phantom_dataset(tmp_path / 'phantom', 1, 1, 8, size=(450, 550), progress=False)
    assert (
        main(['reader-study', str(root), '--split', 'test', '--frame', 'sn', '--out-dir', str(tmp_path / 'out')]) == 0
    )
    printed = capsys.readouterr().out
    assert 'pixel sizes by cephalogram_machine_mappings.csv' in printed and '8 radiographs are few' in printed
    rows = {row['landmark']: float(row['radial_mean']) for row in read_csv(tmp_path / 'out' / 'landmarks.csv')}
    # The phantom's readers mark S at one place and differ most on Pog`, as those of ISBI 2015 do.
    assert rows['S'] == 0 and rows['Pog`'] > 1
