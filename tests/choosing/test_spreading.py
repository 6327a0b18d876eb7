"""The next radiographs stand for those that are read badly, and are not alike."""

import numpy as np
import pytest

from aariz_mm.choosing.candidates import LOOK_SIZE, Candidate
from aariz_mm.choosing.spreading import choose_next, distances_between, spread_over
from aariz_mm.phantom.shape_model import MEAN_MM


def on_a_line(*places):
    return np.abs(np.subtract.outer(np.array(places, float), np.array(places, float)))


def made_candidate(name, error=1.0, wider=0.0, tone=0):
    look = np.random.default_rng(tone).normal(0, 1, LOOK_SIZE[::-1]).astype(np.float32)
    return Candidate(name, error, MEAN_MM * [1 + wider, 1], look)


def test_the_middle_one_comes_first_and_the_far_one_second():
    assert spread_over(on_a_line(0, 1, 10), np.ones(3), 3, 3) == [1, 2, 0]


def test_what_is_read_badly_draws_the_choice():
    assert spread_over(on_a_line(0, 1, 10), np.array([1, 1, 9.0]), 3, 1) == [2]


def test_what_is_like_a_corrected_one_comes_last():
    # one at 10.5 was corrected, the others may be chosen
    assert spread_over(on_a_line(0, 1, 2, 10, 10.5), np.ones(5), 4, 4) == [1, 0, 2, 3]


def test_a_perfect_model_still_gives_as_many_as_are_wanted():
    assert sorted(spread_over(on_a_line(0, 1, 10), np.zeros(3), 3, 2)) == [0, 1]


def test_each_is_chosen_once_and_no_more_than_there_are():
    chosen = choose_next([made_candidate(str(number), tone=number) for number in range(5)], 9)
    assert sorted(chosen) == [0, 1, 2, 3, 4]


def test_copies_of_one_radiograph_are_not_chosen_twice():
    alike = [made_candidate(name, 3.0, tone=1) for name in 'abc']
    other = [made_candidate('d', 1.0, wider=0.1, tone=2)]
    assert {choose_next([*alike, *other], 2)[1], choose_next([*alike, *other], 2)[0]} == {0, 3}


def test_a_single_odd_one_does_not_win_by_its_distance_alone():
    kinds = [made_candidate(str(number), 1.0, wider=0.002 * number, tone=7) for number in range(8)]
    assert choose_next([made_candidate('odd', 1.0, wider=0.3, tone=9), *kinds], 1) != [0]


def test_distances_count_face_and_look_alike():
    faces = [made_candidate('a'), made_candidate('b', wider=0.1), made_candidate('c', wider=0.2)]
    np.testing.assert_allclose(np.diag(distances_between(faces)), 0, atol=1e-6)
    looks = [made_candidate('a', tone=0), made_candidate('b', tone=1), made_candidate('c', tone=2)]
    for ones in (faces, looks):
        others = distances_between(ones)[~np.eye(3, dtype=bool)]
        assert np.median(others) == pytest.approx(1)


def test_a_landmark_that_one_lacks_does_not_count():
    short = made_candidate('b')
    short.face_mm[3] = np.nan
    assert distances_between([made_candidate('a'), short])[0, 1] == pytest.approx(0, abs=1e-6)


def test_one_radiograph_is_its_own_choice():
    assert choose_next([made_candidate('a')], 20) == [0]


@pytest.mark.parametrize(('candidates', 'count'), [([], 3), ([made_candidate('a')], 0)])
def test_nothing_to_choose_is_an_error(candidates, count):
    with pytest.raises(ValueError, match='at least one'):
        choose_next(candidates, count)


def test_the_choice_changes_nothing():
    ones = [made_candidate(str(number), tone=number) for number in range(3)]
    before = [one.face_mm.copy() for one in ones]
    choose_next(ones, 2)
    np.testing.assert_array_equal([one.face_mm for one in ones], before)
