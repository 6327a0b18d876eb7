"""How a head may lie in a picture, found cheaply: a mean phantom laid over a small one of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from .alignment import phantom_template
from .borders import find_surroundings

__all__ = ['Match', 'match_template']

_LIGHT = 9.0
"""Sigma, cells, of the coarse light that is taken off both: exposure says nothing of how a head lies."""
_SIDES = (41, 46, 52, 58, 66, 75, 90)
"""Longer side of the small picture, cells of the template, which is 48 wide and shows 224 mm."""
_MARGIN = 0.25
_TILTS_DEG = (-22.0, 0.0, 22.0)
_TILT_COST = 0.05
"""Taken off the correlation of a tilted template: heads are seldom tilted."""
_BRIGHTEST = 2.0
"""Deviations at which details are cut off, so that no marker or edge outweighs the anatomy."""


@dataclass(frozen=True)
class Match:
    """How well the template fits a picture that is mirrored, then turned by quarters anticlockwise, and inverted.

    correlation: -1 to 1. tilt_deg: clockwise, of the template where it fits best.
    """

    correlation: float
    is_mirrored: bool = False
    quarters: int = 0
    inverted: bool = False
    tilt_deg: float = 0.0


def match_template(image: np.ndarray, sides: Sequence[int] = _SIDES) -> list[Match]:
    """The best match of each of 16 ways in which a picture may lie, best first.

    Args:
        image: (H, W) uint8; one of some hundred pixels will do. sides: to which its longer side is reduced, cells.
    """
    best: dict[tuple, Match] = {}
    for match in _matches(image, sides):
        key = (match.is_mirrored, match.quarters, match.inverted)
        if key not in best or match.correlation > best[key].correlation:
            best[key] = match
    return sorted(best.values(), key=lambda match: -match.correlation)


def _matches(image: np.ndarray, sides: Sequence[int]) -> Iterator[Match]:
    shown = 1 - find_surroundings(image).astype(np.float32)
    for side in sides:
        cells = _reduce(image, shown, side)
        for is_mirrored in (False, True):
            for quarters in range(4):
                turned = np.ascontiguousarray(np.rot90(cells[:, ::-1] if is_mirrored else cells, quarters))
                for tilt, template in zip(_TILTS_DEG, _templates(), strict=True):
                    found = cv2.matchTemplate(turned, template, cv2.TM_CCOEFF_NORMED)
                    found = found[np.isfinite(found) & (np.abs(found) <= 1)]
                    for sign in (1, -1):
                        value = float((sign * found).max(initial=-1)) - _TILT_COST * (tilt != 0)
                        yield Match(value, is_mirrored, quarters, sign < 0, tilt)


def _reduce(image: np.ndarray, shown: np.ndarray, side: int) -> np.ndarray:
    """Greys without their coarse light, the longer side as given, with a margin of the mean."""
    factor = side / max(image.shape)
    size = [max(1, round(length * factor)) for length in image.shape[::-1]]
    greys, shown = (cv2.resize(one, size, interpolation=cv2.INTER_AREA).astype(np.float32) for one in (image, shown))
    light = cv2.GaussianBlur(greys * shown, (0, 0), _LIGHT)
    detail = (greys - light / np.maximum(cv2.GaussianBlur(shown, (0, 0), _LIGHT), 1e-3)) * shown
    limit = _BRIGHTEST * max(float(detail.std()), 1e-6)
    margin = [max(int(side * _MARGIN), (56 - length) // 2 + 1) for length in size]
    return cv2.copyMakeBorder(
        np.clip(detail, -limit, limit), margin[1], margin[1], margin[0], margin[0], cv2.BORDER_CONSTANT, value=0.0
    )


@lru_cache(maxsize=1)
def _templates() -> tuple[np.ndarray, ...]:
    """The template at each tilt, (48, 48) float32, without its coarse light."""
    template = phantom_template().astype(np.float32)
    template = template - cv2.GaussianBlur(template, (0, 0), _LIGHT)
    middle = ((len(template) - 1) / 2,) * 2
    turns = [cv2.getRotationMatrix2D(middle, -tilt, 1.0) for tilt in _TILTS_DEG]
    return tuple(cv2.warpAffine(template, turn, template.shape) for turn in turns)
