"""A tracing as a PDF of one page: vectors, fonts embedded, true to scale where millimetres are known."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aariz_mm.extras import require
from aariz_mm.visualization import encode_jpeg
from aariz_mm.visualization.palette import Color
from aariz_mm.visualization.text import nanum_folder

from .drawing import Drawing, Stroke, Words, draw, faded_film
from .pdf_fonts import REGULAR, register_fonts
from .png import check_image
from .shapes import Tracing
from .themes import find_theme

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

__all__ = ['drawing_pdf', 'tracing_pdf']

_POINTS_PER_MM = 72 / 25.4
_PAGE_MM = (210.0, 297.0)
_MARGIN_MM, _HEAD_MM, _FOOT_MM = 8.0, 14.0, 10.0
_TITLE_PT, _NOTE_PT = 12.0, 8.0
_JPEG_QUALITY = 92
_ASCENT = 0.95
_FONT, _LETTERS = 'Vera', 0.92
"""Its letters are wider than those that places are made for, hence the factor."""
_TRUE_SIZE = 'True size: print at 100 %, and check the scale bar with a ruler.'
_NO_SCALE, _NOTE = 'Not true to scale.', 'Not for diagnosis.'


@dataclass(frozen=True)
class _Sheet:
    """Where the frame lies on the page: pt per px, left lower corner and size of the page, pt; and the font."""

    scale: float
    left: float
    bottom: float
    page: tuple[float, float]
    font: str


def tracing_pdf(
    tracing: Tracing,
    image: np.ndarray | None = None,
    theme: str = 'print',
    layers: Iterable[str] | None = None,
    title: str = '',
    true_size: bool = False,
) -> bytes:
    """The tracing on a page of A4, or a larger one where true size takes more.

    Args:
        image, theme, layers: as for :func:`~aariz_mm.tracing.png.tracing_png`.
        title: written above. true_size: a millimetre of the head film is a millimetre on paper.
    Returns:
        The content of a PDF file.
    Errors:
        ImportError: reportlab is not installed.
        ValueError: true size without a pixel size, an unknown layer or theme, or an image of another size.
    """
    if true_size and tracing.pixel_size_mm is None:
        raise ValueError('true size takes mm per pixel, and none is known; give --pixel-size, or leave --true-size out')
    image = check_image(image, tracing)
    drawing = draw(tracing.only(layers), find_theme(theme), image is not None)
    return drawing_pdf(drawing, image, title, tracing.pixel_size_mm if true_size else None)


def drawing_pdf(
    drawing: Drawing, image: np.ndarray | None = None, title: str = '', scale: float | None = None, foot: str = ''
) -> bytes:
    """A drawing as a PDF of one page.

    Args:
        image: fills the frame. scale: mm on paper for each unit of the drawing; None fits it to the page.
        foot: what stands below; '' tells in English whether it is true to size.
    Errors:
        ImportError: reportlab is not installed.
    """
    require('reportlab')
    from reportlab.pdfgen.canvas import Canvas

    foot = foot or f'{_NO_SCALE if scale is None else _TRUE_SIZE} {_NOTE} Made with aariz_mm.'
    sheet = _lay_out(drawing, scale, _choose_font([title, foot, *(words.text for words in drawing.words)]))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=sheet.page, invariant=1)
    canvas.setTitle(title or 'Cephalometric tracing')
    canvas.setCreator('aariz_mm')
    _draw_ground(canvas, drawing, image, sheet)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for stroke in drawing.strokes:
        _draw_stroke(canvas, stroke, drawing, sheet)
    for words in drawing.words:
        _write_words(canvas, words, drawing, sheet)
    _write_head_and_foot(canvas, title, foot, sheet)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _lay_out(drawing: Drawing, pixel_size_mm: float | None, font: str) -> _Sheet:
    """Fitted to A4, or at ``pixel_size_mm`` on a page that is large enough."""
    width, height = drawing.frame[2:]
    room = [_PAGE_MM[0] - 2 * _MARGIN_MM, _PAGE_MM[1] - _HEAD_MM - _FOOT_MM - 2 * _MARGIN_MM]
    mm_per_px = min(room[0] / width, room[1] / height) if pixel_size_mm is None else pixel_size_mm
    page = (
        max(_PAGE_MM[0], width * mm_per_px + 2 * _MARGIN_MM),
        max(_PAGE_MM[1], height * mm_per_px + _HEAD_MM + _FOOT_MM + 2 * _MARGIN_MM),
    )
    left = (page[0] - width * mm_per_px) / 2
    bottom = page[1] - _MARGIN_MM - _HEAD_MM - height * mm_per_px
    scale, left, bottom = (value * _POINTS_PER_MM for value in (mm_per_px, left, bottom))
    return _Sheet(scale, left, bottom, (page[0] * _POINTS_PER_MM, page[1] * _POINTS_PER_MM), font)


def _choose_font(texts: Iterable[str]) -> str:
    """Bitstream Vera, which comes with reportlab and is free; where it lacks letters, NanumGothic if that is there.

    Texts embed it.
    """
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, 'Vera.ttf'))
    letters = {ord(letter) for text in texts for letter in text if letter.isprintable()}
    if nanum_folder() is None or letters.issubset(pdfmetrics.getFont(_FONT).face.charToGlyph):
        return _FONT
    register_fonts()
    return REGULAR


def _to_points(points: np.ndarray, drawing: Drawing, sheet: _Sheet) -> np.ndarray:
    """Pixels of the radiograph to points of the page, whose y runs up."""
    left, top, _, height = drawing.frame
    shifted = (np.asarray(points, float) - [left, top]) * sheet.scale
    return np.stack([sheet.left + shifted[..., 0], sheet.bottom + height * sheet.scale - shifted[..., 1]], axis=-1)


def _draw_ground(canvas: Canvas, drawing: Drawing, image: np.ndarray | None, sheet: _Sheet) -> None:
    from reportlab.lib.utils import ImageReader

    width, height = (side * sheet.scale for side in drawing.frame[2:])
    if image is not None:
        data = io.BytesIO(encode_jpeg(faded_film(image, drawing.theme), _JPEG_QUALITY))
        canvas.drawImage(ImageReader(data), sheet.left, sheet.bottom, width, height)
    elif drawing.theme.ground != (255, 255, 255):
        canvas.setFillColorRGB(*_fractions(drawing.theme.ground))
        canvas.rect(sheet.left, sheet.bottom, width, height, stroke=0, fill=1)


def _draw_stroke(canvas: Canvas, stroke: Stroke, drawing: Drawing, sheet: _Sheet) -> None:
    points = _to_points(stroke.curve, drawing, sheet).tolist()
    path = canvas.beginPath()
    path.moveTo(*points[0])
    for first, second, end in zip(points[1::3], points[2::3], points[3::3], strict=True):
        path.curveTo(*first, *second, *end)
    if stroke.closed:
        path.close()
    canvas.setStrokeColorRGB(*_fractions(stroke.pen.color))
    canvas.setLineWidth(stroke.pen.width * sheet.scale)
    canvas.setDash([length * sheet.scale for length in stroke.pen.dash])
    canvas.drawPath(path)


def _write_words(canvas: Canvas, words: Words, drawing: Drawing, sheet: _Sheet) -> None:
    """A text with its halo."""
    x, y = _to_points(np.array([words.x, words.y + _ASCENT * words.size]), drawing, sheet).tolist()
    size = words.size * sheet.scale * (_LETTERS if sheet.font == _FONT else 1)
    canvas.saveState()  # the mode of a text outlives it
    canvas.setDash([])
    canvas.setStrokeColorRGB(*_fractions(drawing.theme.halo))
    canvas.setLineWidth(2 * words.halo * sheet.scale)
    halo = canvas.beginText(x, y)
    halo.setFont(sheet.font, size)
    halo.setTextRenderMode(1)
    halo.textOut(words.text)
    canvas.drawText(halo)
    canvas.restoreState()
    canvas.setFont(sheet.font, size)
    canvas.setFillColorRGB(*_fractions(words.color))
    canvas.drawString(x, y, words.text)


def _write_head_and_foot(canvas: Canvas, title: str, foot: str, sheet: _Sheet) -> None:
    margin = _MARGIN_MM * _POINTS_PER_MM
    canvas.setFillColorRGB(0, 0, 0)
    canvas.setFont(sheet.font, _TITLE_PT)
    canvas.drawString(margin, sheet.page[1] - margin - _TITLE_PT, title or 'Cephalometric tracing')
    canvas.setFont(sheet.font, _NOTE_PT)
    canvas.drawString(margin, margin, foot)


def _fractions(color: Color) -> tuple[float, ...]:
    return tuple(value / 255 for value in color)
