import numpy as np
import pytest

from aariz_mm.analysis.cervical_region import _REFERENCE_MM, cervical_roi
from aariz_mm.engine.sample_pictures import overlay_from_sample
from aariz_mm.visualization import draw_landmarks_overlay
from aariz_mm.visualization.cervical import draw_cervical_truth, draw_region, stage_band
from aariz_mm.visualization.palette import LATER, PREDICTION, TRUTH

SYMBOLS = tuple(_REFERENCE_MM)
POINTS = np.add(list(_REFERENCE_MM.values()), [120, 60])
PROBABILITIES = np.array([0, 0.1, 0.6, 0.3, 0, 0])


def colored(picture, color):
    return (picture == color).all(axis=-1)


def test_region_is_framed_where_it_is():
    image = np.full((60, 80), 90, np.uint8)
    drawn = draw_region(image, np.array([10.2, 20, 29.8, 40]))
    assert drawn[20, 10].tolist() == drawn[40, 30].tolist() == list(PREDICTION)
    assert drawn[30, 20].tolist() == [90] * 3 and (image == 90).all()


def test_region_beyond_the_picture_is_no_error():
    drawn = draw_region(np.zeros((60, 80, 3), np.uint8), np.array([-1e7, 20, 1e7, 1e9]))
    assert colored(drawn, PREDICTION)[20].all()


def test_bar_of_the_prediction_is_orange_and_as_high_as_its_probability():
    band = stage_band(600, PROBABILITIES, 20, pred_stage=3)
    orange = colored(band, PREDICTION)
    assert orange.any(axis=1).sum() == 0.6 * 80
    assert not colored(stage_band(600, PROBABILITIES, 20), PREDICTION).any()


def test_true_stage_has_a_line_under_its_bar():
    def middle(band, color):
        return np.nonzero(colored(band, color))[1].mean()

    band = stage_band(600, PROBABILITIES, 20, pred_stage=3, true_stage=3)
    assert middle(band, TRUTH) == middle(band, PREDICTION)
    assert middle(stage_band(600, PROBABILITIES, 20, true_stage=4), TRUTH) > middle(band, TRUTH) + 40


def test_band_rejects_another_number_of_stages():
    with pytest.raises(ValueError, match=r'expected 6 probabilities, got shape \(5,\)'):
        stage_band(600, np.ones(5) / 5, 20)


def test_band_of_a_height_has_bars_that_fill_it():
    band = stage_band(600, np.array([0, 0, 1.0, 0, 0, 0]), 20, pred_stage=3, height=200)
    # Above the bars 12 + 26 px, below them 32 px.
    assert len(band) == 200 and colored(band, PREDICTION).any(axis=1).sum() == 200 - 38 - 32


def test_band_rejects_a_height_without_room_for_bars():
    with pytest.raises(ValueError, match='height 80 px leaves 10 px for the bars'):
        stage_band(600, PROBABILITIES, 20, height=80)


def test_truth_has_the_region_and_the_outlines_at_their_places():
    vertebra = np.array([[60, 150], [90, 150], [90, 170], [60, 170]])
    drawn = draw_cervical_truth(np.full((260, 240), 90, np.uint8), SYMBOLS, POINTS, [vertebra], max_side=520)
    # Twice as large: the middle of the lower side (75, 170) is drawn at (150.5, 340.5).
    assert np.abs(drawn[339:343, 150].astype(int) - TRUTH).max(axis=-1).min() < 60
    assert colored(drawn, PREDICTION)[np.round((113 + 0.5) * 2 - 0.5).astype(int)].sum() > 100


def make_sample(**changes):
    return dict(pred_instances=dict(keypoints=POINTS[None]), cvm_stage=4, ori_shape=(260, 240)) | changes


def test_overlay_of_a_stage_model_has_the_region_and_the_bars():
    image = np.full((260, 240), 90, np.uint8)
    stages = dict(pred_cvm_probabilities=PROBABILITIES, pred_cvm_stage=np.array([3]))
    drawn = overlay_from_sample(image, make_sample(**stages), SYMBOLS, max_side=520)
    region = cervical_roi(POINTS, SYMBOLS)
    framed = draw_landmarks_overlay(image, SYMBOLS, POINTS, title='CVM-S4', max_side=520, region_px=region)
    np.testing.assert_array_equal(drawn[: len(framed)], framed)
    assert colored(drawn[len(framed) :], PREDICTION).any() and colored(drawn[len(framed) :], TRUTH).any()
    assert not colored(drawn, LATER).any()


def test_overlay_frames_the_region_where_it_is():
    image = np.full((260, 240), 90, np.uint8)
    drawn = draw_landmarks_overlay(
        image, ('S',), None, max_side=520, region_px=np.array([48, 113, 130, 195]), legend=False
    )
    # Twice as large: x = 48 is drawn at 96.5, y = 113 at 226.5.
    orange = colored(drawn, PREDICTION)
    assert orange[226:228, 150].any() and orange[300, 96:98].any() and not orange[240:380, 110:250].any()


def test_overlay_of_a_stage_with_one_score_has_its_map():
    image = np.full((260, 240), 90, np.uint8)
    frame = dict(input_size=(240, 260), input_scale=np.array([240, 260]), input_center=np.array([120, 130]))
    stages = dict(pred_cvm_probabilities=PROBABILITIES, pred_cvm_stage=np.array([3]))
    seen = dict(pred_cvm_activation=np.ones((4, 4)), pred_cvm_seen=np.array([48, 113, 130, 195]))
    without, drawn = (overlay_from_sample(image, make_sample(**stages, **frame, **more), SYMBOLS, max_side=520)
                      for more in ({}, seen))  # fmt: skip
    assert len(drawn) > len(without) and colored(drawn, LATER).any()


def test_overlay_of_a_stage_model_without_a_region_has_the_bars():
    image = np.full((260, 240), 90, np.uint8)
    stages = dict(pred_cvm_probabilities=PROBABILITIES, pred_cvm_stage=np.array([3]))
    sample = make_sample(pred_instances=dict(keypoints=POINTS[None, :2]), **stages)
    plain = overlay_from_sample(image, make_sample(pred_instances=sample['pred_instances']), SYMBOLS[:2], max_side=300)
    drawn = overlay_from_sample(image, sample, SYMBOLS[:2], max_side=300)
    np.testing.assert_array_equal(drawn[: len(plain)], plain)
    assert len(drawn) > len(plain)


def test_overlay_without_prediction_shows_no_stage():
    image = np.full((260, 240), 90, np.uint8)
    stages = dict(pred_cvm_probabilities=PROBABILITIES, pred_cvm_stage=np.array([3]))
    options = dict(draw_pred=False, max_side=300)
    np.testing.assert_array_equal(
        overlay_from_sample(image, make_sample(**stages), SYMBOLS, **options),
        overlay_from_sample(image, make_sample(), SYMBOLS, **options),
    )
