"""A reader's state, from and to plain data."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.review.state import AnnotationState, Mark

GOOD = dict(
    status='finished',
    landmarks=dict(A=dict(x=1.5, y=2, by='reader', visible=True, confirmed=False)),
    pixel_size_mm=0.1,
    pixel_size_source='ruler',
    ruler=dict(a=[1, 2], b=[3, 4], mm=10),
    stage=4,
)
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
_ANY_JSON = st.recursive(_SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
_NEAR = st.fixed_dictionaries(
    {},
    optional=dict(
        status=_ANY_JSON | st.sampled_from(['draft', 'finished']),
        landmarks=_ANY_JSON
        | st.dictionaries(
            st.sampled_from(SYMBOLS),
            _ANY_JSON
            | st.fixed_dictionaries(
                {}, optional=dict(x=_SCALARS, y=_SCALARS, by=_SCALARS, visible=_SCALARS, confirmed=_SCALARS)
            ),
        ),
        pixel_size_mm=_ANY_JSON,
        pixel_size_source=_ANY_JSON,
        ruler=_ANY_JSON,
        stage=_ANY_JSON,
    ),
)


@settings(max_examples=300, deadline=None)
@given(content=_ANY_JSON | _NEAR)
def test_no_json_raises_anything_but_a_value_error(content):
    try:
        state = AnnotationState.from_plain(content, (60, 80))
    except ValueError:
        return
    again = json.loads(json.dumps(state.as_plain(), allow_nan=False))
    assert AnnotationState.from_plain(again, (60, 80)) == AnnotationState.from_kept(again) == state


def test_a_state_survives_json():
    assert AnnotationState.from_plain(GOOD).as_plain() == GOOD


def test_what_stands_beside_a_state_is_passed_over():
    assert AnnotationState.from_plain(GOOD | dict(base_version=3, action='move A')).as_plain() == GOOD


def test_what_is_left_out_has_its_usual_value():
    state = AnnotationState.from_plain(dict(landmarks=dict(A=dict(x=1, y=2))))
    assert state == AnnotationState(dict(A=Mark(1.0, 2.0)))


def test_a_landmark_that_is_not_visible_needs_no_place():
    mark = AnnotationState.from_plain(dict(landmarks=dict(A=dict(x=None, y=None, visible=False)))).landmarks['A']
    assert (mark.x, mark.visible) == (None, False)


@pytest.mark.parametrize(
    ('change', 'told'),
    [
        (dict(status='done'), 'status'),
        (dict(landmarks=[1]), 'landmarks'),
        (dict(landmarks=dict(Q=dict(x=1, y=1))), "'Q' is no landmark"),
        (dict(landmarks=dict(A=None)), 'landmark A'),
        (dict(landmarks=dict(A=dict(x=float('nan'), y=1))), 'landmark A: x is nan'),
        (dict(landmarks=dict(A=dict(x=1, y=10**400))), 'landmark A: y'),
        (dict(landmarks=dict(A=dict(x=-61, y=1))), 'from -60 to 120'),
        (dict(landmarks=dict(A=dict(x=1, y=161))), 'from -80 to 160'),
        (dict(landmarks=dict(A=dict(x=True, y=1))), 'landmark A: x is True'),
        (dict(landmarks=dict(A=dict(x=1, y=1, by='someone'))), 'by'),
        (dict(landmarks=dict(A=dict(x=1, y=1, z=1))), 'unknown fields'),
        (dict(landmarks=dict(A=dict(x=1, y=1, visible='no'))), 'visible'),
        (dict(landmarks={s: dict(x=5, y=5) for s in ('A', 'B', 'N')}), 'in one place'),
        (dict(pixel_size_mm=0), 'pixel_size_mm'),
        (dict(pixel_size_mm='0.1'), 'pixel_size_mm'),
        (dict(pixel_size_source='x' * 201), 'pixel_size_source'),
        (dict(ruler=list(range(100))), 'ruler'),
        (dict(ruler='10 mm'), 'ruler'),
        (dict(stage=7), 'stage'),
        (dict(stage=True), 'stage'),
        (dict(note='x'), 'unknown fields'),
    ],
)
def test_what_is_wrong_is_named(change, told):
    with pytest.raises(ValueError, match=told):
        AnnotationState.from_plain(GOOD | change, (60, 80))


def test_a_state_is_not_changed_by_what_it_was_made_of():
    marks = dict(A=Mark(1.0, 2.0))
    state = AnnotationState(marks)
    marks['A'] = Mark(9.0, 9.0)
    assert state.landmarks['A'] == Mark(1.0, 2.0)
