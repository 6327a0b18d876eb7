"""Ways in which clinics send radiographs, each the same whenever it is made."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from aariz_mm.geometry import crop_matrix
from aariz_mm.radiographs.framing import (
    MARGIN_GREYS,
    make_screenshot,
    page_matrix,
    perspective_matrix,
    photograph,
)
from aariz_mm.radiographs.processing import (
    add_noise,
    bend_greys,
    blur_grey,
    compress,
    equalize,
    sharpen,
    stretch_contrast,
)

__all__ = ['CHANGES', 'KINDS', 'Change', 'change_radiograph', 'choose_changes', 'move_points']

_ANYWHERE = (0.0, 1.0)
_CROP_SHARES = (0.05, 0.2)
"""Of the longer side of the landmarks' box, that a crop leaves about it."""
_SCREENSHOT_SCALES = (0.6, 0.9)
_CORNER_SHARE, _GLARE, _MOIRE = 0.04, (30.0, 90.0), (3.0, 8.0)
"""How far a photograph shifts each corner; grey values that a reflection and the stripes of a screen add."""
_HALO_PX = 4.0


@dataclass(frozen=True)
class Change:
    """What is done to a radiograph.

    kind: of :data:`KINDS`. strength: in words, '' where there is but one. apply: of grey pixels (h, w) uint8, landmarks
    (K, 2) and a random generator, the changed picture and the matrix (3, 3) from pixels of the radiograph to its own.
    """

    kind: str
    strength: str
    apply: Callable[[np.ndarray, np.ndarray, np.random.Generator], tuple[np.ndarray, np.ndarray]]

    @property
    def name(self) -> str:
        """Kind and strength. Example: 'rotation +10°'"""
        return f'{self.kind} {self.strength}'.strip()


def change_radiograph(
    change: Change, grey: np.ndarray, points_px: np.ndarray, number: int
) -> tuple[np.ndarray, np.ndarray]:
    """A changed radiograph, the same for the same arguments.

    Args:
        grey: (h, w) uint8. points_px: (K, 2), its landmarks, about which 'crop' cuts; NaN where not marked.
        number: of the radiograph; it chooses noise, margins and light.
    Returns:
        (h', w') uint8, and the matrix (3, 3) for :func:`move_points` from pixels of the radiograph to those of it.
    """
    return change.apply(grey, points_px, np.random.default_rng([number, zlib.crc32(change.name.encode())]))


def move_points(matrix: np.ndarray, points_px: np.ndarray) -> np.ndarray:
    """Points (K, 2) by a perspective (3, 3); NaN stays NaN.

    Example: a shift by (2, 0) moves (1, 1) to (3, 1)
    """
    moved = np.column_stack([points_px, np.ones(len(points_px))]) @ np.asarray(matrix, dtype=np.float64).T
    return moved[:, :2] / moved[:, 2:]


def choose_changes(kinds: Sequence[str] | None = None) -> tuple[Change, ...]:
    """Changes of some kinds, in the order of :data:`CHANGES`; 'plain', to which the others are compared, always.

    Args:
        kinds: of :data:`KINDS`; None takes all.
    Errors:
        ValueError: an unknown kind.
    """
    unknown = sorted(set(kinds or ()) - set(KINDS))
    if unknown:
        raise ValueError(f'no such kind of change: {unknown}; expected some of {list(KINDS)}')
    return tuple(change for change in CHANGES if kinds is None or change.kind in {'plain', *kinds})


def _greys(function: Callable[[np.ndarray], np.ndarray]) -> Callable:
    """A change of greys alone."""
    return lambda grey, points_px, rng: (function(grey), np.eye(3))


def _noise(grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return add_noise(grey, 12.0, rng), np.eye(3)


def _warp(
    grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator, **how: float
) -> tuple[np.ndarray, np.ndarray]:
    """Turned or scaled about the middle of a frame that stays; black beyond, cut off outside."""
    size = grey.shape[1::-1]
    matrix = crop_matrix(size, size, **how)
    return cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_LINEAR), _as_square(matrix)


def _crop(grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Cut to the face, with a margin of its own on each side."""
    low, high = np.nanmin(points_px, axis=0), np.nanmax(points_px, axis=0)
    margins = (high - low).max() * rng.uniform(*_CROP_SHARES, size=(2, 2))
    left, upper = np.maximum(np.floor(low - margins[0]), 0).astype(int)
    right, lower = np.minimum(np.ceil(high + margins[1]) + 1, grey.shape[1::-1]).astype(int)
    return grey[upper:lower, left:right].copy(), _as_square([[1, 0, -left], [0, 1, -upper]])


def _screenshot(grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    scale, x, y = rng.uniform(*_SCREENSHOT_SCALES), *rng.uniform(*_ANYWHERE, size=2)
    margin, bar = int(rng.choice(MARGIN_GREYS)), int(rng.integers(256)) if rng.random() < 0.5 else None
    page = make_screenshot(grey, scale, x, y, margin, bar)
    return page, _as_square(page_matrix(grey.shape[1::-1], scale, x, y))


def _photograph(grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    matrix = perspective_matrix(grey.shape[1::-1], rng.uniform(-_CORNER_SHARE, _CORNER_SHARE, size=(4, 2)))
    return photograph(grey, matrix, rng.uniform(*_GLARE), rng.uniform(*_MOIRE), rng), matrix


def _mirror(grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return cv2.flip(grey, 1), _as_square([[-1, 0, grey.shape[1] - 1], [0, 1, 0]])


def _turn_left(grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return cv2.rotate(grey, cv2.ROTATE_90_COUNTERCLOCKWISE), _as_square([[0, 1, 0], [-1, 0, grey.shape[1] - 1]])


def _turn_right(grey: np.ndarray, points_px: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    return cv2.rotate(grey, cv2.ROTATE_90_CLOCKWISE), _as_square([[0, -1, grey.shape[0] - 1], [1, 0, 0]])


def _as_square(affine: Sequence) -> np.ndarray:
    return np.vstack([affine, [0, 0, 1]]).astype(np.float64)


CHANGES = (
    Change('plain', '', _greys(np.copy)),
    *(Change('rotation', f'{angle:+d}°', partial(_warp, rotation_deg=angle)) for angle in (-15, -10, 10, 15)),
    *(Change('scale', f'{zoom:g}', partial(_warp, zoom=zoom)) for zoom in (0.8, 1.25)),
    *(Change('gamma', f'{gamma:g}', _greys(partial(bend_greys, gamma=gamma))) for gamma in (0.6, 1.6)),
    *(Change('contrast', f'{factor:g}', _greys(partial(stretch_contrast, factor=factor))) for factor in (0.6, 1.5)),
    Change('negative', '', _greys(np.invert)),
    Change('jpeg', 'quality 20', _greys(partial(compress, quality=20))),
    Change('blur', 'sd 2 px', _greys(partial(blur_grey, sd_px=2.0))),
    Change('noise', 'sd 12', _noise),
    Change('unsharp', 'amount 1.5', _greys(partial(sharpen, amount=1.5, sd_px=_HALO_PX))),
    Change('clahe', '8 x 8 tiles, clip 4', _greys(partial(equalize, tiles=8, clip=4.0))),
    Change('crop', 'to the face', _crop),
    Change('screenshot', 'with margins', _screenshot),
    Change('photograph', 'of a screen', _photograph),
    Change('mirrored', '', _mirror),
    Change('turned', '90° left', _turn_left),
    Change('turned', '90° right', _turn_right),
)
"""As it is; rotated (+ is counter-clockwise) or scaled in a frame that stays; other greys; cropped, framed,
photographed; mirrored, and turned by 90 degrees. A blur and the halo of an unsharp mask are in pixels of the file."""

KINDS = tuple(dict.fromkeys(change.kind for change in CHANGES))
"""Kinds of change, each of one strength or several."""
