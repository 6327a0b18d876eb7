import copy
import math

import numpy as np
import pytest
from mmpose.registry import METRICS

from aariz_mm.engine.metrics import MeasurementMetric

META = dict(keypoint_id2name={0: 'S', 1: 'N', 2: 'A', 3: 'B'})


def drawing(sna, snb):
    """S, N, A, B with the given angles; N to S points to the back."""
    angles, lengths = np.radians([180 - sna, 180 - snb]), np.array([60, 100])
    rays = np.stack([100 + lengths * np.cos(angles), lengths * np.sin(angles)], axis=-1)
    return np.concatenate([[[0, 0], [100, 0]], rays])


def make_sample(img_id, true, pred, readers=None, visible=(1, 1, 1, 1)):
    sample = dict(
        img_id=img_id,
        gt_instances=dict(keypoints=drawing(*true)[None], keypoints_visible=np.array([visible], dtype=np.float32)),
        pred_instances=dict(keypoints=drawing(*pred)[None]),
        pixel_size_mm=0.1,
    )
    return sample if readers is None else sample | dict(readers_px=np.stack([drawing(*reader) for reader in readers]))


@pytest.fixture
def samples():
    """SNA 1 degree too large, 1 too small and 3 too large; the readers 2 apart, then 0, then unknown."""
    return [
        make_sample('a', (82, 80), (83, 80), [(83, 80), (81, 80)]),
        make_sample('b', (84, 78), (83, 78), [(84, 78), (84, 78)]),
        make_sample('c', (80, 81), (83, 81)),
    ]


def evaluate(samples, **kwargs):
    metric = MeasurementMetric(**kwargs)
    metric.dataset_meta = META
    for sample in samples:
        metric.process(None, [sample])
    return metric.evaluate(size=len(samples))


def test_measurement_metric_gives_each_figure_by_hand(samples):
    scores = evaluate(samples)
    # Differences 1, -1, 3: mean 1, SD 2.
    assert scores['MEAS_bias/SNA'] == pytest.approx(1)
    assert scores['MEAS_mae/SNA'] == pytest.approx(5 / 3)
    assert scores['MEAS_loa_low/SNA'] == pytest.approx(1 - 1.96 * 2)
    assert scores['MEAS_loa_high/SNA'] == pytest.approx(1 + 1.96 * 2)
    assert scores['MEAS_within/SNA'] == pytest.approx(2 / 3)
    assert scores['MEAS_n/SNA'] == 3
    assert scores['MEAS_icc/SNB'] == pytest.approx(1)


def test_measurement_metric_gives_the_class_agreement(samples):
    scores = evaluate(samples)  # ANB true 2, 6, -1 and predicted 3, 5, 2
    assert scores['MEAS_skeletal_class_accuracy'] == pytest.approx(2 / 3)
    assert scores['MEAS_skeletal_class_n'] == 3
    # The pairs (I I), (II II), (I III) are 1 class apart in sum; all nine pairings of (I II I) with (I II III) are
    # 2 + 3 + 2 = 7.
    assert scores['MEAS_skeletal_class_kappa'] == pytest.approx(1 - (1 / 3) / (7 / 9))


def test_measurement_metric_gives_the_readers_where_there_are_two(samples):
    scores = evaluate(samples)
    assert scores['MEAS_readers_mae/SNA'] == pytest.approx(1)  # 2 and 0 degrees apart
    assert scores['MEAS_readers_n/SNA'] == 2
    assert scores['MEAS_readers_skeletal_class_accuracy'] == 1


@pytest.mark.parametrize('readers_px', [None, np.zeros((0, 4, 2)), np.zeros((1, 4, 2)), np.zeros((3, 4, 2))])
def test_measurement_metric_has_no_reference_without_two_readers(samples, readers_px):
    for sample in samples:
        sample['readers_px'] = readers_px
    assert not [key for key in evaluate(samples) if 'readers' in key]


def test_measurement_metric_gives_flat_numbers(samples):
    assert all(isinstance(value, int | float) for value in evaluate(samples).values())


def test_measurement_metric_changes_with_the_mask(samples):
    samples[2]['gt_instances']['keypoints_visible'][0, 2] = 0  # A of the third image
    scores = evaluate(samples)
    assert (scores['MEAS_n/SNA'], scores['MEAS_n/SNB'], scores['MEAS_n/ANB']) == (2, 3, 2)
    assert scores['MEAS_bias/SNA'] == pytest.approx(0)


def test_measurement_metric_leaves_out_what_no_landmark_allows(samples):
    assert not [key for key in evaluate(samples) if 'FMA' in key or 'Co-Gn' in key]


def test_measurement_metric_takes_its_own_tolerance(samples):
    scores = evaluate(samples, tolerances={'deg': 3.5, 'ANB': 0.5})
    assert scores['MEAS_within/SNA'] == 1
    assert scores['MEAS_within/ANB'] == 0


def test_measurement_metric_rejects_an_unknown_tolerance():
    with pytest.raises(ValueError, match=r"tolerances of \['rad'\]"):
        MeasurementMetric(tolerances=dict(rad=1.0))


def test_measurement_metric_needs_no_pixel_size_for_angles(samples):
    for sample in samples:
        sample['pixel_size_mm'] = math.nan
    assert evaluate(samples)['MEAS_mae/SNA'] == pytest.approx(5 / 3)


def test_measurement_metric_keeps_the_values_of_each_image(samples):
    metric = MeasurementMetric()
    metric.dataset_meta = META
    metric.process(None, samples)
    metric.evaluate(size=3)
    assert metric.agreement.measurements['SNA'].second == pytest.approx([82, 84, 80])


def test_measurement_metric_drops_what_the_sampler_repeated(samples):
    metric = MeasurementMetric()
    metric.dataset_meta = META
    metric.process(None, [*samples, samples[0]])
    assert metric.evaluate(size=3)['MEAS_n/SNA'] == 3


def test_measurement_metric_leaves_the_samples_alone(samples):
    before = copy.deepcopy(samples)
    evaluate(samples)
    np.testing.assert_equal(samples, before)


def test_measurement_metric_builds_from_mmposes_registry():
    metric = METRICS.build(dict(type='MeasurementMetric', tolerances=dict(mm=1.5)))
    assert isinstance(metric, MeasurementMetric)
    assert metric.options.tolerances['Co-A'] == 1.5
