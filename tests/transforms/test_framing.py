"""Cut, screenshot, photograph: landmarks stay on their place in the picture."""

import cv2
import numpy as np
import pytest

from aariz_mm.transforms import RandomCut, RandomPhotograph, RandomScreenshot

FRAMINGS = [RandomCut, RandomScreenshot, RandomPhotograph]


@pytest.mark.parametrize('kind', FRAMINGS[1:])
@pytest.mark.parametrize('seed', range(8))
def test_landmarks_stay_on_their_dots(kind, seed, dotted_record, dot_distances):
    np.random.seed(seed)
    plain = dict(max_glare=0.0, max_moire=0.0) if kind is RandomPhotograph else {}
    results = kind(prob=1.0, **plain)(dotted_record)
    assert results['img'].shape == (360, 300, 3) and results['transformed_keypoints'].shape == (1, 10, 2)
    distances = dot_distances(results, 8)
    assert len(distances) >= 4 and max(distances) < 1.0


@pytest.mark.parametrize('kind', FRAMINGS)
def test_what_leaves_the_picture_becomes_invisible_and_nothing_comes_back(kind, corner_record):
    for seed in range(6):
        np.random.seed(seed)
        results = kind(prob=1.0)({key: value.copy() for key, value in corner_record.items()})
        assert not results['keypoints_visible'][0, 4:8].any() or kind is RandomCut
        points, seen = results['transformed_keypoints'][0], results['keypoints_visible'][0] > 0
        assert ((points[seen] >= -0.5) & (points[seen] <= (299.5, 359.5))).all()


@pytest.mark.parametrize('kind', FRAMINGS)
def test_inputs_are_not_modified_and_an_image_alone_will_do(kind, dotted_record):
    before = {key: value.copy() for key, value in dotted_record.items()}
    kind(prob=1.0)(dict(dotted_record))
    for key, value in before.items():
        np.testing.assert_array_equal(dotted_record[key], value)
    assert kind(prob=1.0)(dict(img=before['img']))['img'].shape == (360, 300, 3)
    with pytest.raises(ValueError, match='put it after CephalogramAffine'):
        kind(prob=1.0)(dict(img=before['img'], keypoints=before['keypoints']))


@pytest.mark.parametrize('grey', [0, 255, None])
def test_cut_covers_its_strips(grey, dotted_record):
    image = np.full((100, 80, 3), 60, dtype=np.uint8)
    cut = RandomCut.apply(image, np.array([0.25, 0.1, 0, 0]), grey)
    beyond = 60 if grey is None else grey
    assert (cut[:, :20] == beyond).all() and (cut[:10] == beyond).all() and (cut[10:, 20:] == 60).all()


def test_cut_hides_what_it_cuts_off(dotted_record):
    cut = RandomCut(prob=1.0)
    cut.draw = lambda: (np.array([0.2, 0, 0, 0.3]), 0)  # x below 60 and y from 252 on
    seen = cut(dotted_record)['keypoints_visible'][0]
    assert seen.tolist() == [0, 1, 1, 0, 1, 1, 0, 1, 0, 0]


def test_screenshot_has_a_margin_of_one_grey():
    grey = np.full((100, 80), 60, dtype=np.uint8)
    page = RandomScreenshot.apply(grey, 0.5, 0.0, 1.0, 255, None)
    assert (page[50:, :40] == 60).all() and (page[:50] == 255).all() and (page[:, 40:] == 255).all()
    points = RandomScreenshot.move(np.array([[-0.5, -0.5], [79.5, 99.5]]), (80, 100), 0.5, 0.0, 1.0, 255, None)
    np.testing.assert_allclose(points, [[-0.5, 49.5], [39.5, 99.5]])


@pytest.mark.parametrize('y', [0.0, 0.2, 0.8, 1.0])
def test_bars_of_a_program_do_not_cover_the_picture(y):
    grey = np.full((200, 160), 60, dtype=np.uint8)
    plain, barred = (RandomScreenshot.apply(grey, 0.8, 0.5, y, 255, bar) for bar in (None, 30))
    assert (barred[plain == 60] == 60).all() and (barred == 30).any()


def test_a_steady_camera_sees_a_darker_border_and_adds_its_light():
    grey = np.full((240, 192), 120, dtype=np.uint8)
    seen = RandomPhotograph.apply(grey, np.zeros((4, 2)), 0.0, 0.0, 1)
    glare = RandomPhotograph.apply(grey, np.zeros((4, 2)), 80.0, 0.0, 1)
    assert (glare >= seen).all() and (glare > seen + 40).any()
    moire = RandomPhotograph.apply(grey, np.zeros((4, 2)), 0.0, 8.0, 1).astype(int) - seen
    assert 6 <= np.abs(moire).max() <= 9 and abs(moire.mean()) < 1


def test_corners_go_where_they_are_shifted():
    shifts = np.array([(0.02, 0.01), (-0.03, 0.0), (0.0, -0.02), (0.01, 0.01)])
    corners = np.array([(0, 0), (299, 0), (299, 359), (0, 359)], dtype=float)
    moved = RandomPhotograph.move(corners, (300, 360), shifts)
    np.testing.assert_allclose(moved, corners + shifts * (299, 359), atol=1e-3)
    assert cv2.isContourConvex(moved.astype(np.float32))


@pytest.mark.parametrize(
    ('kind', 'setting'),
    [
        (RandomCut, dict(max_share=0.5)),
        (RandomCut, dict(prob=2)),
        (RandomScreenshot, dict(scale=(0.5, 1.5))),
        (RandomScreenshot, dict(scale=(0.9, 0.5))),
        (RandomPhotograph, dict(max_shift=0.3)),
    ],
)
def test_framings_that_cannot_be_are_refused(kind, setting):
    with pytest.raises(ValueError, match=r'expected|must lie'):
        kind(**setting)
