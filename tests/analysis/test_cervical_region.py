import numpy as np
import pytest

from aariz_mm.analysis.cervical_region import _REFERENCE_MM, cervical_roi, jitter_box
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.cervical import sample_cervical_outlines
from aariz_mm.phantom.devices import DEVICES
from aariz_mm.phantom.draw import place_head
from aariz_mm.phantom.shape_model import MEAN_MM, sample_shape

REFERENCE_SYMBOLS = tuple(_REFERENCE_MM)
REFERENCE_PX = np.array(list(_REFERENCE_MM.values())) * 10 + [2000, 500]
BY_HAND = [1280, 1030, 2100, 1850]
"""2000 + 10 * -31 -+ 410 and 500 + 10 * 94 -+ 410."""


def test_roi_of_the_reference_head_by_hand():
    np.testing.assert_allclose(cervical_roi(REFERENCE_PX, REFERENCE_SYMBOLS), BY_HAND)


def test_reference_is_the_mean_shape_of_the_phantoms():
    mean = dict(zip(SYMBOLS, MEAN_MM, strict=True))
    assert max(np.abs(mean[symbol] - point).max() for symbol, point in _REFERENCE_MM.items()) <= 0.5


def test_roi_follows_size_and_place_of_the_head():
    points = 0.37 * REFERENCE_PX - [250, 90]
    expected = 0.37 * np.array(BY_HAND) - [250, 90, 250, 90]
    np.testing.assert_allclose(cervical_roi(points, REFERENCE_SYMBOLS), expected)


def test_roi_turns_about_with_the_head_and_stays_upright():
    # A quarter turn clockwise on screen takes (x, y) to (-y, x): the middle (1690, 1440) to (-1440, 1690).
    turned = np.stack([-REFERENCE_PX[:, 1], REFERENCE_PX[:, 0]], axis=1)
    np.testing.assert_allclose(cervical_roi(turned, REFERENCE_SYMBOLS), [-1850, 1280, -1030, 2100])


@pytest.mark.parametrize('kept', [('S', 'N', 'Me'), ('Ar', 'Go', 'PNS'), ('A', 'B', 'Or'), ('Po', 'Or', 'Gn')])
def test_roi_needs_no_landmark_in_particular(kept):
    visible = [symbol in kept for symbol in REFERENCE_SYMBOLS]
    np.testing.assert_allclose(cervical_roi(REFERENCE_PX, REFERENCE_SYMBOLS, visible), BY_HAND)


def test_roi_takes_nan_for_missing_and_ignores_teeth_and_skin():
    points = np.vstack([REFERENCE_PX, [[0, 0], [9e9, 9e9]]])
    points[:5] = np.nan
    np.testing.assert_allclose(cervical_roi(points, (*REFERENCE_SYMBOLS, 'UIT', 'Ls')), BY_HAND)


def test_roi_scale_widens_it_about_its_middle():
    np.testing.assert_allclose(cervical_roi(REFERENCE_PX, REFERENCE_SYMBOLS, scale=2), [870, 620, 2510, 2260])


def test_roi_follows_landmarks_near_the_neck_more_than_far_ones():
    def shift(symbol):
        moved = REFERENCE_PX.copy()
        moved[REFERENCE_SYMBOLS.index(symbol)] += [0, 50]
        roi = cervical_roi(moved, REFERENCE_SYMBOLS)
        return abs(roi[1::2].mean() - 1440)

    assert shift('Go') > 2 * shift('N')


@pytest.mark.parametrize('stage', range(1, 7))
def test_roi_holds_c2_c3_c4_of_every_phantom(stage):
    for seed in range(20):
        rng = np.random.default_rng([seed, stage])
        shape = sample_shape(rng)
        to_px = place_head(rng, shape, DEVICES[seed % len(DEVICES)], (900, 1100))
        axis, *lower = sample_cervical_outlines(rng, stage).bodies[:3]
        body_of_axis = axis[axis[:, 1] > axis[:, 1].max() - 15]  # without its dens
        roi = cervical_roi(to_px(shape), SYMBOLS)
        bodies = np.vstack([to_px(outline) for outline in (body_of_axis, *lower)])
        assert (bodies >= roi[:2]).all() and (bodies <= roi[2:]).all(), seed


def test_roi_rejects_too_few_landmarks():
    with pytest.raises(ValueError, match=r'2 skeletal landmarks, expected at least 3 of .*; label more'):
        cervical_roi(REFERENCE_PX[:2], REFERENCE_SYMBOLS[:2])


def test_roi_rejects_landmarks_that_coincide():
    with pytest.raises(ValueError, match='lie in one place'):
        cervical_roi(np.full((15, 2), 7.0), REFERENCE_SYMBOLS)


def test_roi_rejects_landmarks_of_the_chin_alone():
    chin = [symbol in ('Gn', 'Pog', 'Me') for symbol in REFERENCE_SYMBOLS]
    with pytest.raises(ValueError, match='lie in one place'):
        cervical_roi(REFERENCE_PX, REFERENCE_SYMBOLS, chin)


def test_roi_rejects_another_number_of_landmarks():
    with pytest.raises(ValueError, match=r'expected landmarks \(2, 2\), one per symbol, got \(15, 2\)'):
        cervical_roi(REFERENCE_PX, ('S', 'N'))


def test_roi_leaves_its_input_alone():
    before = REFERENCE_PX.copy()
    cervical_roi(REFERENCE_PX, REFERENCE_SYMBOLS, np.ones(15, bool))
    np.testing.assert_array_equal(REFERENCE_PX, before)


def test_jitter_box_by_hand():
    np.testing.assert_allclose(jitter_box(np.array([0.0, 0, 10, 10]), (0.1, 0), 2), [-4, -5, 16, 15])


def test_roi_of_a_head_that_is_not_the_reference_is_the_weighted_fit():
    # Each landmark counts by exp(-d^2 / 2 50^2) at d mm from (-20, 88); unknowns a, b, x, y of [[a, -b, x], [b, a, y]].
    rng = np.random.default_rng(4)
    points, reference = REFERENCE_PX + rng.normal(0, 60, REFERENCE_PX.shape), np.array(list(_REFERENCE_MM.values()))
    root = np.exp(-((reference - [-20, 88]) ** 2).sum(axis=1) / (4 * 50**2)).repeat(2)
    rows = np.stack([[[x, -y, 1, 0], [y, x, 0, 1]] for x, y in reference]).reshape(-1, 4)
    a, b, x, y = np.linalg.lstsq(rows * root[:, None], points.ravel() * root, rcond=None)[0]
    center, half = np.array([a * -31 - b * 94 + x, b * -31 + a * 94 + y]), 41 * np.hypot(a, b)
    found = cervical_roi(points, REFERENCE_SYMBOLS)
    np.testing.assert_allclose(found, [*(center - half), *(center + half)])
    assert found[2] - found[0] == pytest.approx(found[3] - found[1])


def test_roi_takes_numbers_of_any_kind():
    lists = REFERENCE_PX.astype(int).tolist()
    lists[3] = [None, None]
    found = cervical_roi(lists, REFERENCE_SYMBOLS, [1] * 14 + [0])
    np.testing.assert_allclose(found, BY_HAND)


@pytest.mark.parametrize(('spread_mm', 'is_enough'), [(9.9, False), (10.1, True)])
def test_roi_needs_landmarks_ten_millimetres_apart(monkeypatch, spread_mm, is_enough):
    # Two places as far from the neck as each other: the root mean square distance from their middle is the half.
    places = {'S': (-20 - spread_mm, 88), 'N': (-20 + spread_mm, 88), 'Me': (-20, 88 - spread_mm),
              'Go': (-20, 88 + spread_mm)}  # fmt: skip
    monkeypatch.setattr('aariz_mm.analysis.cervical_region._REFERENCE_MM', places)
    points = np.array(list(places.values())) * 10
    if is_enough:
        assert np.isfinite(cervical_roi(points, tuple(places))).all()
    else:
        with pytest.raises(ValueError, match='lie in one place'):
            cervical_roi(points, tuple(places))


def test_roi_of_less_than_a_pixel_is_refused():
    with pytest.raises(ValueError, match='lie in one place'):
        cervical_roi(REFERENCE_PX * (0.99 / 820), REFERENCE_SYMBOLS)
    upright = cervical_roi(REFERENCE_PX * (1.01 / 820), REFERENCE_SYMBOLS)
    assert upright[2] - upright[0] == pytest.approx(1.01)


def test_jitter_box_takes_its_side_along_x_and_moves_both_ways():
    np.testing.assert_allclose(jitter_box(np.array([10.0, 20, 14, 24]), (0.5, -0.25), 0.5), [13, 20, 15, 22])
    np.testing.assert_allclose(jitter_box(np.array([0.0, 0, 10, 12]), (0, 0), 1), [0, 1, 10, 11])
