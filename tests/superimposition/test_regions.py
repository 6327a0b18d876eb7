import numpy as np
import pytest
from moved_radiographs import made_timepoint

from aariz_mm.superimposition.regions import REGIONS, region_landmarks, region_mask, region_polygon

HEAD = {
    'S': (0, 0), 'N': (70, 0), 'PNS': (20, 40), 'ANS': (72, 40), 'A': (70, 46), 'B': (66, 80), 'Pog': (66, 92),
    'Gn': (63, 98), 'Me': (58, 100), 'Go': (0, 80),
}  # fmt: skip


def head(**changed):
    named = {**HEAD, **changed}
    return made_timepoint(named, list(named.values()), 1.0)


def test_cranial_base_starts_below_and_behind_sella():
    polygon = region_polygon({name: np.array(place, float) for name, place in HEAD.items()}, 'cranial_base')
    np.testing.assert_allclose(polygon[:2], [[-2.1, 7], [-3.5, -11]])


@pytest.mark.parametrize('region', REGIONS)
def test_region_turns_with_the_head(region):
    turn = np.array([[0, -1], [1, 0]])
    turned = head(**{name: turn @ place for name, place in HEAD.items()})
    np.testing.assert_allclose(region_mask(turned, region)[0], region_mask(head(), region)[0] @ turn.T, atol=1e-9)


@pytest.mark.parametrize('region', REGIONS)
def test_region_of_a_face_that_looks_left_is_the_mirror_image(region):
    mirrored = head(**{name: (-x, y) for name, (x, y) in HEAD.items()})
    np.testing.assert_allclose(region_mask(mirrored, region)[0], region_mask(head(), region)[0] * [-1, 1], atol=1e-9)


def test_mandible_lies_above_its_border_and_below_b():
    polygon = region_mask(head(), 'mandible')[0]
    assert polygon[:, 1].max() < 102 and polygon[:, 0].max() < 69


def test_missing_landmark_is_named():
    with pytest.raises(ValueError, match=r'mandible is drawn from Me, Go, B, Pog; missing: Go'):
        region_mask(head(Go=(np.nan, 1)), 'mandible')


def test_landmarks_in_one_place_draw_nothing():
    with pytest.raises(ValueError, match=r'S and N lie 1.0 mm apart'):
        region_mask(head(N=(1, 0)), 'cranial_base')


def test_unknown_region_is_an_error():
    with pytest.raises(ValueError, match=r"region 'ear' is unknown"):
        region_mask(head(), 'ear')


def test_landmarks_of_a_region_leave_out_the_missing():
    np.testing.assert_array_equal(region_landmarks(head(A=(np.nan, 0)), 'maxilla'), [[20, 40], [72, 40]])
