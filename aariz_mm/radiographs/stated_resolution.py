"""The pixel size that the resolution of a PNG, JPEG, TIFF or other picture gives, for those who trust it."""

from __future__ import annotations

import os

from PIL import Image

from aariz_mm.radiographs.formats import HEAD_BYTES, find_format, read_head
from aariz_mm.radiographs.pictures import open_header, read_tiff_page
from aariz_mm.radiographs.refusals import refuse_failures
from aariz_mm.radiographs.resolution import PLAUSIBLE_PIXEL_SIZE_MM, check_square_resolution

__all__ = ['read_stated_resolution']

_MM_PER_INCH = 25.4
_DEFAULTS_DPI = (72, 96)
_TOLERANCE_DPI = 0.5


def read_stated_resolution(
    path: str | os.PathLike, data: bytes | None = None
) -> tuple[float | None, str, tuple[str, ...]]:
    """Millimetres per pixel by the header of a picture, their source in words, and a note where it is not used.

    What programs write where they know nothing, 72 and 96 dpi, and sizes outside 0.03 to 0.5 mm are not used.

    Args:
        data: the bytes of the file, where they have been read.
    Errors:
        FileNotFoundError, ValueError: the header cannot be read, or the pixels are not square.
    """
    head = read_head(path) if data is None else data[:HEAD_BYTES]
    dpi = _tiff_dpi(path, data) if find_format(head) == 'tiff' else _dpi(path, data)
    if dpi is None:
        return None, '', ('the header states no resolution',)
    if any(abs(dpi - default) < _TOLERANCE_DPI for default in _DEFAULTS_DPI):
        return None, '', (f'the header says {dpi:.0f} dpi, as programs write where they know nothing: not used',)
    size, (low, high) = _MM_PER_INCH / dpi, PLAUSIBLE_PIXEL_SIZE_MM
    if not low <= size <= high:
        return None, '', (f'the header says {dpi:g} dpi, {size:.3g} mm, expected {low:g} to {high:g} mm: not used',)
    return size, f'resolution in the header of the file ({dpi:.4g} dpi)', ()


def _tiff_dpi(path: str | os.PathLike, data: bytes | None) -> float | None:
    page = read_tiff_page(path, data)
    check_square_resolution(page.resolution, path)
    if page.resolution is None or page.unit_mm is None or page.resolution[0] <= 0:
        return None
    return page.resolution[0] * _MM_PER_INCH / page.unit_mm


def _dpi(path: str | os.PathLike, data: bytes | None) -> float | None:
    with open_header(path, data) as image, refuse_failures(path, 'the header of the image cannot be read'):
        value = None if _is_ratio(image) else image.info.get('dpi')
        dpi = float(value[0]) if value else 0.0
    return dpi if 0 < dpi < float('inf') else None


def _is_ratio(image: Image.Image) -> bool:
    """Whether the density of a JPEG has no unit, so that it is a ratio of sides alone."""
    return 'jfif_unit' in image.info and image.info['jfif_unit'] == 0
