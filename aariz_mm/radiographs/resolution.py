"""What the header of an image says of its pixels' shape, and which pixel sizes are plausible."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator

from PIL import Image

from aariz_mm.radiographs.refusals import RadiographFileError

__all__ = [
    'PLAUSIBLE_PIXEL_SIZE_MM',
    'PLAUSIBLE_SN_MM',
    'NotSquareError',
    'check_pixel_size_mm',
    'check_positive_mm',
    'check_square',
    'check_square_resolution',
    'unusual_pixel_size',
    'unusual_scale',
]

PLAUSIBLE_PIXEL_SIZE_MM = (0.03, 0.5)
"""Detectors have 0.08 to 0.15 mm; radiographs are scanned as finely as 0.03 mm and shrunk to as much as 0.5 mm."""
PLAUSIBLE_SN_MM = (55.0, 85.0)
"""Of single heads, children's too, and with the magnification of film; wider than what a device's median may be."""
_TOLERANCE = 0.01
_X_RESOLUTION, _Y_RESOLUTION = 282, 283


class NotSquareError(RadiographFileError):
    """The header of an image says that its pixels are not square."""


def check_square(image: Image.Image, name: str | os.PathLike) -> None:
    """Check that pixels are as wide as they are high, where the header says it.

    Args:
        image: as Pillow opens it; only the header is read. name: of the file, for the error.
    Errors:
        NotSquareError: width and height differ by more than 1 %.
    """
    for resolution in _resolutions(image):
        check_square_resolution(resolution, name)


def check_square_resolution(resolution: tuple[float, float] | None, name: str | os.PathLike) -> None:
    """Check that two resolutions, or two pixel sizes, along x and y are one; None or 0 says nothing.

    Errors:
        NotSquareError: they differ by more than 1 %.
    """
    x, y = resolution or (0, 0)
    if x > 0 and y > 0 and abs(x / y - 1) > _TOLERANCE:
        raise NotSquareError(
            f'{os.fspath(name)}: the pixels are not square by the header ({x:g} by {y:g} to the same length), so '
            'distances and angles would be wrong; resample the image to square pixels, or correct a header that is '
            'wrong'
        )


def _resolutions(image: Image.Image) -> Iterator[tuple[float, float]]:
    """What the parts of a header say: pixels to a length along x and y, whatever the unit."""
    tags, info = getattr(image, 'tag_v2', {}), image.info
    with contextlib.suppress(OSError, ValueError, SyntaxError):  # EXIF that is cut or none
        exif = Image.Image.getexif(image)  # that of PNG decodes all pixels, for what may stand behind them
        yield from _as_numbers((exif.get(_X_RESOLUTION), exif.get(_Y_RESOLUTION)))
    yield from _as_numbers((tags.get(_X_RESOLUTION), tags.get(_Y_RESOLUTION)))
    for key in ('jfif_density', 'aspect', 'dpi'):
        yield from _as_numbers(info.get(key))


def _as_numbers(pair: object) -> Iterator[tuple[float, float]]:
    try:
        x, y = (float(value) for value in pair)
    except (TypeError, ValueError, ZeroDivisionError):
        return
    if math.isfinite(x) and math.isfinite(y):
        yield x, y


def check_pixel_size_mm(pixel_size_mm: float, name: str) -> float:
    """The pixel size itself.

    Args:
        name: what to call it in the error.
    Errors:
        ValueError: not a positive, finite number.
    """
    return check_positive_mm(pixel_size_mm, name, 'mm per pixel, such as 0.1')


def check_positive_mm(length_mm: float, name: str, unit: str) -> float:
    """The length itself.

    Args:
        name, unit: what to call it in the error, and what is expected, with an example.
    Errors:
        ValueError: not a positive, finite number.
    """
    is_number = isinstance(length_mm, int | float) and not isinstance(length_mm, bool)
    if not (is_number and 0 < length_mm < math.inf):
        raise ValueError(f'{name} {length_mm!r}: expected a positive number of {unit}')
    return float(length_mm)


def unusual_pixel_size(pixel_size_mm: float) -> str:
    """A warning where a pixel size is no usual one, else ''.

    Example: 10 -> '10 mm per pixel is unusual, expected 0.03 to 0.5; …'
    """
    low, high = PLAUSIBLE_PIXEL_SIZE_MM
    if low <= pixel_size_mm <= high:
        return ''
    return f'{pixel_size_mm:g} mm per pixel is unusual, expected {low:g} to {high:g}; if it is wrong, so is every mm'


def unusual_scale(sn_mm: float) -> str:
    """A warning where the distance S-N that a pixel size gives is that of no head, else ''.

    Args:
        sn_mm: mm.
    """
    low, high = PLAUSIBLE_SN_MM
    if low <= sn_mm <= high:
        return ''
    return f'S-N is {sn_mm:.1f} mm at this pixel size, expected {low:g} to {high:g}: is it the size of this file?'
