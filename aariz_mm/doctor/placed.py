"""All readings of a dataset beside the face model that is learnt from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .cases import Case
from .shapes import FaceModel, Residuals, laid_on_mean, learn_model, mean_mm_per_px

__all__ = ['Placed', 'PlacedReading', 'Readings', 'place_readings']


@dataclass(frozen=True)
class PlacedReading:
    """laid_mm: (29, 2) on the mean face. residuals: beside where the landmarks that fit expect them.

    mm_per_px: mm of a face with S-N = 70 mm.
    """

    laid_mm: np.ndarray
    residuals: Residuals
    mm_per_px: float


Readings = Mapping[str, PlacedReading]
"""Reader -> its reading of one image."""


@dataclass(frozen=True)
class Placed:
    """The model, and the readings of each case in their order; a reading of too few landmarks is absent."""

    model: FaceModel
    cases: Sequence[Case]
    readings: Sequence[Readings]


def place_readings(cases: Sequence[Case]) -> Placed:
    """Learn the model from all readings and lay every one beside it."""
    laid = [{reader: laid_on_mean(points) for reader, points in case.readers_px.items()} for case in cases]
    model = learn_model([points for one in laid for points in one.values() if points is not None])
    return Placed(model, cases, [_place(case, one, model) for case, one in zip(cases, laid, strict=True)])


def _place(case: Case, laid: Mapping[str, np.ndarray | None], model: FaceModel) -> Readings:
    return {
        reader: PlacedReading(points, model.beside_expected(points), mean_mm_per_px(case.readers_px[reader], points))
        for reader, points in laid.items()
        if points is not None
    }
