"""Superimposing radiographs of one patient: moves onto the first, and what changed, with its doubt. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .changes import LandmarkChange, MeasurementChange
from .references import Reference
from .registration import Registration
from .rigid import Rigid
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
    registrations: as given. warnings: what makes it doubtful.
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
) -> Superimposition:
    """Lay radiographs of one patient on the first and tell what changed.

    Args:
        timepoints: two or more, in the order of time; :func:`~aariz_mm.superimposition.timepoints.common_scale` brings
            them to one scale. reference: key of :data:`~aariz_mm.superimposition.references.REFERENCES`, or one.
        registrations: for a structural reference one for each timepoint after the first. level: of intervals.
        draws: of landmarks within their doubt; the same seed gives the same intervals.
    Errors:
        ValueError: fewer than two, labels that are not distinct, a landmark of the reference that is missing, a
            structural reference without a registration that was accepted, or a level outside 0 to 1.
    """
    raise NotImplementedError
