"""Cervical vertebrae whose shapes follow the maturation stage (Baccetti, Franchi & McNamara 2005).

Local frame of a vertebra: origin at the middle of the body (C2: of its lower border), u forward, v down, mm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aariz_mm.outlines.curves import parse_numbers, rotation, smooth_curve

__all__ = ['CervicalOutlines', 'CervicalShape', 'body_outline', 'cervical_shape', 'sample_cervical_outlines']

_STAGES = np.arange(1, 7)
# One row per body (C2, C3, C4), mm at stages 1-6: the notch comes to C2 at stage 2, to C3 at 3, to C4 at 4.
_CONCAVITY_MM = np.array(
    [[0.0, 1.0, 1.4, 1.7, 2.0, 2.3], [0.0, 0.1, 1.1, 1.5, 1.9, 2.2], [0.0, 0.05, 0.15, 1.2, 1.7, 2.1]]
)
# Flat, then horizontal rectangle, square at 5, upright rectangle at 6.
_HEIGHT_TO_WIDTH = np.array([0.60, 0.66, 0.73, 0.82, 0.98, 1.18])
# Wedge (taller behind) that straightens up.
_FRONT_TO_BACK = np.array([0.66, 0.75, 0.87, 0.96, 1.0, 1.0])
_GAP_MM = np.array([4.3, 4.2, 4.0, 3.7, 3.3, 3.0])
_BODY_WIDTH_MM = 14.0
# u from the body's rear wall in mm, v as a share of the body's height, v in mm
_PILLAR = parse_numbers('1.5 -.35 0, -3 -.75 -1, -6 -.8 -2, -12 .25 0, -12.5 .6 2.5, -7 .55 2, -3 .3 0')
_SPINE = parse_numbers('-10 .1 0, -17 .35 0, -26 .45 1.5, -29 .5 4.5, -26 .55 6, -19 .5 5, -10 .55 2.5')
# Arches of C1, front and rear, and the arch of C2, all in C2's frame
_ARCHES = [
    parse_numbers('6.6 -29, 9.2 -30, 10.8 -26.5, 10 -22, 7.4 -21.5, 5.6 -25'),
    parse_numbers('-6 -24, -12 -25.5, -20 -25, -27 -27, -32 -27, -34 -23.5, -31 -20.5, -24 -20.5, -15 -19, -7 -18'),
    parse_numbers('-6 -14, -12 -13, -20 -12, -30 -6, -36 0, -35 5, -29 5.5, -20 1, -13 4.5, -8 1'),
]
_C2_SEAT_MM = (-22.0, 74.0)
"""Middle of C2's lower border in the shape model's frame."""


@dataclass(frozen=True)
class CervicalShape:
    """Shape that a maturity stands for: notch depths of C2, C3, C4 in mm and proportions of the bodies C3 and C4."""

    concavity_mm: np.ndarray
    height_to_width: float
    front_to_back: float
    gap_mm: float


def cervical_shape(maturity: float) -> CervicalShape:
    """Shape at a maturity, continuous between the stages.

    Args:
        maturity: 1 to 6; whole numbers are the middles of the stages.
    Example: ``cervical_shape(5).height_to_width`` -> 0.98, a square
    """
    at = [
        float(np.interp(maturity, _STAGES, row)) for row in (*_CONCAVITY_MM, _HEIGHT_TO_WIDTH, _FRONT_TO_BACK, _GAP_MM)
    ]
    return CervicalShape(np.array(at[:3]), *at[3:])


def body_outline(width: float, height: float, front_to_back: float, notch: float) -> np.ndarray:
    """(n, 2) outline of a vertebral body: notched below, a wedge where ``front_to_back`` < 1; closed, mm."""
    half, drop = width / 2, height * (1 - front_to_back)
    t = np.linspace(-1, 1, 13)
    below = np.stack([half * 1.04 * t, height / 2 + 0.05 * width * t - notch * (1 - t**2)], 1)
    above = np.stack([-half * 0.96 * t, -height / 2 + drop * (1 - t) / 2 + 0.25 * notch * (1 - t**2) ** 2], 1)
    front = np.array([[half * 0.93, 0.05 * height]])
    back = np.array([[-half * 0.92, 0.0]])
    return np.vstack([below, front, above, back])


def _axis_outline(width: float, notch: float) -> np.ndarray:
    """(n, 2) outline of C2, body and dens; closed, mm."""
    half = width / 2
    t = np.linspace(-1, 1, 13)
    below = np.stack([half * 1.05 * t, 1.2 * t - notch * (1 - t**2)], 1)
    rise = np.array([
        [1.05, 1.2], [0.86, -4], [0.8, -10], [0.9, -14.5], [0.62, -18], [0.5, -23], [0.42, -29], [0, -32.5],
        [-0.45, -30], [-0.5, -23], [-0.68, -17], [-0.95, -11], [-0.92, -5], [-1.05, -1.2],
    ])  # fmt: skip
    dens = smooth_curve(rise * [half, 1.0])
    return np.vstack([below, dens[1:-1]])


def _posterior_outlines(width: float, height: float) -> list[np.ndarray]:
    """Outlines of the articular pillar and of the arch with its spinous process, closed, mm."""
    return [
        smooth_curve(
            rows[:, :1] * [1.0, 0.0] + rows[:, 1:] @ [[0.0, height], [0.0, 1.0]] - [width / 2, 0.0], closed=True
        )
        for rows in (_PILLAR, _SPINE)
    ]


@dataclass(frozen=True)
class CervicalOutlines:
    """Outlines in the shape model's frame, mm: bodies C2 to C7 in order, and everything behind and above them."""

    bodies: list[np.ndarray]
    others: list[np.ndarray]


def sample_cervical_outlines(rng: np.random.Generator, stage: int) -> CervicalOutlines:
    """Neck of a random head at a stage (1-6): the stage's shape, within +-0.3 of a stage, with noise per vertebra."""
    shape = cervical_shape(stage + rng.uniform(-0.3, 0.3))
    width = _BODY_WIDTH_MM * (1 + np.clip(0.06 * rng.standard_normal(), -0.12, 0.12))
    notches = np.maximum(shape.concavity_mm + 0.08 * rng.standard_normal(3), 0)
    turn = np.clip(8 + 5 * rng.standard_normal(), -4, 20)
    seat = np.array(_C2_SEAT_MM) + np.clip(1.5 * rng.standard_normal(2), -3, 3)

    def placed(outline):
        return outline @ rotation(turn).T + seat

    bodies = [placed(_axis_outline(width, notches[0]))]
    others = [placed(outline) for outline in (smooth_curve(arch, closed=True) for arch in _ARCHES)]
    below = 0.0
    for notch in (notches[1], *[notches[2]] * 4):
        height = width * (shape.height_to_width + 0.02 * rng.standard_normal())
        seat = seat + rotation(turn) @ [0.0, below + shape.gap_mm + height / 2]
        turn += np.clip(1.0 + 2 * rng.standard_normal(), -3, 5)
        bodies.append(placed(body_outline(width, height, shape.front_to_back, notch)))
        others += [placed(outline) for outline in _posterior_outlines(width, height)]
        below = height / 2
    return CervicalOutlines(bodies, others)
