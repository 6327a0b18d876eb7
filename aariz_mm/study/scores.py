"""The statistics of a study: landmarks, measurements and classes of each comparison, and what a model does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from aariz_mm.analysis import MEASUREMENTS, Classification, Measurement, classify, measure
from aariz_mm.analysis.definitions import DEGREES
from aariz_mm.evaluation.agreement import differences
from aariz_mm.evaluation.equivalence import (
    Equivalence,
    Interchangeability,
    equivalence_test,
    interchangeability,
)
from aariz_mm.evaluation.icc import Icc, intraclass_correlations
from aariz_mm.evaluation.intervals import mean_interval
from aariz_mm.evaluation.kappa import fleiss_kappa
from aariz_mm.evaluation.measurement_agreement import PairedClass, PairedMeasurement, measurement_agreement
from aariz_mm.evaluation.reader_error import MethodError, dahlberg_error, method_error

from .assembly import Study
from .comparisons import Comparison, compare_all, frame_matrices, mean_of_readers

__all__ = [
    'ALL', 'ComparisonScores', 'LandmarkScore', 'Margins', 'MeasurementScore', 'ModelScores', 'ReaderScores',
    'StudyScores', 'score_study',
]  # fmt: skip

ALL = 'all'
"""Name of the row of all landmarks together."""
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
class LandmarkScore:
    """Differences of one landmark on ``n`` radiographs: their length, and their two directions apart.

    ``radial`` is the mean distance with its 95 % interval and SD, ``dahlberg`` sqrt(sum of squared distances / 2n).
    ``x`` and ``y`` are None of all landmarks together.
    """

    symbol: str
    n: int
    radial: float
    low: float
    high: float
    sd: float
    dahlberg: float
    dahlberg_low: float
    dahlberg_high: float
    x: MethodError | None
    y: MethodError | None


@dataclass(frozen=True)
class MeasurementScore:
    """One measurement taken twice: agreement (Bland-Altman, ICC) and method error (Dahlberg, systematic error)."""

    pair: PairedMeasurement
    error: MethodError


@dataclass(frozen=True)
class ComparisonScores:
    """All of one comparison; landmarks by symbol, those of all under :data:`ALL`."""

    comparison: Comparison
    landmarks: Mapping[str, LandmarkScore]
    measurements: Mapping[str, MeasurementScore]
    classes: Mapping[str, PairedClass]


@dataclass(frozen=True)
class ReaderScores:
    """All readers at once: ICCs of each measurement, by key and form, and Fleiss' kappa of each class."""

    icc: Mapping[str, Mapping[str, Icc]]
    fleiss: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class ModelScores:
    """Whether a model may stand in for a reader: by landmark (:data:`ALL` too) and by measurement.

    ``replacing`` is what it does to disagreement, ``means`` the equivalence of its mean with that of the readers.
    """

    name: str
    replacing: Mapping[str, Interchangeability]
    replacing_measurements: Mapping[str, Interchangeability]
    means: Mapping[str, Equivalence]


@dataclass(frozen=True)
class StudyScores:
    """All scores of a study, and what they were made with."""

    comparisons: tuple[ComparisonScores, ...]
    readers: ReaderScores
    models: tuple[ModelScores, ...]
    margins: Margins
    frame: str


def score_study(study: Study, margins: Margins | None = None, frame: str = 'image') -> StudyScores:
    """All statistics of a study.

    Args:
        frame: of the directions, see :data:`.comparisons.FRAMES`.
    Errors:
        ValueError: as :func:`.comparisons.frame_matrices`. ImportError: SciPy or statsmodels is missing.
    """
    margins = Margins(margins.bias, margins.rise, study.unit == 'mm') if margins else Margins(
        distance=study.unit == 'mm')  # fmt: skip
    matrices = frame_matrices(study, frame)
    values, labels = _of_readers(study)
    readers = ReaderScores({}, {}) if len(study.readers) < 2 else ReaderScores(_all_iccs(values), _all_fleiss(labels))
    enough = mean_of_readers(study) is not None
    return StudyScores(
        tuple(_compare(study, one, matrices) for one in compare_all(study)), readers,
        tuple(_score_model(study, model, values, margins) for model in study.models) if enough else (),
        margins, frame,
    )  # fmt: skip


def _compare(study: Study, one: Comparison, matrices: np.ndarray) -> ComparisonScores:
    apart = study.to_unit(one.first_px - one.second_px)
    apart = np.einsum('bij,bkj->bki', matrices, apart)
    landmarks = {symbol: _landmark(symbol, apart[:, index]) for index, symbol in enumerate(study.symbols)}
    landmarks = {symbol: score for symbol, score in landmarks.items() if score.n}
    whole = _radial(ALL, np.linalg.norm(apart, axis=-1))
    agreement = measurement_agreement(one.first_px, one.second_px, None, study.symbols, study.pixel_size_mm)
    measurements = {
        key: MeasurementScore(pair, method_error(differences(pair.first, pair.second, _is_angle(pair.measurement))))
        for key, pair in agreement.measurements.items()
    }
    return ComparisonScores(one, landmarks | {ALL: whole}, measurements, agreement.classes)


def _landmark(symbol: str, apart: np.ndarray) -> LandmarkScore:
    """``apart`` is (B, 2)."""
    return _radial(symbol, np.linalg.norm(apart, axis=-1), *(method_error(values) for values in apart.T))


def _radial(
    symbol: str, distances: np.ndarray, x: MethodError | None = None, y: MethodError | None = None
) -> LandmarkScore:
    known = distances[np.isfinite(distances)]
    if not known.size:
        return LandmarkScore(symbol, 0, *[_NAN] * 7, x, y)
    ends = (float(np.sqrt(end)) for end in mean_interval(distances**2 / 2))
    sd = float(known.std(ddof=1)) if known.size > 1 else _NAN
    return LandmarkScore(
        symbol, int(known.size), float(known.mean()), *mean_interval(distances), sd, dahlberg_error(known), *ends, x, y
    )


def _of_readers(study: Study) -> tuple[dict[str, np.ndarray], dict[str, tuple[Classification, np.ndarray]]]:
    """Values (R, B) of each measurement by all readers, and labels (B, R) of each class."""
    if not study.readers:
        return {}, {}
    measured = [measure(study.points_px[one], study.symbols, study.pixel_size_mm) for one in study.readers]
    verdicts = [classify(one) for one in measured]
    values = {key: _unwrapped(MEASUREMENTS[key], np.stack([one[key].value for one in measured])) for key in measured[0]}
    labels = {key: (verdicts[0][key].classification, np.stack([one[key].label for one in verdicts], axis=1))
              for key in verdicts[0]}  # fmt: skip
    return {key: one for key, one in values.items() if np.isfinite(one).all(axis=0).any()}, labels


def _unwrapped(measurement: Measurement, values: np.ndarray) -> np.ndarray:
    """Angles (R, B) so that each lies within half a turn of the first reader's."""
    apart = [differences(one, values[0], _is_angle(measurement)) for one in values]
    return values[0] + np.stack(apart)


def _all_iccs(values: Mapping[str, np.ndarray]) -> dict[str, dict[str, Icc]]:
    return {key: intraclass_correlations(one[:, np.isfinite(one).all(axis=0)].T) for key, one in values.items()}


def _all_fleiss(labels: Mapping[str, tuple[Classification, np.ndarray]]) -> dict[str, dict[str, float]]:
    found = {key: fleiss_kappa(given, rule.classes) for key, (rule, given) in labels.items()}
    return {key: one for key, one in found.items() if one['n']}


def _score_model(study: Study, model, values: Mapping[str, np.ndarray], margins: Margins) -> ModelScores:
    readers, own = np.stack([study.points(one) for one in study.readers]), study.points(model)
    rise = margins.rise if margins.distance else _NAN
    replacing = {symbol: interchangeability(readers[:, :, index], own[:, index], rise)
                 for index, symbol in enumerate(study.symbols)}  # fmt: skip
    replacing = {symbol: one for symbol, one in replacing.items() if one.n}
    measured = measure(study.points_px[model], study.symbols, study.pixel_size_mm)
    of_readers, means = {}, {}
    for key, of_key in values.items():
        together = _unwrapped(MEASUREMENTS[key], np.stack([*of_key, measured[key].value]))
        if np.isfinite(together).all(axis=0).sum() > 1:
            of_readers[key] = interchangeability(together[:-1, :, None], together[-1][:, None], margins.rise)
            means[key] = equivalence_test(together[-1] - together[:-1].mean(axis=0), margins.bias)
    return ModelScores(model.label, replacing | {ALL: interchangeability(readers, own, rise)}, of_readers, means)


def _is_angle(measurement: Measurement) -> bool:
    return measurement.unit == DEGREES
