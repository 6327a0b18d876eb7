"""How a radiograph reaches us: as a screenshot with margins, or photographed off a screen or a light box."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.geometry import resampling_matrix

__all__ = ['MARGIN_GREYS', 'make_screenshot', 'page_matrix', 'perspective_matrix', 'photograph']

MARGIN_GREYS = (0, 30, 128, 240, 255)
"""Of viewers, slides and pages."""


def make_screenshot(grey: np.ndarray, scale: float, x: float, y: float, margin: int, bar: int | None) -> np.ndarray:
    """A picture (h, w) uint8 shrunk into a page or window of its former size.

    Args:
        scale: factor of width and height, at most 1. x, y: place of the picture, 0 to 1, as shares of what is free.
        margin: grey of the page. bar: grey of a bar of a program above or below; None for none.
    """
    small, corner = _place(grey.shape[1::-1], scale, x, y)
    page = _shrink_into(grey, small, corner, margin)
    if bar is not None:
        height = round(page.shape[0] * (1 - scale) * max(y, 1 - y))
        rows = slice(0, height) if y > 0.5 else slice(page.shape[0] - height, None)
        page[rows] = bar
        page[rows][height // 3 : 2 * height // 3, : page.shape[1] // 2 : 16] = 255 - bar  # buttons and words
    return page


def page_matrix(size: tuple[int, int], scale: float, x: float, y: float) -> np.ndarray:
    """Affine (2, 3) from pixels of a picture (w, h) to those of its screenshot."""
    small, corner = _place(size, scale, x, y)
    matrix = resampling_matrix(np.array(small) / size)[:2]
    matrix[:, 2] += corner
    return matrix


def _place(size: tuple[int, int], scale: float, x: float, y: float) -> tuple[tuple[int, int], tuple[int, int]]:
    """Size and upper left pixel of the shrunk picture."""
    small = tuple(max(round(side * scale), 1) for side in size)
    return small, (round((size[0] - small[0]) * x), round((size[1] - small[1]) * y))


def _shrink_into(grey: np.ndarray, small: tuple[int, int], corner: tuple[int, int], margin: int) -> np.ndarray:
    """(h, w) shrunk to ``small`` (w, h) at ``corner`` (x, y) on a page of its former size and one grey."""
    page = np.full_like(grey, margin)
    (width, height), (left, upper) = small, corner
    page[upper : upper + height, left : left + width] = cv2.resize(grey, small, interpolation=cv2.INTER_AREA)
    return page


def perspective_matrix(size: tuple[int, int], shifts: np.ndarray) -> np.ndarray:
    """The matrix (3, 3) that moves the corners of a picture (w, h) by shares (4, 2) of it, clockwise from the upper
    left."""
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], dtype=np.float32)
    sides = np.array(size, dtype=np.float32) - 1
    return cv2.getPerspectiveTransform(corners * sides, ((corners + shifts) * sides).astype(np.float32))


def photograph(
    grey: np.ndarray, matrix: np.ndarray, glare: float, moire: float, rng: np.random.Generator
) -> np.ndarray:
    """A picture (h, w) uint8 as a camera sees it.

    Args:
        matrix: perspective (3, 3).
        glare, moire: grey values of the reflection's middle and of the stripes' amplitude; 0 leaves them out.
        rng: of the room's grey, the vignette, and place and width of the others.
    """
    size = grey.shape[1::-1]
    room, floor, span = rng.uniform(0, 60), rng.uniform(0, 40), rng.uniform(0.6, 1.0)
    seen = cv2.warpPerspective(grey, matrix, size, flags=cv2.INTER_LINEAR, borderValue=room)
    light = cv2.resize(_vignette(rng) * np.float32(span), size, interpolation=cv2.INTER_LINEAR)
    added = np.full((60, 48), floor, dtype=np.float32) + _reflection(glare, rng)
    lit = cv2.multiply(seen, light, dtype=cv2.CV_32F)
    lit = cv2.add(lit, cv2.resize(added, size, interpolation=cv2.INTER_LINEAR))
    if moire:
        lit = cv2.add(lit, _stripes(size, moire, rng))
    return cv2.convertScaleAbs(cv2.max(lit, 0))


def _vignette(rng: np.random.Generator) -> np.ndarray:
    """Share of the light that reaches each place, (60, 48)."""
    ys, xs = np.mgrid[-1:1:60j, -1:1:48j].astype(np.float32)
    x, y = rng.uniform(-0.3, 0.3, size=2)
    return 1 - np.float32(rng.uniform(0, 0.3)) * ((xs - np.float32(x)) ** 2 + (ys - np.float32(y)) ** 2) / 2


def _reflection(glare: float, rng: np.random.Generator) -> np.ndarray:
    """Grey values that a lamp or window adds, (60, 48): a soft spot anywhere."""
    ys, xs = np.mgrid[-1:1:60j, -1:1:48j].astype(np.float32)
    (x, y), (width, height) = rng.uniform(-1, 1, size=2), rng.uniform(0.1, 0.5, size=2)
    return np.float32(glare) * np.exp(-(((xs - x) / width) ** 2) - ((ys - y) / height) ** 2).astype(np.float32)


def _stripes(size: tuple[int, int], amplitude: float, rng: np.random.Generator) -> np.ndarray:
    """Slanted waves of 3 to 30 pixels, (h, w) float32; sin(a + b) is a sum of two products of columns and rows."""
    angle, length_px = rng.uniform(0, np.pi), np.exp(rng.uniform(np.log(3), np.log(30)))
    phases = [
        (2 * np.pi / length_px * turn * np.arange(side)).astype(np.float32)
        for turn, side in zip((np.cos(angle), np.sin(angle)), size, strict=True)
    ]
    across, down = (np.stack([np.sin(phase), np.cos(phase)]) for phase in phases)
    return np.float32(amplitude) * (down.T @ across[::-1])
