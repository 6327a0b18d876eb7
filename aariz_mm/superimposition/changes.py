"""What changed between two radiographs of a patient: landmarks along anatomic axes, and measurements."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ['LandmarkChange', 'MeasurementChange']


@dataclass(frozen=True)
class LandmarkChange:
    """How far a landmark moved between two timepoints, relative to what was superimposed; mm.

    forward_mm and up_mm are along the axes of the first timepoint. ``_low`` and ``_high`` are ends of intervals at the
    superimposition's ``level``: of each component by itself; of distance and direction the least and the greatest in
    the region of that level, so that these hold in at least that share. direction_deg: 0 forward, 90 up, -90 down.
    NaN: not known. Directions have no ends where the region holds the place without change.

    covariance_mm2: (2, 2) of forward and up; NaN where no doubt is known. within_error: whether the change cannot be
    told from none, at the superimposition's ``test_level``; None where no doubt is known, or where the
    reference itself fixes the landmark. forward_within_error, up_within_error: the same of a component by itself.
    within_error_together: the same at ``test_level`` for all landmarks of the table together: where none moved, the
    share ``test_level`` of tables has no landmark that is called changed.
    reason: why something is missing, or what the reference does to this landmark; '' for nothing.
    """

    symbol: str
    from_label: str
    to_label: str
    forward_mm: float = np.nan
    up_mm: float = np.nan
    forward_low_mm: float = np.nan
    forward_high_mm: float = np.nan
    up_low_mm: float = np.nan
    up_high_mm: float = np.nan
    distance_mm: float = np.nan
    distance_low_mm: float = np.nan
    distance_high_mm: float = np.nan
    direction_deg: float = np.nan
    direction_low_deg: float = np.nan
    direction_high_deg: float = np.nan
    covariance_mm2: np.ndarray | None = None
    within_error: bool | None = None
    forward_within_error: bool | None = None
    up_within_error: bool | None = None
    within_error_together: bool | None = None
    reason: str = ''


@dataclass(frozen=True)
class MeasurementChange:
    """A measurement at two timepoints and its change, later less earlier, in its unit.

    key: of :data:`aariz_mm.analysis.MEASUREMENTS`. low, high: of the change, at the superimposition's ``level``; NaN
    where no doubt is known. within_error, reason: as of :class:`LandmarkChange`.
    """

    key: str
    name: str
    unit: str
    from_label: str
    to_label: str
    before: float
    after: float
    change: float
    low: float = np.nan
    high: float = np.nan
    within_error: bool | None = None
    reason: str = ''
