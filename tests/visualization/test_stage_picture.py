import numpy as np
import pytest

from aariz_mm.predictions import StagePrediction
from aariz_mm.visualization import draw_stage_picture
from aariz_mm.visualization.palette import EARLIER, LATER, PREDICTION, TRUTH
from aariz_mm.visualization.stage_picture import draw_evidence, stage_strip, summarise_stage

PROBABILITIES = np.array([0, 0.1, 0.6, 0.3, 0, 0])
IMAGE = np.full((80, 80), 90, np.uint8)
SEEN = np.array([-0.5, -0.5, 79.5, 79.5])
EXPLAINED = StagePrediction(3, PROBABILITIES, activation=np.array([[1.0, -1.0]]), seen_px=SEEN)
UNEXPLAINED = StagePrediction(3, PROBABILITIES)


def has(picture, color):
    return (picture == color).all(axis=-1).any()


def test_evidence_is_coloured_on_the_side_that_speaks():
    _, green, blue = np.moveaxis(draw_evidence(IMAGE, EXPLAINED, 40).astype(int), -1, 0)
    assert (blue[:, :10] > green[:, :10]).all() and (green[:, 30:] > blue[:, 30:]).all()


def test_evidence_of_six_free_logits_is_refused():
    with pytest.raises(ValueError, match='train it with ordinal=True'):
        draw_evidence(IMAGE, UNEXPLAINED, 40)


def test_picture_shows_the_crop_beside_its_map():
    picture = draw_stage_picture(IMAGE, EXPLAINED, true_stage=4, title='x', width=400)
    grey = (picture == 90).all(axis=-1)
    assert picture.shape[1] == 400
    assert grey[:, :190].sum() == 198 * 190 and grey[:, 205:].sum() < 100 * 195
    assert all(has(picture, color) for color in (PREDICTION, TRUTH, LATER, EARLIER))


def test_picture_without_map_shows_the_crop_alone():
    picture = draw_stage_picture(IMAGE, UNEXPLAINED, width=400)
    assert (picture == 90).all(axis=-1).sum() == 198 * 198
    assert has(picture, PREDICTION) and not any(has(picture, color) for color in (TRUTH, LATER, EARLIER))


def test_strip_is_as_wide_as_told_with_and_without_map():
    with_map, without = (stage_strip(300, IMAGE, stage, 12) for stage in (EXPLAINED, UNEXPLAINED))
    assert with_map.shape[1] == without.shape[1] == 300
    assert has(with_map, LATER) and not has(without, LATER)


def test_summary_says_truth_and_prediction():
    assert summarise_stage(UNEXPLAINED) == 'predicted CVM-S3'
    assert summarise_stage(UNEXPLAINED, 4) == 'true CVM-S4 · predicted CVM-S3'
