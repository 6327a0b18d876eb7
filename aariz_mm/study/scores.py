"""The statistics of a study: landmarks, measurements and classes of each comparison, and what a model does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from aariz_mm.analysis import MEASUREMENTS, Classification, classify, measure
from aariz_mm.evaluation.agreement import differences
from aariz_mm.evaluation.icc import Icc, intraclass_correlations
from aariz_mm.evaluation.intervals import mean_interval
from aariz_mm.evaluation.kappa import fleiss_kappa
from aariz_mm.evaluation.measurement_agreement import PairedClass, PairedMeasurement, measurement_agreement
from aariz_mm.evaluation.reader_error import MethodError, dahlberg_error, method_error

from .assembly import Study
from .comparisons import ALL, Comparison, compare_all, frame_matrices, readers_line
from .replacing import Margins, ModelScores, is_angle, score_model, unwrapped

__all__ = [
    'ComparisonScores', 'LandmarkScore', 'MeasurementScore', 'ReaderScores', 'StudyScores', 'score_study',
]  # fmt: skip

_NAN = float('nan')


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
class StudyScores:
    """All scores of a study, and what they were made with.

    ``reader_to_mean`` is how far each reader lies from the mean of all, None for fewer than two: what a model's
    distance from that mean may be compared with. It is no pair of readings, so Dahlberg's error is NaN.
    """

    comparisons: tuple[ComparisonScores, ...]
    reader_to_mean: LandmarkScore | None
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
    line = readers_line(study)
    return StudyScores(
        tuple(_compare(study, one, matrices) for one in compare_all(study)),
        None if line is None else _distance(line.to_mean), readers,
        tuple(score_model(study, model, values, margins) for model in study.models) if line is not None else (),
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
        key: MeasurementScore(pair, method_error(differences(pair.first, pair.second, is_angle(pair.measurement))))
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


def _distance(values: np.ndarray) -> LandmarkScore:
    return replace(_radial(ALL, values), dahlberg=_NAN, dahlberg_low=_NAN, dahlberg_high=_NAN)


def _of_readers(study: Study) -> tuple[dict[str, np.ndarray], dict[str, tuple[Classification, np.ndarray]]]:
    """Values (R, B) of each measurement by all readers, and labels (B, R) of each class."""
    if not study.readers:
        return {}, {}
    measured = [measure(study.points_px[one], study.symbols, study.pixel_size_mm) for one in study.readers]
    verdicts = [classify(one) for one in measured]
    values = {key: unwrapped(MEASUREMENTS[key], np.stack([one[key].value for one in measured])) for key in measured[0]}
    labels = {key: (verdicts[0][key].classification, np.stack([one[key].label for one in verdicts], axis=1))
              for key in verdicts[0]}  # fmt: skip
    return {key: one for key, one in values.items() if np.isfinite(one).all(axis=0).any()}, labels


def _all_iccs(values: Mapping[str, np.ndarray]) -> dict[str, dict[str, Icc]]:
    return {key: intraclass_correlations(one[:, np.isfinite(one).all(axis=0)].T) for key, one in values.items()}


def _all_fleiss(labels: Mapping[str, tuple[Classification, np.ndarray]]) -> dict[str, dict[str, float]]:
    found = {key: fleiss_kappa(given, rule.classes) for key, (rule, given) in labels.items()}
    return {key: one for key, one in found.items() if one['n']}
