"""The layers of a tracing: planes, angles with their arcs, ellipses, marks, symbols, scale bar; and as plain data."""

import json

import numpy as np
import pytest

from aariz_mm.analysis import measure
from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.outlines.curves import rotation
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.phantom.shape_model import sample_shape
from aariz_mm.tracing import LAYERS, Arc, Label, Path, trace
from aariz_mm.tracing.angles import ANGLES
from aariz_mm.tracing.lines import ellipse
from aariz_mm.tracing.plain import arc_ends, path_text

SIZE = (1600, 1600)
HEAD = MEAN_SHAPE_MM * 5 + [700, 600]
ELLIPSES = np.tile([20.0, 10.0, 30.0], (29, 1))


def shapes(tracing, key, kind=None):
    layer = tracing.layer(key)
    return [] if layer is None else [shape for shape in layer.shapes if kind in (None, shape.kind)]


def arcs(tracing):
    return {shape.name: shape for shape in shapes(tracing, 'angles') if isinstance(shape, Arc)}


def test_every_layer_is_there_in_order():
    tracing = trace(HEAD, SYMBOLS, 0.2, ELLIPSES, SIZE)
    assert [layer.key for layer in tracing.layers] == list(LAYERS)
    assert [layer.name for layer in tracing.layers] == list(LAYERS.values())


def test_mean_head_has_an_arc_for_each_angle():
    assert set(arcs(trace(HEAD, SYMBOLS))) == set(ANGLES)


@pytest.mark.parametrize('seed', range(12))
@pytest.mark.parametrize('turn', [0, 40, -130])
@pytest.mark.parametrize('mirror', [1, -1])
def test_arcs_open_as_wide_as_the_measured_values(seed, turn, mirror):
    points = sample_shape(np.random.default_rng(seed)) @ rotation(turn).T * [7 * mirror, 7]
    measured, drawn = measure(points, SYMBOLS, keys=ANGLES), arcs(trace(points, SYMBOLS))
    assert len(drawn) >= 8
    for key, arc in drawn.items():
        assert abs(arc.sweep_deg) == pytest.approx(abs(measured[key].value), abs=1e-6), key


def test_labels_of_angles_say_the_measured_values():
    values = measure(HEAD, SYMBOLS, keys=ANGLES)
    texts = {shape.name: shape.text for shape in shapes(trace(HEAD, SYMBOLS), 'angles', 'angle')}
    assert texts['SNA'] == f'SNA {values["SNA"].value:.1f}°'
    assert texts['interincisal'] == f'Interincisal {values["interincisal"].value:.1f}°'


def test_interincisal_angle_above_180_goes_the_long_way_round():
    points = HEAD.copy()
    for tip, apex in (('UIT', 'UIA'), ('LIT', 'LIA')):  # both tip backwards
        points[SYMBOLS.index(tip)] = points[SYMBOLS.index(apex)] + [-60, 80 if tip == 'UIT' else -80]
    value = measure(points, SYMBOLS, keys=['interincisal'])['interincisal'].value
    assert value > 180 and abs(arcs(trace(points, SYMBOLS))['interincisal'].sweep_deg) == pytest.approx(value)


def test_arc_of_sna_begins_on_sn_and_ends_on_na():
    at = dict(zip(SYMBOLS, HEAD, strict=True))
    for end, symbol in zip(arc_ends(arcs(trace(HEAD, SYMBOLS))['SNA']), ('S', 'A'), strict=True):
        first, second = end - at['N'], at[symbol] - at['N']
        assert first @ second / np.linalg.norm(first) / np.linalg.norm(second) == pytest.approx(1)


def test_planes_run_through_their_landmarks_and_beyond():
    planes = {shape.name: shape.curve[[0, -1]] for shape in shapes(trace(HEAD, SYMBOLS), 'planes', 'plane')
              if isinstance(shape, Path)}  # fmt: skip
    assert list(planes) == ['SN', 'FH', 'PP', 'OP', 'MP']
    back, front = planes['MP']
    for symbol in ('Go', 'Me'):
        share = (HEAD[SYMBOLS.index(symbol)] - back) @ (front - back) / ((front - back) @ (front - back))
        np.testing.assert_allclose(back + share * (front - back), HEAD[SYMBOLS.index(symbol)])
        assert 0.05 < share < 0.95


def test_24_landmarks_have_no_occlusal_plane_and_19_no_angle_of_incisors():
    for subset, planes, angles in (
        ('cldetection24', {'SN', 'FH', 'PP', 'MP'}, set(ANGLES)),
        ('isbi19', {'SN', 'FH', 'PP', 'MP'}, {'SNA', 'SNB', 'ANB', 'FMA', 'SN-MP'}),
    ):
        symbols = SUBSETS[subset]
        tracing = trace(HEAD[[SYMBOLS.index(symbol) for symbol in symbols]], symbols)
        assert {shape.name for shape in shapes(tracing, 'planes')} == planes
        assert set(arcs(tracing)) == angles


@pytest.mark.parametrize('missing', SYMBOLS)
def test_nothing_is_drawn_of_a_landmark_that_is_missing(missing):
    points = HEAD.copy()
    points[SYMBOLS.index(missing)] = np.nan
    tracing = trace(points, SYMBOLS, 0.2, ELLIPSES, SIZE)
    named = [shape.name for key in ('landmarks', 'labels', 'ellipses') for shape in shapes(tracing, key)]
    assert missing not in named and named.count('S' if missing != 'S' else 'N') == 3
    assert 'NaN' not in json.dumps(tracing.as_plain())


@pytest.mark.parametrize('points', [
    np.full((29, 2), np.nan), np.zeros((29, 2)), np.full((29, 2), 1e7), np.column_stack([np.arange(29.0)] * 2),
], ids=['missing', 'one point', 'far', 'on a line'])  # fmt: skip
def test_degenerate_landmarks_make_plain_data(points):
    text = json.dumps(trace(points, SYMBOLS, 0.1, ELLIPSES, SIZE).as_plain(), allow_nan=False)
    assert 'nan' not in text and 'inf' not in text


@pytest.mark.parametrize('seed', range(6))
def test_landmarks_anywhere_make_plain_data(seed):
    points = np.random.default_rng(seed).uniform(-500, 2500, (29, 2))
    tracing = trace(points, SYMBOLS, 0.1, ELLIPSES, SIZE)
    assert 'nan' not in json.dumps(tracing.as_plain(), allow_nan=False)
    outlines = np.vstack([shape.curve for layer in tracing.layers for shape in layer.shapes if isinstance(shape, Path)])
    assert np.abs(outlines).max() < 20_000


def test_scale_bar_is_as_long_as_it_says():
    bar = shapes(trace(HEAD, SYMBOLS, 0.2, None, SIZE), 'scale_bar', 'bar')
    lengths = [np.linalg.norm(shape.curve[-1] - shape.curve[0]) for shape in bar if isinstance(shape, Path)]
    assert max(lengths) * 0.2 == pytest.approx(100) and bar[-1].text == '100 mm'


def test_scale_bar_takes_a_pixel_size():
    assert trace(HEAD, SYMBOLS, None, None, SIZE).layer('scale_bar') is None
    assert trace(HEAD, SYMBOLS, np.nan).layer('scale_bar') is None


def test_ellipse_has_its_axes_and_its_angle():
    curve = ellipse(np.array([10.0, 20.0]), 4.0, 2.0, 90.0)
    np.testing.assert_allclose(curve[::3], [[10, 24], [8, 20], [10, 16], [12, 20], [10, 24]], atol=1e-9)


def test_ellipses_are_drawn_where_they_are_known():
    ellipses = ELLIPSES.copy()
    ellipses[3] = np.nan
    drawn = {shape.name for shape in shapes(trace(HEAD, SYMBOLS, None, ellipses), 'ellipses')}
    assert drawn == set(SYMBOLS) - {SYMBOLS[3]}


def test_only_keeps_the_layers_that_are_named():
    tracing = trace(HEAD, SYMBOLS).only(['planes', 'mandible'])
    assert [layer.key for layer in tracing.layers] == ['mandible', 'planes']
    with pytest.raises(ValueError, match=r'unknown: .*skull'):
        tracing.only(['skull'])


def test_plain_data_has_paths_arcs_and_texts():
    plain = trace(HEAD, SYMBOLS, 0.2, ELLIPSES, SIZE).as_plain()
    kinds = {shape['type'] for layer in plain['layers'] for shape in layer['shapes']}
    assert kinds == {'path', 'arc', 'text'} and plain['image_size'] == [1600, 1600]
    arc = next(shape for shape in plain['layers'][9]['shapes'] if shape['type'] == 'arc')
    assert arc['d'].startswith('M') and {'cx', 'cy', 'r', 'start_deg', 'sweep_deg'} <= arc.keys()


def test_path_text_is_that_of_svg():
    assert (
        path_text(np.array([[1, 2], [3, 4], [5, 6], [7.126, 8]]), True) == 'M1.00 2.00C3.00 4.00 5.00 6.00 7.13 8.00Z'
    )


def test_symbols_stand_on_the_side_away_from_the_face():
    labels = {shape.name: shape for shape in shapes(trace(HEAD, SYMBOLS), 'labels') if isinstance(shape, Label)}
    assert labels['Pn'].away[0] > 0.8 and labels['Me'].away[1] > 0.7 and labels['Po'].away[0] < -0.8


@pytest.mark.parametrize(('arguments', 'message'), [
    (dict(points_px=HEAD[:5]), 'expected shape'),
    (dict(pixel_size_mm=0), 'pixel_size_mm: expected mm per pixel above 0, got 0'),
    (dict(ellipses_px=np.zeros((3, 3))), r'ellipses_px: expected shape \(29, 3\)'),
    (dict(image_size=(0, 10)), 'image_size: expected width and height'),
    (dict(symbols=('S',) * 29), 'expected distinct'),
])  # fmt: skip
def test_wrong_arguments_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        trace(**dict(points_px=HEAD, symbols=SYMBOLS) | arguments)
