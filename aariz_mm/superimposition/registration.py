"""Superimposition on structures: the rigid move that lays one radiograph's picture onto another's. Numpy and OpenCV."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .rigid import Rigid

__all__ = ['Registration']


@dataclass(frozen=True)
class Registration:
    """How one region of a later radiograph lies on that of the first, by what the pictures show.

    region: 'cranial_base', 'maxilla' or 'mandible'. move: from ``points_mm`` of the later timepoint to those of the
    first. covariance: (3, 3) of angle_rad, dx_mm, dy_mm, the doubt of the move: a turn about ``centre_mm`` (2,), in mm
    of the first timepoint, and a shift, both after the move. quality: figures by which it was judged. accepted:
    whether it may be used; reason: why not, '' where it may.
    """

    region: str
    move: Rigid
    covariance: np.ndarray
    centre_mm: np.ndarray
    quality: Mapping[str, Any] = field(default_factory=dict)
    accepted: bool = True
    reason: str = ''
