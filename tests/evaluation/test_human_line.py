import numpy as np
import pytest

from aariz_mm.evaluation.human_line import describe_human_line, human_line, reader_to_mean


def points(*places):
    """One landmark on one image, a reader at each (x, y)."""
    return np.array(places, dtype=float)[:, None, None]


def test_two_readers_are_half_of_their_distance_from_their_mean():
    line = human_line(points((0, 0), (6, 8)))
    assert (line.apart.item(), line.to_mean.item()) == (10, 5)


def test_three_readers_by_hand():
    # At 0, 3 and 6 on a line: 3, 6 and 3 apart; 3, 0 and 3 from the mean.
    line = human_line(points((0, 0), (3, 0), (6, 0)))
    assert (line.apart.item(), line.to_mean.item()) == (4, 2)


def test_landmark_that_one_reader_lacks_has_no_line():
    line = human_line(points((0, 0), (np.nan, np.nan)))
    assert np.isnan(line.apart).all() and np.isnan(line.to_mean).all() and describe_human_line(line) == ''


@pytest.mark.parametrize('readers', [0, 1])
def test_one_reader_has_no_line(readers):
    assert human_line(np.zeros((readers, 2, 3, 2))) is None


def test_order_of_the_readers_does_not_matter():
    readers = np.random.default_rng(0).normal(size=(3, 4, 5, 2))
    np.testing.assert_allclose(reader_to_mean(readers), reader_to_mean(readers[::-1]))


def test_sentence_has_both_lines_with_their_intervals():
    readers = np.random.default_rng(0).normal(size=(2, 30, 5, 2))
    sentence = describe_human_line(human_line(readers), 'px')
    assert sentence.count(' to ') >= 2 and sentence.count(' px (') == 2
    assert 'apart' in sentence and 'from their mean' in sentence


def test_readers_may_be_lists_of_whole_numbers_and_none():
    line = human_line([[[[0, 0], [None, None]]], [[[6, 8], [1, 1]]]])
    assert line.apart[0, 0] == 10 and np.isnan(line.apart[0, 1])
    assert reader_to_mean([[[[0, 0], [None, 1]]], [[[6, 8], [1, 1]]]])[0, 0] == 5


def test_sentence_by_hand():
    assert describe_human_line(human_line(points((0, 0), (6, 8)))) == (
        'The readers of whom the truth is made lie 10.00 mm apart, and each of them 5.00 mm from their mean. '
        "With the second a model's distance from that mean may be compared, not with the first."
    )
    assert describe_human_line(human_line(points((0, 0), (6, 8))), who='Two').startswith('Two lie 10.00 mm apart')
