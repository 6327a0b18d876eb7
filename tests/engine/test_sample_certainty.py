"""What a sample says of its landmarks: by its maps, by a calibration, in mm."""

import numpy as np
import pytest
from mmengine.structures import InstanceData
from mmpose.structures import PoseDataSample

from aariz_mm.engine.certainty import calibrate_sample, errors_of_sample, maps_of_sample, score_sample
from aariz_mm.engine.metrics import RadialErrorMetric
from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.uncertainty.calibration import calibration_as_json
from aariz_mm.uncertainty.fitting import fit_calibration
from aariz_mm.uncertainty.readings import HeldOut, Readings

NAMES = SUBSETS['isbi19']
FACE = 2 * MEAN_MM[[SYMBOLS.index(symbol) for symbol in NAMES]] + 250
"""Network-input pixels, 2 px for each mm."""


def make_sample(errors=None, pixel_size_mm=0.1, **fields):
    """A picture of 2000 x 2000 px that the network sees at 500 x 500; the maps are 3 px wide."""
    count = len(NAMES)
    given = dict(
        keypoints=(FACE[None] * 4).astype(np.float32),
        keypoint_scores=np.full((1, count), 0.9, np.float32),
        keypoint_errors=np.full((1, count), 5.0) if errors is None else np.asarray(errors)[None],
        keypoint_masses=np.full((1, count), 0.95),
        keypoint_spreads=np.tile([9.0, 9, 0], (1, count, 1)),
    )
    metainfo = dict(
        input_size=(500, 500), input_scale=np.array([2000.0, 2000]), input_center=np.array([1000.0, 1000]),
        pixel_size_mm=pixel_size_mm,
    )  # fmt: skip
    kept = {name: value for name, value in (given | fields).items() if value is not None}
    return PoseDataSample(metainfo=metainfo, pred_instances=InstanceData(**kept))


@pytest.fixture(scope='module')
def calibration():
    """Of a model whose landmarks are off by 3 px along x and y, the first three times as far."""
    rng = np.random.default_rng(0)
    points = FACE + rng.normal(0, 0.5, (120, len(NAMES), 2))
    off = rng.normal(0, 3, points.shape) * np.where(np.arange(len(NAMES)) == 0, 3, 1)[:, None]
    spread = np.tile([9.0, 9, 0], (120, len(NAMES), 1)) * rng.uniform(0.8, 1.25, (120, len(NAMES), 1))
    readings = Readings(NAMES, points, np.full((120, len(NAMES)), 0.95), spread)
    return fit_calibration(HeldOut(readings, points + off, np.arange(120), np.arange(120) % 3, np.full(120, '')))


def test_errors_by_hand():
    # 5 px of the input are 20 px of the file, 2 mm.
    sample = make_sample()
    assert errors_of_sample(sample).tolist() == [20] * len(NAMES)
    score_sample(sample)
    np.testing.assert_allclose(sample.pred_instances.keypoint_scores, 0.5)


@pytest.mark.parametrize('pixel_size_mm', [None, np.nan])
def test_scores_stay_without_a_pixel_size(pixel_size_mm):
    sample = make_sample(pixel_size_mm=pixel_size_mm)
    score_sample(sample)
    np.testing.assert_allclose(sample.pred_instances.keypoint_scores, 0.9)


def test_heads_without_such_maps_say_nothing(calibration):
    sample = make_sample(keypoint_masses=None, keypoint_errors=None)
    score_sample(sample)
    assert errors_of_sample(sample) is None and maps_of_sample(sample) is None
    np.testing.assert_allclose(sample.pred_instances.keypoint_scores, 0.9)
    with pytest.raises(ValueError, match='a calibration needs a SpatialSoftmaxHead'):
        calibrate_sample(sample, NAMES, calibration)


def test_maps_are_in_network_input_pixels():
    np.testing.assert_allclose(maps_of_sample(make_sample())['points'], FACE, atol=0.3)


def test_a_calibration_says_more_than_the_maps(calibration):
    sample = make_sample()
    calibrate_sample(sample, NAMES, calibration)
    errors = sample.pred_instances.keypoint_errors[0]
    assert errors[0] == pytest.approx(9 * 1.25, rel=0.2)  # the mean distance is 1.25 deviations
    assert np.median(errors[1:]) == pytest.approx(3 * 1.25, rel=0.2)
    score_sample(sample)
    order = np.argsort(errors)
    assert (np.diff(sample.pred_instances.keypoint_scores[0][order]) < 0).all()


def test_the_metric_keeps_both_for_every_image():
    metric = RadialErrorMetric(repeats=0)
    metric.dataset_meta = dict(keypoint_id2name=dict(enumerate(NAMES)))
    for wide in (1.0, 3.0):
        sample = make_sample(np.linspace(1, 4, len(NAMES)) * wide)
        truth = FACE[None] * 4 + np.linspace(1, 4, len(NAMES))[None, :, None] * wide * 3
        metric.process(None, [dict(
            img_id=str(wide), pixel_size_mm=0.1, sn_mm_per_px=0.1, input_size=(500, 500), input_scale=(2000.0, 2000),
            gt_instances=dict(keypoints=truth, keypoints_visible=np.ones((1, len(NAMES)))),
            pred_instances=sample.pred_instances.to_dict(),
        )])  # fmt: skip
    scores = metric.evaluate(size=2)
    cases = metric.cases
    assert cases.expected_error_mm.shape == (2, 19) and scores['AUROC_2.0mm'] == 1
    np.testing.assert_allclose(cases.scores, 1 / (1 + cases.expected_error_mm / 2))
    np.testing.assert_allclose(cases.expected_error_mm[0], np.linspace(1, 4, 19) * 0.4)


def test_calibration_of_the_test_is_plain_data(calibration):
    assert calibration_as_json(calibration)['symbols'] == list(NAMES)
