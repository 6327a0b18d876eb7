"""What a model does in the place of a reader: interchangeability and equivalence of means, with stated margins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.analysis import MEASUREMENTS, Measurement, measure
from aariz_mm.analysis.definitions import DEGREES
from aariz_mm.arrays import nan_mean
from aariz_mm.evaluation.agreement import differences
from aariz_mm.evaluation.equivalence import (
    Equivalence,
    Interchangeability,
    equivalence_test,
    interchangeability,
)

from .assembly import Study
from .comparisons import ALL
from .sources import Source

__all__ = ['Margins', 'ModelScores', 'is_angle', 'score_model', 'unwrapped']

_NAN = float('nan')


@dataclass(frozen=True)
class Margins:
    """What may count as no difference: of a mean (``bias``), and by how much disagreement may rise; in mm, degrees, %.

    ``distance`` is whether they hold for distances, too: not in pixels.
    """

    bias: float = 1.0
    rise: float = 0.5
    distance: bool = True


@dataclass(frozen=True)
class ModelScores:
    """Whether a model may stand in for a reader: by landmark (:data:`ALL` too) and by measurement.

    ``replacing`` is what it does to disagreement, ``replacing_centred`` the same once the constant difference of every
    reading from the mean of the readers is taken off each landmark: without the habits of the readers and the bias of
    the model. ``means`` is the equivalence of its mean with that of the readers.
    """

    name: str
    replacing: Mapping[str, Interchangeability]
    replacing_centred: Mapping[str, Interchangeability]
    replacing_measurements: Mapping[str, Interchangeability]
    means: Mapping[str, Equivalence]


def score_model(study: Study, model: Source, values: Mapping[str, np.ndarray], margins: Margins) -> ModelScores:
    """All tests of one model against the readers of a study, of whom there are two or more.

    Args:
        values: (R, B) of each measurement by the readers.
    Errors:
        ImportError: SciPy or statsmodels is missing.
    """
    readers, own = np.stack([study.points(one) for one in study.readers]), study.points(model)
    rise = margins.rise if margins.distance else _NAN
    replacing = _replace(study.symbols, readers, own, rise)
    mean = readers.mean(axis=0)
    centred = _replace(study.symbols, np.stack([_centred(one, mean) for one in readers]), _centred(own, mean), rise)
    measured = measure(study.points_px[model], study.symbols, study.pixel_size_mm)
    of_readers, means = {}, {}
    for key, of_key in values.items():
        together = unwrapped(MEASUREMENTS[key], np.stack([*of_key, measured[key].value]))
        if np.isfinite(together).all(axis=0).sum() > 1:
            of_readers[key] = interchangeability(together[:-1, :, None], together[-1][:, None], margins.rise)
            means[key] = equivalence_test(together[-1] - together[:-1].mean(axis=0), margins.bias)
    return ModelScores(model.label, replacing, centred, of_readers, means)


def _replace(
    symbols: Sequence[str], readers: np.ndarray, own: np.ndarray, rise: float
) -> dict[str, Interchangeability]:
    found = {symbol: interchangeability(readers[:, :, index], own[:, index], rise)
             for index, symbol in enumerate(symbols)}  # fmt: skip
    found = {symbol: one for symbol, one in found.items() if one.n}
    return found | {ALL: interchangeability(readers, own, rise)}


def _centred(points: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """(B, K, 2) without the mean vector of each landmark from the mean of the readers."""
    return points - nan_mean(points - mean, axis=0)


def unwrapped(measurement: Measurement, values: np.ndarray) -> np.ndarray:
    """Angles (R, B) so that each lies within half a turn of the first reader's."""
    apart = [differences(one, values[0], is_angle(measurement)) for one in values]
    return values[0] + np.stack(apart)


def is_angle(measurement: Measurement) -> bool:
    """Whether its values are angles, of which a full turn is none."""
    return measurement.unit == DEGREES
