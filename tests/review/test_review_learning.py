"""Profiles from the corrections of a review."""

from dataclasses import replace

import numpy as np
import pytest
from made_reviews import open_review, write_picture
from made_sites import OFFSETS, SYMBOLS_19, made_site

from aariz_mm.adaptation.learning import learn_offsets, spread_of_model
from aariz_mm.adaptation.profile import load_profile
from aariz_mm.review.learning import Model, learn_profile, profile_path, site_readings
from aariz_mm.review.state import AnnotationState, Mark

MODEL = Model('model-sha', ('ab',), SYMBOLS_19)
READER = 'Dr Kim'
SIZE = (800, 1000)
SITE = made_site(count=6, noise_mm=0.3)


def content_of(index, radius=None):
    extra = {} if radius is None else dict(radius_px={'50': radius / 2, '90': radius})
    points = SITE.points_px[index]
    landmarks = [
        dict(symbol=symbol, value=dict(x=x, y=y), expected_error_px=3.0, **extra)
        for symbol, (x, y) in zip(SYMBOLS_19, points.tolist(), strict=True)
    ]
    return dict(landmarks=landmarks, image_sha256=f'sha {index}', warnings=[])


def marks_of(index, moved=SYMBOLS_19, by='reader', confirmed=False):
    """The reader's points of the landmarks that he moved, the model's of the others."""
    marks = {}
    for place, symbol in enumerate(SYMBOLS_19):
        his = symbol in moved
        x, y = (SITE.truth_px if his else SITE.points_px)[index, place]
        marks[symbol] = Mark(float(x), float(y), by if his else 'model', True, confirmed and his)
    return marks


@pytest.fixture
def store(tmp_path):
    for number in range(6):
        write_picture(tmp_path / 'xrays' / f'c{number}.png', number, SIZE)
    with open_review(tmp_path / 'xrays') as store:
        for number in range(6):
            store.put_reading(number, MODEL.sha, content_of(number, radius=20))
        yield store


def save_all(store, status='finished', **options):
    for number in range(6):
        store.save(number, READER, 0, AnnotationState(marks_of(number, **options), status, 0.25), 'x')


def test_a_profile_moves_what_the_reader_places_elsewhere(store):
    save_all(store)
    learnt = learn_profile(store, READER, MODEL)
    assert (learnt.count, learnt.usable, learnt.reason, learnt.left_out) == (6, True, '', ())
    place = SYMBOLS_19.index('Pog`')
    assert np.linalg.norm(learnt.profile.offsets_mm[place] - OFFSETS[place]) < 0.7


def test_it_is_what_the_same_readings_teach_anywhere(store):
    save_all(store)
    expected = learn_offsets(SITE, spread_of_model(None, 19)).offsets.offsets_mm
    np.testing.assert_allclose(learn_profile(store, READER, MODEL).profile.offsets_mm, expected, atol=0.01)


def test_the_file_is_one_that_reading_takes(store):
    save_all(store)
    learnt = learn_profile(store, READER, MODEL)
    assert learnt.path == profile_path(store.home, READER) == store.home / 'profile_Dr Kim.json'
    assert load_profile(learnt.path).models == ('ab',)


def test_of_a_draft_only_what_was_touched_counts(store):
    save_all(store, 'draft', moved=('Go', 'Pog`'))
    readings = site_readings(store, READER, MODEL)[0]
    assert np.isfinite(readings.truth_px[0, :, 0]).sum() == 2 and readings.touched[0].sum() == 2


def test_of_a_finished_case_the_rest_counts_as_left(store):
    save_all(store, 'finished', moved=('Go', 'Pog`'))
    readings = site_readings(store, READER, MODEL)[0]
    assert np.isfinite(readings.truth_px).all() and readings.touched[0].sum() == 2
    np.testing.assert_array_equal(readings.radii_px, 20)
    np.testing.assert_array_equal(readings.mm_per_px, 0.25)


def test_a_landmark_that_was_confirmed_counts_as_touched(store):
    save_all(store, 'draft', by='model', confirmed=True)
    assert site_readings(store, READER, MODEL)[0].touched.all()


def test_a_landmark_that_is_not_visible_teaches_nothing(store):
    marks = marks_of(0)
    marks['Go'] = replace(marks['Go'], visible=False)
    store.save(0, READER, 0, AnnotationState(marks, 'finished'), 'x')
    truth = site_readings(store, READER, MODEL)[0].truth_px[0]
    assert np.isnan(truth[SYMBOLS_19.index('Go')]).all() and np.isfinite(truth).sum() == 36


def test_what_nothing_is_learnt_from_is_told(store):
    store.save(0, READER, 0, AnnotationState(marks_of(0), 'finished'), 'x')
    store.save(1, READER, 0, AnnotationState(marks_of(1, moved=()), 'finished'), 'x')
    far = {symbol: Mark(mark.x / 3, mark.y / 3) for symbol, mark in marks_of(2).items()}
    store.save(2, READER, 0, AnnotationState(far, 'finished'), 'x')
    readings, left_out = site_readings(store, READER, MODEL)
    assert readings.names == ('c0',)
    assert [name for name, _ in left_out] == ['c1', 'c2']
    assert 'no landmark was moved' in left_out[0][1] and 'another picture' in left_out[1][1]


def test_a_copy_of_a_radiograph_counts_once(store):
    save_all(store)
    store.set_look(5, store.look(4) or learn_profile(store, READER, MODEL).profile.looks[4])
    assert site_readings(store, READER, MODEL)[1] == [('c5', 'the same radiograph as c4')]


def test_readings_of_another_model_do_not_count(store):
    save_all(store)
    with pytest.raises(ValueError, match='not read by the model yet'):
        learn_profile(store, READER, Model('another', ('cd',), SYMBOLS_19))


def test_who_corrected_nothing_is_told_what_to_do(store):
    with pytest.raises(ValueError, match='correct at least 3'):
        learn_profile(store, 'Dr Lee', MODEL)


def test_a_profile_of_two_radiographs_is_not_to_be_used_yet(store):
    for number in range(2):
        store.save(number, READER, 0, AnnotationState(marks_of(number), 'finished'), 'x')
    learnt = learn_profile(store, READER, MODEL)
    assert not learnt.usable and learnt.reason == 'learnt from 2 radiographs; correct at least 3'


def test_a_reader_who_agrees_with_the_model_gets_no_offsets(store):
    save_all(store, by='model', confirmed=True, moved=())
    for number in range(6):
        marks = {symbol: replace(mark, confirmed=True) for symbol, mark in marks_of(number, moved=()).items()}
        store.save(number, READER, 1, AnnotationState(marks, 'finished'), 'confirm')
    learnt = learn_profile(store, READER, MODEL)
    assert not learnt.profile.offsets_mm.any() and 'no landmark is moved' in learnt.reason


def test_how_a_radiograph_looks_is_kept_so_that_its_file_is_opened_once(store):
    save_all(store)
    site_readings(store, READER, MODEL)
    for row in store.cases():
        row.path.unlink()
    assert site_readings(store, READER, MODEL)[1] == []
