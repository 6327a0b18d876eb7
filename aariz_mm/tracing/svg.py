"""A tracing as an SVG document, with a group for every layer."""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from html import escape

import numpy as np

from aariz_mm.visualization import encode_jpeg
from aariz_mm.visualization.palette import Color

from .drawing import Drawing, Stroke, Words, draw, faded_film
from .plain import path_text
from .png import check_image
from .shapes import LAYERS, Tracing
from .themes import find_theme

__all__ = ['drawing_svg', 'plain_title', 'tracing_svg']

_FONT = 'Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif'
_JPEG_QUALITY = 90
_MOST_LETTERS, _NO_TEXT = 200, ('Cc', 'Cs', 'Cn')
_ASCENT = 0.95
_ROUND = 'stroke-linecap="round" stroke-linejoin="round"'


def tracing_svg(
    tracing: Tracing,
    image: np.ndarray | None = None,
    theme: str = 'dark',
    layers: Iterable[str] | None = None,
    title: str = '',
) -> str:
    """The tracing as SVG; user units are pixels of the radiograph, the millimetres of its size those of the head film.

    Each layer is a group whose id is its key, so that a page or an editor can hide it. Nothing is loaded from
    elsewhere.

    Args:
        image, theme, layers: as for :func:`~aariz_mm.tracing.png.tracing_png`; the radiograph is embedded as JPEG.
        title: of the document.
    Errors:
        ValueError: an unknown layer or theme, or an image of another size.
    """
    image = check_image(image, tracing)
    drawing = draw(tracing.only(layers), find_theme(theme), image is not None)
    return drawing_svg(drawing, image, tracing.pixel_size_mm, title)


def drawing_svg(
    drawing: Drawing,
    image: np.ndarray | None = None,
    scale: float | None = None,
    title: str = '',
    names: Mapping[str, str] = LAYERS,
) -> str:
    """A drawing as SVG.

    Args:
        image: fills the frame. scale: mm for each user unit. names: of the layers by key, lowest first.
    """
    left, top, width, height = drawing.frame
    view = f'viewBox="{left:.2f} {top:.2f} {width:.2f} {height:.2f}"'
    size = f'width="{width:.0f}" height="{height:.0f}"'
    if scale is not None:
        size = f'width="{width * scale:.2f}mm" height="{height * scale:.2f}mm"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} font-family="{_FONT}">',
        f'<title>{escape(plain_title(title) or "Cephalometric tracing")}</title>',
        *_ground(drawing, image),
        *_groups(drawing, names),
        '</svg>',
    ]
    return '\n'.join(parts) + '\n'


def plain_title(title: str) -> str:
    """A title without signs that XML forbids, such as control characters, and without the rest of a long one."""
    shown = title if len(title) <= _MOST_LETTERS else title[: _MOST_LETTERS - 1] + '…'
    return ''.join('\ufffd' if unicodedata.category(one) in _NO_TEXT or one in '\ufffe\uffff' else one for one in shown)


def _ground(drawing: Drawing, image: np.ndarray | None) -> Iterator[str]:
    left, top, width, height = drawing.frame
    place = f'x="{left:.2f}" y="{top:.2f}" width="{width:.2f}" height="{height:.2f}"'
    if image is None:
        yield f'<rect id="ground" {place} fill="{_hex(drawing.theme.ground)}"/>'
    else:
        data = b64encode(encode_jpeg(faded_film(image, drawing.theme), _JPEG_QUALITY)).decode()
        yield f'<image id="radiograph" {place} preserveAspectRatio="none" href="data:image/jpeg;base64,{data}"/>'


def _groups(drawing: Drawing, names: Mapping[str, str]) -> Iterator[str]:
    for key, name in names.items():
        strokes = [_stroke(one) for one in drawing.strokes if one.layer == key]
        words = [_words(one, drawing) for one in drawing.words if one.layer == key]
        if strokes or words:
            yield f'<g id="{escape(key)}" aria-label="{escape(name)}" fill="none" {_ROUND}>'
            yield from strokes + words
            yield '</g>'


def _stroke(stroke: Stroke) -> str:
    pen = stroke.pen
    dash = f' stroke-dasharray="{" ".join(f"{length:.2f}" for length in pen.dash)}"' if pen.dash else ''
    d = path_text(stroke.curve, stroke.closed)
    return f'<path d="{d}" stroke="{_hex(pen.color)}" stroke-width="{pen.width:.2f}"{dash}/>'


def _words(words: Words, drawing: Drawing) -> str:
    place = f'x="{words.x:.2f}" y="{words.y + _ASCENT * words.size:.2f}" font-size="{words.size:.2f}"'
    halo = f'stroke="{_hex(drawing.theme.halo)}" stroke-width="{2 * words.halo:.2f}" paint-order="stroke"'
    return f'<text {place} fill="{_hex(words.color)}" {halo}>{escape(words.text)}</text>'


def _hex(color: Color) -> str:
    return '#{:02x}{:02x}{:02x}'.format(*color)
