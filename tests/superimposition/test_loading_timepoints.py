"""Timepoints of results and annotations: scale, missing landmarks, doubt, and what a file may lie about."""

import json

import numpy as np
import pytest
from grown_series import made_content

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.superimposition import common_scale, load_timepoint

PIXEL = 0.1
POINTS = MEAN_MM / PIXEL + [800, 700]
SIZE = (2400, 2600)
ROUND = np.tile(4.0 * np.eye(2), (29, 1, 1))
POG = SYMBOLS.index('Pog')


def content_of(points=POINTS, **changed):
    return made_content(points, SIZE, PIXEL, covariances_px=ROUND) | changed


def moved_pog(**more):
    content = content_of(made_with=dict(program='p'), **more)
    content['landmarks'][POG]['value'] = {'x': float(POINTS[POG, 0]) + 9, 'y': float(POINTS[POG, 1])}
    return content


@pytest.mark.parametrize('factor', [None, 1.25])
def test_reader_error_is_the_doubt_of_what_a_person_moved_alone(factor):
    found = load_timepoint(moved_pog(magnification=factor), 'T1', reader_error_mm=1.5)
    unknown = load_timepoint(moved_pog(magnification=factor), 'T1')
    assert found.covariances_mm[POG] == pytest.approx(2.25 * np.eye(2))
    assert np.isnan(unknown.covariances_mm[POG]).all()
    others = np.delete(np.arange(29), POG)
    assert np.array_equal(found.covariances_mm[others], unknown.covariances_mm[others])


def test_reader_error_is_the_doubt_of_an_annotation_where_it_has_landmarks():
    content = made_content(POINTS, SIZE, PIXEL)
    content['landmarks'][POG]['value'] = None
    found = load_timepoint(content, 'T1', reader_error_mm=2)
    assert np.isnan(found.covariances_mm[POG]).all() and np.isfinite(found.covariances_mm).sum() == 28 * 4
    assert load_timepoint(content, 'T1').covariances_mm is None


@pytest.mark.parametrize('error', [0, -1, float('nan'), 50, True])
def test_a_reader_error_that_is_none_is_told(error):
    with pytest.raises(ValueError, match=r'reader error .* expected the standard deviation'):
        load_timepoint(content_of(), 'T1', reader_error_mm=error)


@pytest.mark.parametrize('version', [2, 'x', 1.5, True])
def test_a_result_of_a_later_version_is_told(version):
    with pytest.raises(ValueError, match=r'schema_version .*, this version of aariz_mm knows 1; update it'):
        load_timepoint(content_of(schema_version=version), 'T1')


def test_points_are_millimetres_of_the_film():
    found = load_timepoint(content_of(), 'T1')
    assert found.points_mm == pytest.approx(POINTS * PIXEL, abs=1e-3)
    assert found.covariances_mm == pytest.approx(ROUND * PIXEL**2, abs=1e-6)
    assert 'magnification is unknown' in found.scale_note


def test_known_magnification_makes_them_life_size():
    found = load_timepoint(content_of(magnification=1.25), 'T1')
    assert np.linalg.norm(found.place('N') - found.place('S')) == pytest.approx(
        np.linalg.norm(MEAN_MM[4]) / 1.25, abs=0.01
    )
    assert found.mm_from_px[0, 0] == pytest.approx(PIXEL / 1.25)


def test_given_pixel_size_ends_the_magnification_of_the_file():
    found = load_timepoint(content_of(magnification=1.25), 'T1', pixel_size_mm=0.2)
    assert (found.magnification, found.pixel_size_mm, found.pixel_size_source) == (None, 0.2, 'given')


def test_matrix_maps_pixels_to_the_points():
    found = load_timepoint(content_of(), 'T1')
    homogeneous = np.column_stack([POINTS, np.ones(29)]) @ found.mm_from_px.T
    assert homogeneous[:, :2] == pytest.approx(found.points_mm, abs=1e-3)


def test_face_that_looks_left_is_mirrored():
    mirrored = POINTS * [-1, 1] + [SIZE[0], 0]
    found = load_timepoint(content_of(mirrored), 'T1')
    straight = load_timepoint(content_of(), 'T1')
    away = found.points_mm - straight.points_mm
    assert away == pytest.approx(np.broadcast_to(away[0], away.shape), abs=2e-3)


def test_photograph_is_laid_flat_with_its_doubt():
    flat = np.array([[0.5, 0.0, 3.0], [0.0, 0.5, 4.0], [1e-5, 0.0, 1.0]])
    found = load_timepoint(content_of(flattening=flat.tolist()), 'T1')
    x, y = POINTS[POG]
    assert found.place('Pog') == pytest.approx(PIXEL * (0.5 * POINTS[POG] + [3, 4]) / (1 + 1e-5 * x), abs=1e-3)
    step = [[1.0, 0.0], [0.0, 1.0]]
    near = [np.array([0.5 * (x + a) + 3, 0.5 * (y + b) + 4]) / (1 + 1e-5 * (x + a)) for a, b in step]
    linear = PIXEL * (np.array(near) - found.place('Pog') / PIXEL).T
    assert found.covariances_mm[POG] == pytest.approx(4 * linear @ linear.T, rel=1e-3)


def test_landmarks_outside_the_picture_and_unmarked_ones_are_missing():
    points = POINTS.copy()
    points[0] = [2400, 100]
    content = content_of(points)
    content['landmarks'][1]['value'] = None
    found = load_timepoint(content, 'T1')
    assert np.isnan(found.points_mm[:2]).all()
    assert np.isfinite(found.points_mm[2:]).all()


def test_landmark_that_a_person_moved_has_no_known_doubt():
    content = content_of()
    content['landmarks'][POG]['value']['x'] += 3
    found = load_timepoint(content, 'T1')
    assert np.isnan(found.covariances_mm[POG]).all()
    assert np.isfinite(np.delete(found.covariances_mm, POG, axis=0)).all()


def test_no_ellipses_no_doubt():
    assert load_timepoint(made_content(POINTS, SIZE, PIXEL), 'T1').covariances_mm is None


@pytest.mark.parametrize(('wide', 'factor'), [(1.1405, 1), (1.0, 1), (2.281, 4), (1e5, 4)])
def test_doubt_is_widened_where_errors_reach_far(wide, factor):
    content = content_of()
    content['landmarks'][POG]['radius_px'] = {'50': 1, '90': 2.0, '95': 2.0 * wide}
    found = load_timepoint(content, 'T1').covariances_mm[POG]
    assert found == pytest.approx(factor * ROUND[POG] * PIXEL**2, rel=1e-3)


def test_stage_age_sex_and_warnings_are_kept():
    shares = {f'CVM-S{stage}': share for stage, share in zip(range(1, 7), [0, 0.1, 0.6, 0.3, 0, 0], strict=True)}
    content = content_of(cvm_stage=dict(id='a', title='CVM-S3', value=3), cvm_probabilities=shares)
    found = load_timepoint(content | dict(subject=dict(age_years=11.5, sex='f'), warnings=['dark', 3]), 'T1')
    assert (found.stage, found.stage_probabilities) == (3, (0, 0.1, 0.6, 0.3, 0, 0))
    assert (found.age_years, found.sex, found.warnings) == (11.5, 'f', ('dark',))


LIES = (
    dict(cvm_stage=dict(value=9)),
    dict(cvm_stage='x', cvm_probabilities=[1]),
    dict(subject=[1]),
    dict(subject=dict(age_years='old', sex='<b>')),
    dict(made_with=3),
    dict(made_with=dict(bundles=[1])),
    dict(warnings='no'),
)


@pytest.mark.parametrize('lie', LIES)
def test_what_is_nonsense_counts_as_not_there(lie):
    found = load_timepoint(content_of(**lie), 'T1')
    assert (found.stage, found.age_years, found.sex, found.reader) == (None, None, None, '')


def test_file_is_loaded(tmp_path):
    path = tmp_path / 'a.json'
    path.write_text(json.dumps(content_of()))
    assert load_timepoint(path, '초진').label == '초진'


@pytest.mark.parametrize(
    ('changed', 'message'),
    [
        (dict(pixel_size_mm=None), 'no pixel size.*--pixel-size'),
        (dict(pixel_size_mm=-1), 'pixel_size_mm -1'),
        (dict(magnification=11), 'magnification 11'),
        (dict(magnification='1.1'), 'magnification 1.1'),
        (dict(flattening=[[0, 0, 0]] * 3), 'lays nothing flat'),
        (dict(flattening=[[1, 0, 0], [0, 1, 0], [-1e-3, 0, 1]]), 'lays nothing flat'),
        (dict(landmarks=[]), 'no landmarks'),
        (dict(landmarks='all'), 'no landmarks'),
    ],
)
def test_content_that_cannot_be_used_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        load_timepoint(content_of(**changed), 'T1')


@pytest.mark.parametrize('size', [0, np.nan, 1e9, True])
def test_given_pixel_size_must_be_one(size):
    with pytest.raises(ValueError, match='pixel size'):
        load_timepoint(content_of(), 'T1', pixel_size_mm=size)


def test_scales_that_are_all_known_need_no_word():
    both = [load_timepoint(content_of(magnification=one), str(one)) for one in (1.1, 1.2)]
    assert common_scale(both) == (tuple(both), ())


def test_one_known_magnification_is_laid_back_to_the_film_and_told():
    known = load_timepoint(content_of(magnification=1.25), 'T1')
    (first, last), warnings = common_scale([known, load_timepoint(content_of(), 'T2')])
    assert first.points_mm == pytest.approx(last.points_mm)
    assert first.covariances_mm == pytest.approx(last.covariances_mm)
    assert first.mm_from_px == pytest.approx(last.mm_from_px)
    assert any('magnification of T2 is unknown' in one and 'T1 (1.25)' in one for one in warnings)


def test_machines_that_may_differ_are_told_of():
    one, other = load_timepoint(content_of(), 'T1'), load_timepoint(content_of(pixel_size_mm=0.12), 'T2')
    warnings = common_scale([one, other])[1]
    assert any('pixel sizes' in text for text in warnings)
    assert any('S-N is' in text and '+20 %' in text for text in warnings)


def test_same_machine_needs_no_word():
    assert common_scale([load_timepoint(content_of(), label) for label in ('T1', 'T2')])[1] == ()
