"""Text on RGB arrays, in a font that Pillow carries with it."""

from __future__ import annotations

import contextlib
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from aariz_mm.visualization.palette import HALO, INK, Color

__all__ = ['TextRun', 'draw_texts', 'has_wide_font', 'nanum_folder', 'shorten', 'text_size']

# Pillow's own font knows Latin only; file names may be Korean, Japanese or Chinese.
_WIDE_FONTS = (
    'malgun.ttf',
    'AppleSDGothicNeo.ttc',
    'NanumGothic.ttf',
    'NotoSansCJK-Regular.ttc',
    'NotoSansKR-Regular.otf',
)
_LAST_FONT = 'DejaVuSans.ttf'


class TextRun(NamedTuple):
    """A piece of text whose line box has its left top corner at (x, y)."""

    text: str
    x: float
    y: float
    size_px: int
    color: Color = INK
    halo_px: int = 0


def _font_for(text: str, size_px: int) -> ImageFont.FreeTypeFont:
    """Pillow's own font; for letters beyond Latin-1 the first wide font that the system has."""
    return _load_font(size_px, wide=any(ord(letter) > 0xFF for letter in text))


@lru_cache(maxsize=64)
def _load_font(size_px: int, wide: bool) -> ImageFont.FreeTypeFont:
    for name in (*_wide_fonts(), _LAST_FONT) if wide else ():
        with contextlib.suppress(OSError):
            return ImageFont.truetype(name, size_px)
    return ImageFont.load_default(size_px)


def _wide_fonts() -> tuple[str, ...]:
    """Names of fonts of systems, and the file of the one that can be installed."""
    folder = nanum_folder()
    return (*_WIDE_FONTS, *(() if folder is None else (str(folder / 'NanumGothic.ttf'),)))


def has_wide_font() -> bool:
    """Whether letters beyond Latin, such as Hangul, can be drawn: by a font of the system, or one that is installed."""
    for name in _wide_fonts():
        with contextlib.suppress(OSError):
            return bool(ImageFont.truetype(name, 10))
    return False


@lru_cache(maxsize=1)
def nanum_folder() -> Path | None:
    """Folder of the NanumGothic fonts, Latin and Hangul, of koreanize-matplotlib; None where it is not installed.

    That package changes matplotlib where it is imported, so that its folder alone is looked for.
    """
    found = find_spec('koreanize_matplotlib')
    return Path(next(iter(found.submodule_search_locations))) / 'fonts' if found else None


def text_size(text: str, size_px: int) -> tuple[int, int]:
    """Width and line height of ``text`` in px; the height depends on the size alone."""
    return int(np.ceil(_font_for(text, size_px).getlength(text))), int(np.ceil(size_px * 1.15))


def shorten(text: str, size_px: int, width_px: float) -> str:
    """``text``, or its beginning with '...' so that it is at most ``width_px`` wide."""
    if text_size(text, size_px)[0] <= width_px:
        return text
    while text and text_size(text + '...', size_px)[0] > width_px:
        text = text[:-1]
    return text.rstrip() + '...'


def draw_texts(canvas: np.ndarray, runs: list[TextRun], halo: Color = HALO) -> np.ndarray:
    """A copy of ``canvas`` (H, W, 3 uint8 RGB) with every run written on it; ``halo`` is the colour around letters."""
    picture = Image.fromarray(canvas)
    draw = ImageDraw.Draw(picture)
    for run in runs:
        draw.text(
            (run.x, run.y + run.size_px * 0.95),
            run.text,
            fill=run.color,
            font=_font_for(run.text, run.size_px),
            anchor='ls',
            stroke_width=run.halo_px,
            stroke_fill=halo,
        )
    return np.array(picture)
