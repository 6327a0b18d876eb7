"""A report says what the scores say, whatever the settings of the metrics are."""

import json
import re

import numpy as np
import pytest
from cheap_pictures import draw_nothing

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS
from aariz_mm.engine.metrics import CVMMetric, MeasurementMetric, RadialErrorMetric
from aariz_mm.evaluation.case_files import collect_agreement, collect_cases
from aariz_mm.files import write_json
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.number_text import fixed, per_cent, span, with_interval
from aariz_mm.phantom.shape_model import sample_shape
from aariz_mm.report.files import write_report

META = dict(keypoint_id2name=dict(enumerate(SYMBOLS)), majority_stage=5)
METRICS = (RadialErrorMetric, MeasurementMetric, CVMMetric)
FAILURE_MM = 1.9
NUMBERS = ('n', 'bias', 'mae', 'loa_low', 'loa_high', 'icc', 'within')
OWN_SETTINGS = [
    dict(thresholds_mm=(0.75, 2.25), leaks=('i0', 'i4'), failure_mm=FAILURE_MM, repeats=150, seed=3),
    dict(tolerances={'deg': 0.75, 'mm': 1.25, 'SNA': 0.25}),
    dict(majority_stage=3, repeats=70, seed=5),
]  # fmt: skip


def shown(scores, key, decimals=2):
    """A score and its interval as a table shows them. Example of a key: 'MEAS_icc/SNA', 'readers/MRE_mm/S'"""
    head, slash, tail = key.rpartition('/') if key.startswith('MEAS') else (key, '', '')
    ends = (scores[f'{head}_{end}{slash}{tail}'] for end in ('low', 'high'))
    return with_interval(fixed(scores[key], decimals), *ends, decimals)


def make_samples(readers=(2,) * 12):
    """Heads of the phantom at 0.1 mm per pixel; predictions and readers about 1 mm off, two of 348 far off."""
    rng = np.random.default_rng(4)
    for index, count in enumerate(readers):
        truth = 10 * sample_shape(rng) + 500
        errors_px = rng.normal(0, 10, (29, 2)) + 60 * (np.arange(29) == 3 * index)[:, None] * (index < 2)
        yield dict(
            img_id=f'i{index}', img_path=f'x/i{index}.png', device=('ART Plus', 'Smart3D')[index % 2],
            gt_instances=dict(keypoints=truth[None], keypoints_visible=np.ones((1, 29))),
            pred_instances=dict(keypoints=(truth + errors_px)[None]),
            readers_px=truth + rng.normal(0, 10, (count, 29, 2)),
            pixel_size_mm=0.1, sn_mm_per_px=0.12, input_size=(512, 512), input_scale=np.array([1024.0, 1024.0]),
            cvm_stage=1 + index % 6, pred_cvm_stage=np.array([1 + min(index, 7) % 6]),
            pred_cvm_probabilities=np.full((1, 6), 1 / 6),
        )  # fmt: skip


def score(samples, settings, folder):
    """Scores as the JSON file has them, and the report's Markdown."""
    samples, scores = list(samples), {}
    metrics = [kind(**own) for kind, own in zip(METRICS, settings, strict=True)]
    for metric in metrics:
        metric.dataset_meta = META
        metric.process(None, samples)
        scores |= metric.evaluate(size=len(samples))
    path = write_json(folder / 'metrics.json', scores)
    with pytest.MonkeyPatch.context() as patch:  # no test here looks at a plot
        patch.setattr('aariz_mm.report.plots.as_png', draw_nothing)
        markdown = write_report(path, scores, {}, collect_cases(metrics, META), collect_agreement(metrics))[0]
    return json.loads(path.read_text()), markdown.read_text(encoding='utf-8')


def read_tables(markdown):
    """Beginning of the caption -> name of the row -> heading -> cell."""
    tables = {}
    for caption, body in re.findall(r'^(.+)\n\n((?:\|.*\n)+)', markdown, re.MULTILINE):
        cells = [[_plain(cell) for cell in line[2:-2].split(' | ')] for line in body.splitlines()]
        caption = re.split('[,:;]', caption)[0]
        tables[caption] = {row[0]: dict(zip(cells[0], row, strict=True)) for row in cells[2:]}
    return tables


def _plain(cell):
    return re.sub(r'\\(.)', r'\1', cell.strip().strip('*'))


@pytest.fixture(scope='module', params=[OWN_SETTINGS, [{}, {}, {}]], ids=['own settings', 'defaults'])
def tested(request, tmp_path_factory):
    """Scores, Markdown and tables of a test."""
    scores, markdown = score(make_samples(), request.param, tmp_path_factory.mktemp('test'))
    return scores, markdown, read_tables(markdown)


def thresholds_of(scores):
    return [float(key[4:-2]) for key in scores if re.fullmatch(r'SDR_[0-9.]+mm', key)]


def test_report_sums_landmarks_up_as_the_scores_do(tested):
    scores, _, tables = tested
    rows = tables['Radial error']
    groups = {'all landmarks': '', 'isbi19 (19 landmarks)': 'isbi19/', 'readers from one another': 'readers/'}
    groups |= {'leak-free (10 images)': 'leak_free/'} if 'leak_free/MRE_mm' in scores else {}
    for name, prefix in groups.items():
        shown = [rows[name][heading] for heading in ('MRE, mm', 'SD', 'median')]
        assert shown == [fixed(scores[f'{prefix}{key}']) for key in ('MRE_mm', 'SD_mm', 'median_mm')]
        rates = {f'≤ {t:g} mm': fixed(scores[f'{prefix}SDR_{t}mm'], 1) for t in thresholds_of(scores)}
        assert {heading: cell for heading, cell in rows[name].items() if '≤' in heading} == rates
    assert rows['all landmarks']['95 % interval'] == span(scores['MRE_mm_low'], scores['MRE_mm_high'])
    assert rows['all, scaled to S-N = 70 mm']['MRE, mm'] == fixed(scores['MRE_sn70_mm'])
    assert ('leak_free/MRE_mm' in scores) == any(name.startswith('leak-free') for name in rows)


def test_report_gives_success_rates_as_the_scores_do(tested):
    scores, _, tables = tested
    rows = tables['Success rates with their intervals']
    assert [name for name in rows if 'within' in name] == [f'within {t:g} mm, %' for t in thresholds_of(scores)]
    for t in thresholds_of(scores):
        interval = span(scores[f'SDR_{t}mm_low'], scores[f'SDR_{t}mm_high'], 1)
        cells = (fixed(scores[f'SDR_{t}mm'], 1), interval, fixed(scores[f'SDR_sn70_{t}mm'], 1))
        assert tuple(rows[f'within {t:g} mm, %'].values())[1:] == cells
    assert rows['MRE, original px']['score'] == fixed(scores['MRE_px'])


def test_report_gives_landmarks_and_devices_as_the_scores_do(tested):
    scores, _, tables = tested
    for symbol in SYMBOLS:
        row = tables['Radial error of each landmark'][symbol]
        assert row['mean ± SD, mm'].split()[0] == fixed(scores[f'MRE_mm/{symbol}'])
        for title, name in (('readers apart, mm', 'readers'), ('reader to mean, mm', 'reader_to_mean')):
            assert row[title] == shown(scores, f'{name}/MRE_mm/{symbol}')
    for device in ('ART Plus', 'Smart3D'):
        row = tables['Radial error on the images of each device'][device]
        assert row['mean ± SD, mm'].split()[0] == fixed(scores[f'MRE_mm@{device}'])
        assert row['mean, S-N = 70 mm'].split()[0] == fixed(scores[f'MRE_sn70_mm@{device}'])


def test_report_counts_failures_as_the_scores_do(tested):
    scores, markdown, _ = tested
    limit = f'{FAILURE_MM if 0.75 in thresholds_of(scores) else 4:g} mm'
    assert f'{scores["num_failures"]} of 348 further off than {limit}' in markdown
    assert f'Over {limit} off: **{scores["num_failures"]}** (of 348)' in markdown
    assert f'## Failures (over {limit})' in markdown
    assert re.findall(r'^(\d+) failures? in', markdown, re.MULTILINE) == [str(scores['num_failures'])]


def test_report_gives_measurements_as_the_scores_do(tested):
    scores, _, tables = tested
    rows = tables['Predicted less true measurements']
    assert len(rows) == sum(key.startswith('MEAS_mae/') for key in scores) == len(MEASUREMENTS)
    tolerances = {'SNA': 0.25, 'deg': 0.75, 'mm': 1.25} if 0.75 in thresholds_of(scores) else {}
    for key, one in MEASUREMENTS.items():
        own = {name: scores[f'MEAS_{name}/{key}'] for name in NUMBERS}
        tolerance = tolerances.get(key, tolerances.get(one.unit, 2))
        of_readers = scores[f'MEAS_readers_mae/{key}'], scores[f'MEAS_reader_to_mean_mae/{key}']
        plain = (str(own['n']), *(fixed(own[name]) for name in ('bias', 'mae', 'loa_low', 'loa_high')),
                 fixed(own['icc'], 3), per_cent(own['within'], 0), *map(fixed, of_readers),
                 fixed(scores[f'MEAS_readers_icc/{key}'], 3))  # fmt: skip
        row = tuple(rows[f'{one.name}, {"°" if one.unit == "deg" else one.unit}'].values())[1:]
        assert tuple(cell.split(' (')[0] for cell in row) == plain and row[6].endswith(f'±{tolerance:g}')
        assert row[5] == shown(scores, f'MEAS_icc/{key}', 3)


def test_report_gives_classes_as_the_scores_do(tested):
    scores, _, tables = tested
    rows = tables['Classes from predicted and from true landmarks']
    for key, one in CLASSIFICATIONS.items():
        ends = (100 * scores[f'MEAS_{key}_accuracy_{end}'] for end in ('low', 'high'))
        equal = with_interval(per_cent(scores[f'MEAS_{key}_accuracy'], 0), *ends, 0)
        kappa = [scores[f'MEAS_{key}_kappa{end}'] for end in ('', '_low', '_high')]
        expected = (str(scores[f'MEAS_{key}_n']), equal, with_interval(fixed(kappa[0]), *kappa[1:]))
        assert tuple(rows[one.name].values())[1:4] == expected


def test_report_gives_stages_as_the_scores_do(tested):
    scores, _, tables = tested
    rows, names = tables['CVM scores on 12 images'], ('qwk', 'accuracy', 'f1_macro', 'mae', 'within_1')
    for row, name in zip(rows.values(), names, strict=False):
        interval = span(scores[f'CVM_{name}_low'], scores[f'CVM_{name}_high'], 3)
        baseline = f'always S{scores["CVM_majority_stage"]}'
        assert row['95 % interval'] == interval and row['model'] == fixed(scores[f'CVM_{name}'], 3)
        assert row[baseline] == fixed(scores[f'CVM_majority_{name}'], 3)
    assert [row['recall'].split(' (')[0] for row in tables['Confusion matrix'].values()] == [
        per_cent(scores[f'CVM_recall/S{stage}'], 0) for stage in range(1, 7)
    ]


def test_report_has_the_readers_of_the_measurements_where_images_differ_in_them(tmp_path):
    scores, markdown = score(make_samples((2,) * 8 + (1,) * 4), [{}, {}, {}], tmp_path)
    assert scores['MEAS_readers_n/SNA'] == 8 and 'readers/MRE_mm' not in scores
    row = read_tables(markdown)['Predicted less true measurements']['SNA, °']
    assert row['readers apart: MAE'].split(' (')[0] == fixed(scores['MEAS_readers_mae/SNA'])
