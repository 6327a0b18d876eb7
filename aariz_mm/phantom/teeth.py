"""Teeth placed by their landmarks: incisors by tip and apex, premolars and molars by the cusp tip; (x, y) in mm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.curves import parse_numbers, smooth_curve

__all__ = ['Tooth', 'place_teeth']

# (across, along) of half outlines; along: 0 at the tip, 1 at the apex. Sharp at both ends, where the landmarks are.
_INCISOR = parse_numbers('0 0, .13 .03, .3 .15, .46 .28, .5 .37, .44 .52, .33 .72, .19 .9, 0 1')
# (forward, rootward) from the cusp tip, mm
_PREMOLAR = parse_numbers(
    '0 0, 1.9 1.5, 3.5 3.2, 3.8 5, 2.9 8, 2.2 13, 1.1 19, 0 21, -1.1 19, -2.2 13, -2.9 8, -3.8 5, -3.5 3.2, -1.9 1.5'
)
_MOLAR = parse_numbers(
    '0 0, 1.7 1.3, 3.2 3.4, 3.1 6, 1.8 9, 1.7 14, 0.6 19.5, -0.9 15, -2.7 10.5, -4.6 15, -6.6 19, '
    '-7.3 14, -7.4 9, -8.1 6, -8.2 3.4, -7.4 1.4, -6 0.5, -4.4 1.6, -3 2.4, -1.5 1.4'
)
_CROWN_MM = 6.5


@dataclass(frozen=True)
class Tooth:
    """Closed outlines of a tooth, its enamel crown, and the line of its pulp; (n, 2) each."""

    outline: np.ndarray
    crown: np.ndarray
    pulp: np.ndarray


def _incisor(tip: np.ndarray, apex: np.ndarray, width: float) -> Tooth:
    """Incisor between two points; the outline has both as corners. ``width`` in mm."""
    along = apex - tip
    across = np.array([-along[1], along[0]]) / np.linalg.norm(along)
    half = smooth_curve(_INCISOR)

    def side(sign, part):
        return tip + part[:, 1:] * along + sign * width * part[:, :1] * across

    crown = half[half[:, 1] <= 0.38]
    whole = np.vstack([side(1, half), side(-1, half)[::-1]])
    cap = np.vstack([side(1, crown), side(-1, crown)[::-1]])
    return Tooth(whole, cap, tip + np.array([[0.3], [0.9]]) * along)


def _cheek_tooth(pattern: np.ndarray, tip: np.ndarray, forward: np.ndarray, rootward: np.ndarray) -> Tooth:
    def placed(points):
        return tip + points[:, :1] * forward + points[:, 1:] * rootward

    outline = np.vstack([pattern[:1], smooth_curve(np.vstack([pattern[1:], pattern[:1]]))])
    crown = np.column_stack([outline[:, 0], np.minimum(outline[:, 1], _CROWN_MM)])
    centre = 0.5 * (pattern[:, 0].max() + pattern[:, 0].min())
    return Tooth(placed(outline), placed(crown), placed(np.array([[centre, 4.0], [centre, 15.0]])))


def _cheek_row(
    molar: np.ndarray, premolar: np.ndarray, incisor_tip: np.ndarray, forward: np.ndarray, rootward: np.ndarray
) -> list[Tooth]:
    """Second molar to canine of one jaw; the roots of the front ones lean backward, as the jaw does."""
    reach = (incisor_tip - premolar) @ forward
    places = [
        (_MOLAR * [0.96, 0.92], molar - 10.6 * forward + 0.5 * rootward, -0.1),
        (_MOLAR, molar, 0.0),
        (_PREMOLAR, premolar, 0.0),
        (_PREMOLAR * [0.95, 1.0], premolar + min(7.2, 0.33 * reach) * forward + 0.3 * rootward, -0.08),
        (_PREMOLAR * [0.9, 1.1], premolar + min(14.0, 0.62 * reach) * forward - 0.3 * rootward, -0.22),
    ]
    return [_cheek_tooth(pattern, tip, forward, rootward + lean * forward) for pattern, tip, lean in places]


def place_teeth(landmarks_mm: np.ndarray) -> tuple[list[Tooth], list[Tooth]]:
    """Incisors, upper then lower, and the cheek teeth of both jaws, which stand across the bisected occlusal plane.

    Args:
        landmarks_mm: (29, 2) in the official order.
    """
    at = dict(zip(SYMBOLS, landmarks_mm, strict=True))
    incisors = [_incisor(at['UIT'], at['UIA'], 7.4), _incisor(at['LIT'], at['LIA'], 6.2)]
    plane = at['UIT'] + at['LIT'] - at['UMT'] - at['LMT']
    forward = plane / np.linalg.norm(plane)
    down = np.array([-forward[1], forward[0]])
    upper = _cheek_row(at['UMT'], at['UPM'], at['UIT'], forward, -down)
    lower = _cheek_row(at['LMT'], at['LPM'], at['LIT'], forward, down)
    return incisors, upper + lower
