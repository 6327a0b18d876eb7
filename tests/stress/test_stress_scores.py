"""Errors are those of the original radiograph; what left the picture counts nowhere, what is refused is said."""

import json

import numpy as np
import pytest

from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.reading.held_out import Annotated, read_annotated
from aariz_mm.stress.changes import CHANGES, change_radiograph, choose_changes, move_points
from aariz_mm.stress.scores import format_scores, score_changes, scores_as_json
from aariz_mm.stress.testing import ChangedReading, read_changed, stress_test

SYMBOLS = ('S', 'N', 'A', 'Me')
every_change = pytest.mark.parametrize('change', CHANGES, ids=lambda change: change.name)
PLAIN, NEGATIVE = choose_changes(['negative'])


@pytest.fixture(scope='module')
def radiographs(tmp_path_factory):
    folder = write_phantom_dataset(tmp_path_factory.mktemp('phantoms') / 'data', 3, 2, 0, (180, 220), progress=False)
    return read_annotated(folder, 'train', 'mean', SYMBOLS)


def predicted(points, *warnings):
    return LandmarkPrediction('', SYMBOLS, np.asarray(points, float), np.ones(len(points)), None, warnings=warnings)


@every_change
def test_an_oracle_has_no_error_and_another_the_one_that_it_makes(change, radiographs):
    one = radiographs[1]
    grey = np.zeros((220, 180), np.uint8)
    matrix = change_radiograph(change, grey, one.keypoints_px, 1)[1]
    for shift_px in (0, 3):  # in pixels of the original
        answer = predicted(move_points(matrix, one.keypoints_px + np.array([shift_px, 0])))
        errors = read_changed(lambda picture, answer=answer: answer, one, grey, change, 1).errors_mm
        assert np.isfinite(errors).any()
        np.testing.assert_allclose(errors[np.isfinite(errors)], shift_px * one.pixel_size_mm, atol=1e-4)


def test_landmarks_outside_the_picture_or_without_truth_do_not_count():
    truth = np.array([(90.0, 110.0), (2.0, 2.0), (np.nan, np.nan), (178.0, 110.0)])
    one = Annotated('a', None, truth, 0.5)
    up = choose_changes(['scale'])[2]
    read = read_changed(lambda picture: predicted(np.zeros((4, 2))), one, np.zeros((220, 180), np.uint8), up, 0)
    assert np.isfinite(read.errors_mm).tolist() == [True, False, False, False]


def refuse(picture):
    raise ValueError('too dark')


@pytest.mark.parametrize(
    ('read', 'words'),
    [(refuse, 'too dark'), (lambda picture: predicted(np.full((4, 2), np.nan)), 'a landmark was not found')],
)
def test_a_refusal_is_kept_and_has_no_errors(radiographs, read, words):
    found = read_changed(read, radiographs[0], np.zeros((220, 180), np.uint8), PLAIN, 0)
    assert found.refusal == words and np.isnan(found.errors_mm).all()


def test_a_bug_of_the_reader_is_no_refusal(radiographs):
    with pytest.raises(ZeroDivisionError):
        read_changed(lambda picture: 1 / 0, radiographs[0], np.zeros((220, 180), np.uint8), PLAIN, 0)


def reading(image_id, change, errors, *warnings, refusal=''):
    return ChangedReading(image_id, change, np.array(errors, float), warnings, refusal)


READINGS = [
    reading('a', PLAIN, [1, 1, 1, np.nan]), reading('b', PLAIN, [1, 3, 1, 1]), reading('c', PLAIN, [9, 9, 9, 9]),
    reading('a', NEGATIVE, [2, np.nan, 4, np.nan], 'odd'), reading('b', NEGATIVE, [2, 4, 2, 2]),
    reading('c', NEGATIVE, [np.nan] * 4, refusal='dark'),
]  # fmt: skip


def test_scores_are_those_worked_out_by_hand():
    plain, negative = score_changes(READINGS)
    assert (plain.ratio, plain.warned, plain.refused, plain.landmarks) == (1, 0, 0, 11)
    assert negative.landmarks == 6 and negative.mre_mm == pytest.approx(16 / 6)
    assert negative.ratio == pytest.approx(16 / 8)  # plain errors of the same six: 1 1 1 3 1 1
    assert negative.sdr_2mm == pytest.approx(4 / 6)
    assert negative.warned == negative.refused == pytest.approx(1 / 3)
    assert negative.unwarned_mre_mm == pytest.approx(2.5)
    assert [image_id for image_id, _ in negative.worst] == ['a', 'b']


def test_table_and_json_say_the_same():
    scores = score_changes(READINGS)
    row = format_scores(scores).splitlines()[-1]
    assert ' '.join(row.split()) == 'negative 6 2.67 2.00 66.7 % 33.3 % 33.3 % 2.50 a 3.0, b 2.5'
    content = json.loads(json.dumps(scores_as_json(scores, SYMBOLS, dict(split='valid')), allow_nan=False))
    changed = content['changes'][1]
    assert changed['mre_mm'] == pytest.approx(16 / 6) and changed['worst'] == ['a', 'b']
    assert changed['landmark_mre_mm'] == dict(S=2, N=4, A=3, Me=2)
    assert changed['readings']['c'] == dict(mre_mm=None, warnings=[], refusal='dark')


def test_a_change_that_is_always_refused_has_no_numbers():
    scores = score_changes([READINGS[0], reading('a', NEGATIVE, [np.nan] * 4, refusal='dark')])
    assert scores[1].refused == 1 and np.isnan([scores[1].mre_mm, scores[1].ratio, scores[1].sdr_2mm]).all()
    assert format_scores(scores).splitlines()[-1].split()[1:5] == ['0', '-', '-', '-']


def test_every_change_of_every_radiograph_is_read(radiographs):
    pictures = []
    found = stress_test(lambda picture: pictures.append(picture) or predicted(np.zeros((4, 2))), radiographs, CHANGES)
    assert len(found) == len(pictures) == len(radiographs) * len(CHANGES)
    assert np.array_equal(255 - pictures[0], pictures[CHANGES.index(choose_changes(['negative'])[1])])


def test_a_change_does_not_depend_on_the_others_that_are_made(radiographs):
    seen = {}
    for changes in (CHANGES, choose_changes(['photograph', 'noise'])):
        pictures = []
        stress_test(lambda picture, into=pictures: into.append(picture) or predicted(np.zeros((4, 2))),
                    radiographs[:1], changes)  # fmt: skip
        seen[len(changes)] = dict(zip((one.name for one in changes), pictures, strict=True))
    everything, some = seen.values()
    assert all(np.array_equal(everything[name], picture) for name, picture in some.items())


@pytest.mark.parametrize(
    ('given', 'words'),
    [([], 'no radiograph'), ([Annotated('x', None, np.zeros((4, 2)), np.nan)], r"no pixel size \(\['x'\]")],
)
def test_what_cannot_be_tested_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        stress_test(lambda picture: predicted(np.zeros((4, 2))), given, CHANGES)
