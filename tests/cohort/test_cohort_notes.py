"""What a reader of a cohort's tables is told."""

from dataclasses import replace

from made_cohorts import made_result, two_groups

from aariz_mm.cohort.loading import load_cohort
from aariz_mm.cohort.notes import cohort_notes
from aariz_mm.cohort.scores import Settings, score_cohort
from aariz_mm.cohort.summary import cohort_sentences


def notes(folder, growth=(), **more):
    cohort = replace(load_cohort(folder), **more)
    return ' '.join(cohort_notes(cohort, score_cohort(cohort, Settings(('SNA',), growth=growth))))


def test_doubtful_readings_are_counted_in_words_that_fit(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0), warnings=['odd'])
    made_result(tmp_path, 'b', dict(SNA=80.0))
    assert '1 of 2 readings was doubtful' in notes(tmp_path)
    made_result(tmp_path, 'c', dict(SNA=80.0), warnings=['odd'])
    assert '2 of 3 readings were doubtful' in notes(tmp_path)


def test_columns_that_are_not_read_and_curves_that_are_none_are_told(tmp_path):
    made_result(tmp_path, 'a', dict(SNA=80.0))
    told = notes(tmp_path, growth=('SNA',), unread=('date', 'stage'))
    assert 'not read: date, stage.' in told
    assert 'No growth curve of SNA, female: ' in told and 'No growth curve of SNA, male: ' in told


def test_one_test_that_shows_a_difference_is_one():
    both = score_cohort(two_groups(range(10), range(20, 30)), Settings(('SNA',)))
    told = ' '.join(cohort_sentences(two_groups(range(10), range(20, 30)), both))
    assert 'Of 1 test of means 1 shows a difference' in told
