"""Radiographs reduced to a size: averaged over areas, after JPEG files were decoded at a part of their size."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.radiographs.file_structure import read_jpeg_markers
from aariz_mm.radiographs.greys import surely_fills_8_bits

__all__ = ['read_reduced_jpeg', 'reduction', 'shrink', 'shrink_aligned']

_FLAGS = {
    8: cv2.IMREAD_REDUCED_GRAYSCALE_8,
    4: cv2.IMREAD_REDUCED_GRAYSCALE_4,
    2: cv2.IMREAD_REDUCED_GRAYSCALE_2,
}
_LEAST_REST = 1.75
"""How much is left to be averaged of what was reduced before; with less, edges become softer than by averaging all."""
_GREY_OR_COLOUR = (1, 3)
"""Components of a JPEG; four are inks, which OpenCV turns into grey by way of colour."""


def shrink(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Average an image over areas; one that is reduced much is halved first, which takes half the time.

    Halving changes grey values by less than half of one in the mean, and moves nothing.

    Args:
        image: (H, W) uint8. size: (w, h), no larger than it.
    Returns:
        (h, w) uint8; the image itself where that is its size.
    """
    full_size = image.shape[::-1]
    if full_size == size:
        return image
    if reduction(full_size, size) == 1:
        return cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    right, below = (side % 2 for side in full_size)
    if right or below:
        image = cv2.copyMakeBorder(image, 0, below, 0, right, cv2.BORDER_REPLICATE)
    half = cv2.resize(image, (image.shape[1] // 2, image.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return shrink_aligned(half, 2, full_size, size)


def reduction(full_size: tuple[int, int], size: tuple[int, int]) -> int:
    """By how much a JPEG may be reduced in decoding, so that ``size`` is averaged from what is left: 8, 4, 2 or 1.

    Example: (2000, 2400) to (640, 768) -> 2
    """
    rest = min(full / side for full, side in zip(full_size, size, strict=True))
    return next((by for by in _FLAGS if rest >= by * _LEAST_REST), 1)


def read_reduced_jpeg(data: bytes, full_size: tuple[int, int], size: tuple[int, int]) -> np.ndarray | None:
    """A radiograph reduced to a size, decoded at a part of its own; None where it must be decoded in full.

    Landmarks lie where averaging all pixels would have put them, and black and white are the same. An EXIF orientation
    is ignored.

    Args:
        data: a file. full_size: (W, H) by its header. size: (w, h) to be made of it.
    Returns:
        (h, w) uint8, or None: it is no JPEG of 8 bits in grey or colour, it is damaged, the size is too near to its
        own, or its grey values may have to be stretched.
    """
    by = reduction(full_size, size)
    markers = read_jpeg_markers(data) if by > 1 and data[:3] == b'\xff\xd8\xff' else None
    if markers is None or not markers.is_complete or markers.bits != 8 or markers.components not in _GREY_OR_COLOUR:
        return None
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), _FLAGS[by] | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error:  # decoding in full says what is wrong
        return None
    if pixels is None or pixels.shape != (-(-full_size[1] // by), -(-full_size[0] // by)):
        return None
    return shrink_aligned(pixels, by, full_size, size) if surely_fills_8_bits(pixels) else None


def shrink_aligned(pixels: np.ndarray, by: int, full_size: tuple[int, int], size: tuple[int, int]) -> np.ndarray:
    """Average pixels that cover more than the radiograph, as a size that is no multiple is rounded up.

    Args:
        pixels: (ceil(H / by), ceil(W / by)) uint8. full_size: (W, H). size: (w, h) that covers W x H exactly.
    Returns:
        (h, w) uint8.
    """
    scale_x, scale_y = (side * by / full for side, full in zip(size, full_size, strict=True))
    # By its factors and not by its size, which may come out one larger: what lies beyond the radiograph is cut off.
    image = cv2.resize(pixels, None, fx=scale_x, fy=scale_y, interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(image[: size[1], : size[0]])
