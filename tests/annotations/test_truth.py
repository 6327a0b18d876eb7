import numpy as np
import pytest

from aariz_mm.annotations.truth import (
    combine_readers,
    find_readers,
    join_truths,
    parse_swaps,
    parse_truth,
    truth_name,
    truth_policies,
    truth_readers,
    undo_swaps,
)
from aariz_mm.landmarks import SYMBOLS

JUNIOR_PX, SENIOR_PX = np.array([[3.0, 4.0]]), np.array([[4.0, 4.0]])


@pytest.mark.parametrize(
    ('truth', 'expected'), [('official', [4, 4]), ('mean', [3.5, 4]), ('junior', [3, 4]), ('senior', [4, 4])]
)
def test_combine_readers_by_hand(truth, expected):
    points = {'Junior Orthodontists': JUNIOR_PX, 'Senior Orthodontists': SENIOR_PX}
    combined = combine_readers(truth, [points[reader] for reader in truth_readers(truth)])
    assert combined.tolist() == [expected]


def test_combine_readers_rounds_up_never_to_even():
    combined = combine_readers('official', [np.array([[2.0, 5.0]]), np.array([[3.0, 6.0]])])
    assert combined.tolist() == [[3, 6]]  # rounding half to even would give (2, 6)


@pytest.mark.parametrize('truth', ['official', 'mean'])
def test_combine_readers_needs_both(truth):
    combined = combine_readers(truth, [np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[np.nan, np.nan], [3.0, 4.0]])])
    assert np.isnan(combined[0]).all()
    assert combined[1].tolist() == [3, 4]


def test_combine_readers_leaves_inputs_alone():
    combine_readers('official', [JUNIOR_PX, SENIOR_PX])
    assert JUNIOR_PX.tolist() == [[3, 4]]
    assert SENIOR_PX.tolist() == [[4, 4]]


def test_find_readers_matches_without_case():
    assert find_readers('reader:cl-detection 2023', ['CL-Detection 2023', 'X'], 'here') == ('CL-Detection 2023',)


def test_find_readers_lists_the_folders_found():
    with pytest.raises(ValueError, match=r"here: 0 folders 'Z' .* found \['X', 'Y'\]"):
        find_readers('reader:Z', ['X', 'Y'], 'here')


@pytest.mark.parametrize('truth', ['median', 'reader:', 'reader: ', None, ['mean']])
def test_truth_readers_refuses_an_unknown_policy(truth):
    with pytest.raises(ValueError, match=r"is unknown; use one of \['junior', 'mean', .* or 'reader:FOLDER'"):
        truth_readers(truth)


def test_joined_truths_take_the_first_that_has_the_landmark():
    first, second = np.array([[1, 2], [np.nan, np.nan], [np.nan] * 2]), np.array([[5, 5], [6, 6], [np.nan] * 2])
    np.testing.assert_array_equal(join_truths([first, second]), [[1, 2], [6, 6], [np.nan] * 2])
    assert np.isnan(first[1]).all() and join_truths([first]) is not first


def test_truths_have_a_name_in_one_line():
    assert truth_policies('mean') == ('mean',) and truth_name(['mean', 'reader:X']) == 'mean + reader:X'


@pytest.mark.parametrize('truth', [[], ['mean', 'mean'], ['mean', 'median'], ('reader:',)])
def test_truths_that_cannot_be_joined_are_refused(truth):
    with pytest.raises(ValueError, match=r'is unknown; use one of|expected at least one policy, each once'):
        truth_policies(truth)


def test_a_swap_of_one_reader_leaves_the_others_alone():
    points, swaps = np.arange(58.0).reshape(29, 2), parse_swaps([dict(landmarks=('Me', 'Gn'), ids=['a'], reader='Kim')])
    np.testing.assert_array_equal(undo_swaps(points, 'a', swaps, 'Lee'), points)
    assert not np.array_equal(undo_swaps(points, 'a', swaps, 'kim'), points)


def test_exchanged_labels_are_put_right_where_they_are_named():
    points = np.arange(58.0).reshape(29, 2)
    swaps = parse_swaps([dict(landmarks=('Me', 'Gn'), ids=['a'])])
    menton, gnathion = SYMBOLS.index('Me'), SYMBOLS.index('Gn')
    right = undo_swaps(points, 'a', swaps)
    np.testing.assert_array_equal(right[[menton, gnathion]], points[[gnathion, menton]])
    np.testing.assert_array_equal(undo_swaps(points, 'b', swaps), points)
    np.testing.assert_array_equal(undo_swaps(right, 'a', swaps), points)


@pytest.mark.parametrize(
    'rule',
    [
        dict(landmarks=('Me',), ids=[]),
        dict(landmarks=('Me', 'X'), ids=[]),
        dict(landmarks=('Me', 'Me'), ids=[]),
        dict(landmarks=('Me', 'Gn'), ids='a'),
    ],
)
def test_exchanges_that_cannot_be_are_refused(rule):
    with pytest.raises(ValueError, match=r'swapped: .* expected landmarks=, two of .* and ids='):
        parse_swaps([rule])


@pytest.mark.parametrize('truth', ['mean', 'reader:CL-Detection 2023', ['mean', 'reader:X', 'senior']])
def test_a_truth_is_found_again_from_its_name(truth):
    assert parse_truth(truth_name(truth)) == truth_policies(truth)
