"""A tracing as SVG, PNG and PDF, from one structure, in three themes, with and without the radiograph."""

import re
import xml.etree.ElementTree as ElementTree
import zlib

import numpy as np
import pytest

from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM
from aariz_mm.tracing import LAYERS, THEMES, trace, tracing_pdf, tracing_png, tracing_svg
from aariz_mm.tracing.drawing import Drawing, arc_curve, draw
from aariz_mm.tracing.pdf import drawing_pdf
from aariz_mm.tracing.png import cut_into_dashes
from aariz_mm.tracing.shapes import Arc, Label
from aariz_mm.tracing.themes import find_theme

SIZE = (700, 800)
POINTS = MEAN_SHAPE_MM * 3 + [300, 300]
FILM = np.full(SIZE[::-1], 90, np.uint8)
TRACING = trace(POINTS, SYMBOLS, 0.3, np.tile([8.0, 5.0, 20.0], (29, 1)), SIZE)
_SVG = '{http://www.w3.org/2000/svg}'


def groups(svg):
    return {group.get('id'): group for group in ElementTree.fromstring(svg).iter(f'{_SVG}g')}


def pdf_commands(data):
    """The commands of the pages of a PDF, decoded."""
    from base64 import a85decode

    streams = re.findall(rb'/Filter \[ /ASCII85Decode /FlateDecode \].*?stream\r?\n(.*?)endstream', data, re.DOTALL)
    texts = [zlib.decompress(a85decode(one.strip(), adobe=False) if not one.strip().endswith(b'~>')
                             else a85decode(b'<~' + one.strip(), adobe=True)) for one in streams]  # fmt: skip
    return b'\n'.join(texts)


@pytest.mark.parametrize('theme', THEMES)
def test_svg_has_a_group_for_every_layer(theme):
    assert list(groups(tracing_svg(TRACING, theme=theme))) == list(LAYERS)


def test_svg_has_the_layers_that_are_asked_for():
    svg = tracing_svg(TRACING, layers=['mandible', 'angles'])
    assert set(groups(svg)) == {'mandible', 'angles'}


def test_svg_lies_on_the_radiograph_and_has_its_size_in_mm():
    root = ElementTree.fromstring(tracing_svg(TRACING, FILM))
    assert root.get('viewBox') == '-0.50 -0.50 700.00 800.00' and root.get('width') == '210.00mm'
    image = root.find(f'{_SVG}image')
    assert image.get('x') == '-0.50' and image.get('href').startswith('data:image/jpeg;base64,')


def test_svg_fetches_nothing_and_escapes_titles():
    svg = tracing_svg(TRACING, title='<b>&"')
    assert ElementTree.fromstring(svg).find(f'{_SVG}title').text == '<b>&"'
    assert not re.search(r'(?:href|src)="(?!data:)', svg) and '<script' not in svg


def test_svg_without_a_pixel_size_has_pixels():
    assert ElementTree.fromstring(tracing_svg(trace(POINTS, SYMBOLS, None, None, SIZE), FILM)).get('width') == '700'


@pytest.mark.parametrize('max_side', [64, 333, 1400])
@pytest.mark.parametrize('theme', THEMES)
def test_png_has_the_size_that_is_asked_for(max_side, theme):
    picture = tracing_png(TRACING, FILM, theme, max_side=max_side)
    assert picture.shape == (max_side, round(max_side * 700 / 800), 3) and picture.dtype == np.uint8


def test_png_lines_lie_where_the_landmarks_are():
    """Two drawn px for one of the radiograph: the outline of the chin runs through Pog."""
    picture = tracing_png(TRACING, FILM, layers=['mandible'], max_side=1600)
    x, y = (2 * (POINTS[SYMBOLS.index('Pog')] + 0.5) - 0.5).round().astype(int)
    assert np.abs(picture[y, x].astype(int) - (120, 240, 160)).max() < 40
    assert (picture[y, x - 25] == 90).all()


def test_png_is_antialiased():
    picture = tracing_png(TRACING, None, 'print', ['mandible'])
    assert len(np.unique(picture)) > 50


def test_print_theme_is_grey_and_tells_layers_apart_by_width_and_dashes():
    picture = tracing_png(TRACING, None, 'print')
    assert np.ptp(picture, axis=2).max() <= 3 * 5  # leaders are grey, too
    pens = [find_theme('print').pen(layer, kind) for layer, kind in (
        ('soft_tissue', 'outline'), ('planes', 'plane'), ('angles', 'axis'), ('angles', 'helper'))]  # fmt: skip
    assert len({(pen.width, pen.dash) for pen in pens}) == 4


def test_white_themes_fade_the_radiograph():
    dark, light = (tracing_png(TRACING, FILM, theme, ['labels'], 400)[5, 5].tolist() for theme in ('dark', 'light'))
    assert dark == [90, 90, 90] and light == [197, 197, 197]


def test_without_a_radiograph_the_frame_is_close_around_the_tracing():
    left, top, width, height = draw(TRACING, find_theme('light'), on_film=False).frame
    curves = np.vstack([stroke.curve for stroke in draw(TRACING, find_theme('light'), on_film=False).strokes])
    assert curves.min(axis=0)[0] > left and curves.max(axis=0)[1] < top + height
    assert width < 600 and height < 700


def test_labels_cover_neither_each_other_nor_marks():
    drawing = draw(TRACING, find_theme('dark'))
    places = np.array(
        [[one.x, one.y, one.x + len(one.text) * one.size * 0.4, one.y + one.size] for one in drawing.words]
    )
    over = np.minimum(places[:, None, 2:], places[None, :, 2:]) - np.maximum(places[:, None, :2], places[None, :, :2])
    np.fill_diagonal(over[..., 0], 0)
    assert len(places) >= 29 + 5 + 9 and (over > 0.5).all(axis=2).sum() == 0


def test_pdf_is_one_page_with_an_embedded_font():
    pytest.importorskip('reportlab')
    data = tracing_pdf(TRACING, FILM, title='ceph')
    assert data.startswith(b'%PDF') and b'/Count 1' in data and b'/FontFile2' in data


def test_pdf_is_the_same_each_time():
    pytest.importorskip('reportlab')
    assert tracing_pdf(TRACING) == tracing_pdf(TRACING)


@pytest.mark.parametrize('scale', [0.1, 0.25, 0.4])
def test_pdf_of_true_size_has_a_scale_bar_of_its_length_on_paper(scale):
    pytest.importorskip('reportlab')
    tracing = trace(POINTS, SYMBOLS, scale, None, SIZE)
    said = next(shape.text for shape in tracing.layer('scale_bar').shapes if isinstance(shape, Label))
    commands = pdf_commands(tracing_pdf(tracing, None, layers=['scale_bar'], true_size=True)).decode('latin-1')
    path = re.search(r'([\d.]+) ([\d.]+) m ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) c', commands)
    length_mm = (float(path[7]) - float(path[1])) * 25.4 / 72
    assert length_mm == pytest.approx(float(said.split()[0]), abs=0.05)


def test_pdf_of_true_size_takes_a_larger_page_where_a4_is_too_small():
    pytest.importorskip('reportlab')
    data = tracing_pdf(trace(POINTS, SYMBOLS, 0.5, None, SIZE), FILM, true_size=True)
    box = re.search(rb'/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]', data)
    assert float(box[1]) > 700 * 0.5 / 25.4 * 72 and float(box[2]) > 800 * 0.5 / 25.4 * 72


def test_true_size_takes_a_pixel_size():
    pytest.importorskip('reportlab')
    with pytest.raises(ValueError, match='true size takes mm per pixel'):
        tracing_pdf(trace(POINTS, SYMBOLS), true_size=True)


def test_pdf_without_reportlab_says_what_brings_it(monkeypatch):
    monkeypatch.setattr('aariz_mm.extras.find_spec', lambda name: None)
    with pytest.raises(ImportError, match=r'reportlab is not installed; install aariz-mm\[pdf\]'):
        tracing_pdf(TRACING)


@pytest.mark.parametrize('subset', ['cldetection24', 'isbi19'])
def test_fewer_landmarks_are_drawn_too(subset):
    symbols = SUBSETS[subset]
    tracing = trace(POINTS[[SYMBOLS.index(symbol) for symbol in symbols]], symbols, 0.3, None, SIZE)
    assert len(groups(tracing_svg(tracing))) >= 9 and tracing_png(tracing, FILM).std() > 1


@pytest.mark.parametrize('make', [tracing_svg, tracing_png])
@pytest.mark.parametrize('points', [np.full((29, 2), np.nan), np.zeros((29, 2))])
def test_nothing_to_draw_is_an_empty_picture(make, points):
    assert len(make(trace(points, SYMBOLS, 0.3, None, SIZE), FILM)) and len(make(trace(points, SYMBOLS)))


@pytest.mark.parametrize(('arguments', 'message'), [
    (dict(theme='neon'), 'expected one of dark,light,print'),
    (dict(layers=['teeth']), 'unknown'),
    (dict(image=FILM[:-1]), '700 x 799 px, but the tracing is of'),
    (dict(image=FILM.astype(float)), 'expected a uint8 array'),
    (dict(max_side=10), 'at least 64 px'),
])  # fmt: skip
def test_wrong_wishes_are_told(arguments, message):
    with pytest.raises(ValueError, match=message):
        tracing_png(TRACING, **arguments)


def test_arc_as_a_curve_keeps_its_radius():
    arc = Arc(np.array([3.0, 4.0]), 10.0, 20.0, 250.0, 'x')
    from aariz_mm.outlines import flatten

    radii = np.linalg.norm(flatten(arc_curve(arc)) - arc.center, axis=1)
    assert np.abs(radii - 10).max() < 1e-3


def test_dashes_cut_a_line():
    dashes = cut_into_dashes(np.array([[0.0, 0], [10, 0]]), (3.0, 2.0))
    assert [dash[[0, -1], 0].tolist() for dash in dashes] == [[0, 3], [5, 8]]
    assert len(cut_into_dashes(np.zeros((2, 2)), (3.0, 2.0))) == 1


@pytest.mark.parametrize(('title', 'font'), [('Björk', b'Vera'), ('두부규격 방사선', b'NanumGothic')])
def test_pdf_embeds_a_font_that_has_the_letters(title, font):
    pytest.importorskip('koreanize_matplotlib') if font == b'NanumGothic' else None
    assert font in drawing_pdf(Drawing((), (), (0.0, 0.0, 10.0, 10.0), find_theme('light')), None, title)
