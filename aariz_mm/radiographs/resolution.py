"""What the header of an image says of its pixels' shape, and which pixel sizes are plausible."""

from __future__ import annotations

import math
import os

from PIL import Image

__all__ = ['PLAUSIBLE_PIXEL_SIZE_MM', 'NotSquareError', 'check_pixel_size_mm', 'check_square', 'unusual_pixel_size']

PLAUSIBLE_PIXEL_SIZE_MM = (0.03, 0.5)
"""Detectors have 0.08 to 0.15 mm; radiographs are scanned as finely as 0.03 mm and shrunk to as much as 0.5 mm."""
_TOLERANCE = 0.01
_X_RESOLUTION, _Y_RESOLUTION = 282, 283


class NotSquareError(ValueError):
    """The header of an image says that its pixels are not square."""


def check_square(image: Image.Image, name: str | os.PathLike) -> None:
    """Check that pixels are as wide as they are high, where the header says it.

    Args:
        image: as Pillow opens it; only the header is read. name: of the file, for the error.
    Errors:
        NotSquareError: width and height differ by more than 1 %.
    """
    x, y = _resolution(image)
    if x > 0 and y > 0 and abs(x / y - 1) > _TOLERANCE:
        raise NotSquareError(
            f'{os.fspath(name)}: the pixels are not square by the header ({x:g} by {y:g} to the same length), so '
            'distances and angles would be wrong; resample the image to square pixels, or correct a header that is '
            'wrong'
        )


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Pixels to a length along x and y, whatever the unit; zeros where the header says nothing."""
    tags = getattr(image, 'tag_v2', {})
    found = (tags.get(_X_RESOLUTION), tags.get(_Y_RESOLUTION))
    if None in found:
        info = image.info
        found = info.get('jfif_density') or info.get('aspect') or info.get('dpi') or (0, 0)
    try:
        x, y = (float(value) for value in found)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0, 0.0
    return (x, y) if math.isfinite(x) and math.isfinite(y) else (0.0, 0.0)


def check_pixel_size_mm(pixel_size_mm: float, name: str) -> float:
    """The pixel size itself.

    Args:
        name: what to call it in the error.
    Errors:
        ValueError: not a positive, finite number.
    """
    is_number = isinstance(pixel_size_mm, int | float) and not isinstance(pixel_size_mm, bool)
    if not (is_number and 0 < pixel_size_mm < math.inf):
        raise ValueError(f'{name} {pixel_size_mm!r}: expected a positive number of mm per pixel, such as 0.1')
    return float(pixel_size_mm)


def unusual_pixel_size(pixel_size_mm: float) -> str:
    """A warning where a pixel size is no usual one, else ''.

    Example: 10 -> '10 mm per pixel is unusual, expected 0.03 to 0.5; …'
    """
    low, high = PLAUSIBLE_PIXEL_SIZE_MM
    if low <= pixel_size_mm <= high:
        return ''
    return f'{pixel_size_mm:g} mm per pixel is unusual, expected {low:g} to {high:g}; if it is wrong, so is every mm'
