"""Superimposing radiographs of one patient: moves onto the first, and what changed, with its doubt. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .changes import LandmarkChange, MeasurementChange
from .checking import check_registrations, check_timepoints, doubts_of_series
from .comparing import Levels, Placed, landmark_changes, measurement_changes
from .doubt import draw_moves, draw_points
from .moving import choose_horizontal, forward_angles, in_axes, landmark_moves, used_points
from .references import Reference, find_reference
from .registration import Registration
from .rigid import IDENTITY, Rigid, turn
from .scales import common_scale
from .timepoints import Timepoint

__all__ = ['TEST_LEVEL', 'Superimposition', 'superimpose']

TEST_LEVEL = 0.95
"""Level at which a change is told from none: of one landmark that did not move, 5 in 100 are called changed."""


@dataclass(frozen=True)
class Superimposition:
    """Timepoints laid on the first.

    moves: one for each timepoint, from its ``points_mm`` to those of the first (the first one's is the identity).
    frame: (3, 3), from ``points_mm`` of the first timepoint to anatomic axes: origin at the reference's ``origin``, x
    forward, y up, mm. horizontal: what is level there: 'FH' (Po-Or of the first timepoint), 'SN-7' (its S-N less 7
    degrees, where Po or Or is missing) or 'picture'. level: of intervals. test_level: of ``within_error``.
    changes, measurement_changes: of each pair of neighbouring timepoints, and of the first with the last.
    registrations: as given. warnings: what makes it doubtful; each timepoint has some of its own.
    """

    reference: Reference
    timepoints: tuple[Timepoint, ...]
    moves: tuple[Rigid, ...]
    frame: np.ndarray
    horizontal: str
    level: float
    test_level: float
    changes: tuple[LandmarkChange, ...]
    measurement_changes: tuple[MeasurementChange, ...]
    registrations: tuple[Registration | None, ...] = ()
    warnings: tuple[str, ...] = ()

    def placed_mm(self, index: int) -> np.ndarray:
        """Landmarks (K, 2) of a timepoint in mm of the first."""
        return self.moves[index].apply(self.timepoints[index].points_mm)

    def axes_mm(self, index: int) -> np.ndarray:
        """Landmarks (K, 2) of a timepoint, mm forward and up from the origin of the axes."""
        return self.placed_mm(index) @ self.frame[:2, :2].T + self.frame[:2, 2]

    def change(self, symbol: str, from_label: str, to_label: str) -> LandmarkChange:
        """That of a landmark between two timepoints.

        Errors:
            KeyError: there is none.
        """
        found = {(one.symbol, one.from_label, one.to_label): one for one in self.changes}
        return found[symbol, from_label, to_label]


def superimpose(
    timepoints: Sequence[Timepoint],
    reference: str | Reference,
    registrations: Sequence[Registration | None] = (),
    level: float = 0.9,
    draws: int = 4000,
    seed: int = 0,
    measurements: bool = True,
) -> Superimposition:
    """Lay radiographs of one patient on the first and tell what changed.

    Args:
        timepoints: two or more, in the order of time; :func:`~aariz_mm.superimposition.scales.common_scale` brings
            them to one scale. reference: key of :data:`~aariz_mm.superimposition.references.REFERENCES`, or one.
        registrations: for a structural reference one for each timepoint after the first. level: of intervals.
        draws: of landmarks within their doubt; the same seed gives the same intervals. measurements: whether to tell
            their changes, too; they are the same for every reference.
    Errors:
        ValueError: fewer than two, labels that are not distinct, a landmark of the reference that is missing, a
            structural reference without a registration that was accepted, or a level outside 0 to 1, or too few draws.
    """
    reference = find_reference(reference)
    check_timepoints(timepoints, level, draws)
    check_registrations(reference, timepoints, registrations)
    timepoints, warnings = common_scale(timepoints)
    symbols, first = timepoints[0].symbols, timepoints[0].points_mm
    horizontal = choose_horizontal(symbols, first)
    rng, levels = np.random.default_rng(seed), Levels(level, TEST_LEVEL)
    drawn = [draw_points(rng, one.points_mm, _covariances(one), draws) for one in timepoints]
    found = _moves(reference, timepoints, drawn, registrations, rng)
    moves = tuple(Rigid(float(angle), shift) for (angle, shift), _ in found)
    placed = _place(timepoints, drawn, found, horizontal)
    pairs = list(pairwise(placed)) + [(placed[0], placed[-1])] * (len(placed) > 2)
    notes = ['neither Po-Or nor S-N is on the first radiograph: forward is the x axis of its picture']
    return Superimposition(
        reference,
        timepoints,
        moves,
        _frame(reference, symbols, first, horizontal),
        horizontal,
        level,
        TEST_LEVEL,
        tuple(one for pair in pairs for one in landmark_changes(*pair, symbols, reference, levels)),
        tuple(one for pair in pairs * measurements for one in measurement_changes(*pair, symbols, levels)),
        tuple(registrations),
        (*warnings, *doubts_of_series(timepoints), *notes * (horizontal == 'picture')),
    )


_Moves = tuple[np.ndarray, np.ndarray]
"""Angles (...) and shifts (..., 2)."""


def _covariances(one: Timepoint) -> np.ndarray:
    return np.full((len(one.symbols), 2, 2), np.nan) if one.covariances_mm is None else one.covariances_mm


def _moves(
    reference: Reference,
    timepoints: Sequence[Timepoint],
    drawn: Sequence[np.ndarray],
    registrations: Sequence[Registration | None],
    rng: np.random.Generator,
) -> list[tuple[_Moves, _Moves]]:
    """The move of each timepoint onto the first, and those of its draws."""
    still = (np.float64(0), IDENTITY.shift_mm), (np.zeros(len(drawn[0])), np.zeros((len(drawn[0]), 2)))
    symbols, first, found = timepoints[0].symbols, timepoints[0].points_mm, [still]
    for index, one in enumerate(timepoints[1:], 1):
        if reference.structural:
            registration = registrations[index - 1]
            own = np.float64(registration.move.angle_rad), np.asarray(registration.move.shift_mm, dtype=np.float64)
            found.append((own, draw_moves(rng, registration, len(drawn[0]))))
            continue
        used = used_points(reference, symbols, first, one.points_mm)
        pairs = (first, one.points_mm), (drawn[0], drawn[index])
        found.append(tuple(landmark_moves(reference, symbols, used, *pair) for pair in pairs))
    return found


def _place(
    timepoints: Sequence[Timepoint], drawn: Sequence[np.ndarray], moves: list[tuple[_Moves, _Moves]], horizontal: str
) -> list[Placed]:
    """Every timepoint in the axes of the first, less where these begin."""
    symbols, first = timepoints[0].symbols, timepoints[0].points_mm
    forward, tilted = (forward_angles(horizontal, symbols, points) for points in (first, drawn[0]))
    tilted = np.where(np.isfinite(tilted), tilted, forward)[:, None]
    found = []
    for one, many, (own, several) in zip(timepoints, drawn, moves, strict=True):
        axes = in_axes(turn(one.points_mm, own[0]) + own[1], forward)
        laid = turn(many, several[0][:, None]) + several[1][:, None]
        found.append(Placed(one.label, one.points_mm, many, axes, in_axes(laid, tilted)))
    return found


def _frame(reference: Reference, symbols: Sequence[str], first: np.ndarray, horizontal: str) -> np.ndarray:
    """(3, 3) from mm of the first timepoint to axes out of the reference's origin, or the landmarks' middle."""
    origin = first[list(symbols).index(reference.origin)]
    origin = origin if np.isfinite(origin).all() else np.nanmean(first, axis=0)
    angle = float(forward_angles(horizontal, symbols, first))
    back = Rigid(-angle, -turn(origin, -angle))
    return np.diag([1.0, -1.0, 1.0]) @ back.matrix
