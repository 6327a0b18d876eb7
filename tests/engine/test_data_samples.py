import numpy as np
import pytest
import torch

from aariz_mm.analysis.cervical_region import _REFERENCE_MM, cervical_roi
from aariz_mm.engine.samples import StagePrediction, stage_of_crop, stage_of_radiograph

SYMBOLS = tuple(_REFERENCE_MM)
POINTS = np.add(list(_REFERENCE_MM.values()), [120.0, 60.0])
PROBABILITIES = np.array([0, 0, 0.25, 0.5, 0.25, 0])


def crop_sample(**changes):
    fields = dict(pred_label=torch.tensor([3]), pred_score=torch.tensor(PROBABILITIES), img_shape=(64, 64))
    return fields | dict(cvm_activation=torch.ones(2, 2)) | changes


def radiograph_sample(**changes):
    fields = dict(pred_cvm_stage=torch.tensor([4]), pred_cvm_probabilities=torch.tensor(PROBABILITIES))
    frame = dict(input_size=(100, 200), input_scale=np.array([200.0, 400]), input_center=np.array([110.0, 220]))
    return fields | frame | dict(pred_instances=dict(keypoints=POINTS[None])) | changes


def test_expected_stage_is_the_mean_of_the_distribution():
    assert StagePrediction(4, PROBABILITIES).expected_stage == pytest.approx(0.25 * 3 + 0.5 * 4 + 0.25 * 5)


def test_crop_is_seen_whole():
    prediction = stage_of_crop(crop_sample(), (320, 320))
    assert prediction.stage == 4 and prediction.cervical_roi_px is None
    np.testing.assert_allclose(prediction.seen_px, [-0.5, -0.5, 319.5, 319.5])


def test_wide_crop_is_seen_with_a_border_above_and_below():
    # 300 x 100 into 64 x 64 is 64 / 300, so the input is 300 high, 100 more than the crop on either side.
    np.testing.assert_allclose(stage_of_crop(crop_sample(), (300, 100)).seen_px, [-0.5, -100.5, 299.5, 199.5])


def test_crop_of_six_free_logits_has_no_map():
    prediction = stage_of_crop(crop_sample(cvm_activation=None), (320, 320))
    assert prediction.activation is None and prediction.seen_px is None


def test_radiograph_has_the_region_of_its_landmarks():
    prediction = stage_of_radiograph(radiograph_sample(), SYMBOLS)
    assert prediction.stage == 4 and prediction.activation is None
    np.testing.assert_allclose(prediction.cervical_roi_px, cervical_roi(POINTS, SYMBOLS))


def test_what_was_seen_goes_back_to_original_pixels_as_keypoints_do():
    # Input pixels are 2 original ones; the input begins at 110 - 100 = 10 and 220 - 200 = 20.
    seen = dict(pred_cvm_activation=torch.ones(2, 3), pred_cvm_seen=torch.tensor([5.0, 10, 50, 60]))
    prediction = stage_of_radiograph(radiograph_sample(**seen), SYMBOLS)
    np.testing.assert_allclose(prediction.seen_px, [20, 40, 110, 140])
    assert prediction.activation.shape == (2, 3)


def test_radiograph_whose_landmarks_tell_no_region_has_a_stage():
    nowhere = dict(keypoints=np.zeros((1, len(SYMBOLS), 2)))
    prediction = stage_of_radiograph(radiograph_sample(pred_instances=nowhere), SYMBOLS)
    assert prediction.stage == 4 and prediction.cervical_roi_px is None


def test_landmark_model_without_stage_has_no_prediction():
    assert stage_of_radiograph(dict(pred_instances=dict(keypoints=POINTS[None])), SYMBOLS) is None
