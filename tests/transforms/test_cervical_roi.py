import copy

import numpy as np
import pytest
from mmpose.registry import TRANSFORMS

from aariz_mm.analysis.cervical_region import _REFERENCE_MM, cervical_roi
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.transforms import CropCervicalROI

LANDMARKS = tuple(_REFERENCE_MM)
# One px per mm, S at (120, 60): the region is 48 113 130 195.
POINTS = np.add(list(_REFERENCE_MM.values()), [120, 60])


@pytest.fixture
def record(make_record):
    """The reference head on film of 240 x 260 px, with a bright block at (89, 154), the middle of the region."""
    record = make_record([(89, 154)], size=(240, 260))
    record.update(keypoints=POINTS[None].astype(np.float32), keypoints_visible=np.ones((1, 15), np.float32))
    return record


def bright_center(image):
    ys, xs = np.nonzero(image[..., 0] > 127)
    return [xs.mean(), ys.mean()]


def test_crop_by_hand(record):
    record = CropCervicalROI(164, LANDMARKS)(record)
    np.testing.assert_allclose(record['cervical_roi'], [48, 113, 130, 195])
    assert record['img'].shape == (164, 164, 3) and record['img_shape'] == (164, 164)
    # Twice as fine, so S at (120, 60) goes to 2 * (120 - 48, 60 - 113), and the middle to (82, 82).
    np.testing.assert_allclose(record['transformed_keypoints'][0, LANDMARKS.index('S')], [144, -106], atol=1e-4)
    np.testing.assert_allclose(bright_center(record['img']), [82, 82], atol=0.6)


def test_crop_of_a_coarse_image_sees_the_same(make_record, record):
    coarse = make_record([(89, 154)], size=(240, 260), image_scale=0.5)
    coarse.update(keypoints=record['keypoints'], keypoints_visible=record['keypoints_visible'])
    crop = CropCervicalROI(164, LANDMARKS)
    fine, coarse = crop(record), crop(coarse)
    np.testing.assert_array_equal(fine['transformed_keypoints'], coarse['transformed_keypoints'])
    np.testing.assert_allclose(bright_center(coarse['img']), [82, 82], atol=1.1)


def test_crop_ignores_an_earlier_box_and_keeps_it(record):
    plain = CropCervicalROI(164, LANDMARKS)(copy.deepcopy(record))
    boxed = dict(record, bbox_center=np.zeros((1, 2)), bbox_scale=np.ones((1, 2)), bbox_rotation=np.array([30.0]))
    cropped = CropCervicalROI(164, LANDMARKS)(boxed)
    np.testing.assert_array_equal(cropped['img'], plain['img'])
    np.testing.assert_array_equal(cropped['bbox_center'], np.zeros((1, 2)))


def test_crop_is_black_beyond_the_film(record):
    record['img'] = np.full_like(record['img'], 200)
    record['keypoints'] = record['keypoints'] - np.float32([100, 0])  # the region begins at x = -52
    image = CropCervicalROI(82, LANDMARKS)(record)['img']
    assert (image[:, :50] == 0).all() and (image[:, 54:] == 200).all()


def test_crop_takes_predicted_landmarks_from_another_key(record):
    record['predicted'] = np.add(POINTS, [7, -3])
    record['keypoints'][:] = 0
    roi = CropCervicalROI(64, LANDMARKS, source='predicted')(record)['cervical_roi']
    np.testing.assert_allclose(roi, [55, 110, 137, 192])


def test_crop_leaves_out_what_is_not_visible(record):
    record['keypoints'][0, 0] = 0
    record['keypoints_visible'][0, 0] = 0
    np.testing.assert_allclose(CropCervicalROI(64, LANDMARKS)(record)['cervical_roi'], [48, 113, 130, 195])


def test_jitter_moves_image_and_landmarks_alike_and_stays_in_its_range(record):
    crop = CropCervicalROI(164, LANDMARKS, shift=0.1, scale=(0.8, 1.25))
    np.random.seed(0)
    rois = []
    for _ in range(20):
        changed = crop(copy.deepcopy(record))
        roi = changed['cervical_roi']
        rois.append(roi)
        expected = (np.array([89, 154]) - roi[:2]) / (roi[2] - roi[0]) * 164
        np.testing.assert_allclose(bright_center(changed['img']), expected, atol=1.1)
    low, high = np.split(np.array(rois), 2, axis=1)
    sides, centers = (high - low)[:, 0], (low + high) / 2
    assert 65.6 <= sides.min() < 75 and 90 < sides.max() <= 102.5
    assert 3 < np.abs(centers - [89, 154]).max() <= 8.2


def test_crop_without_ranges_is_the_same_every_time(record):
    first, second = (CropCervicalROI(64, LANDMARKS)(copy.deepcopy(record))['img'] for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_crop_is_built_by_name_for_all_landmarks():
    crop = TRANSFORMS.build(dict(type='CropCervicalROI'))
    assert crop.symbols == SYMBOLS


def test_crop_names_the_image_without_enough_landmarks(record):
    record.update(img_path='x.png', keypoints_visible=np.zeros((1, 15)))
    with pytest.raises(ValueError, match=r'x\.png: cervical_roi: 0 skeletal landmarks'):
        CropCervicalROI(64, LANDMARKS)(record)


def test_crop_names_the_missing_source(record):
    with pytest.raises(KeyError, match=r"record: no 'predicted'"):
        CropCervicalROI(64, LANDMARKS, source='predicted')(record)


def test_crop_rejects_a_range_that_cannot_be():
    with pytest.raises(ValueError, match='expected size >= 1'):
        CropCervicalROI(scale=(1.2, 1.1))


def test_crop_leaves_the_arrays_of_the_record_alone(record):
    image, keypoints = record['img'], record['keypoints']
    before = image.copy(), keypoints.copy()
    CropCervicalROI(64, LANDMARKS)(record)
    np.testing.assert_array_equal(image, before[0])
    np.testing.assert_array_equal(keypoints, before[1])
    assert cervical_roi(keypoints[0], LANDMARKS).shape == (4,)
