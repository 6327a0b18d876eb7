"""The scores of a study as CSV: a row for each landmark, measurement, pair, class, and thing that was left out."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.evaluation.comparison import holm
from aariz_mm.evaluation.equivalence import Interchangeability
from aariz_mm.evaluation.reader_error import MethodError

from .assembly import Study
from .comparisons import ALL
from .replacing import ModelScores
from .scores import ComparisonScores, LandmarkScore, StudyScores

__all__ = ['csv_files']

_ERROR = (
    'bias',
    'bias_low',
    'bias_high',
    't',
    'p',
    'dahlberg',
    'dahlberg_low',
    'dahlberg_high',
    'sem',
    'repeatability',
)
_PAIR = ('comparison', 'first', 'second')
_RADIAL = ('radial_mean', 'radial_low', 'radial_high', 'radial_sd', 'radial_dahlberg', 'radial_dahlberg_low',
           'radial_dahlberg_high')  # fmt: skip
_AGREEMENT = ('mae', 'mae_low', 'mae_high', 'loa_low', 'loa_low_low', 'loa_low_high', 'loa_high', 'loa_high_low',
              'loa_high_high', 'icc_2_1', 'icc_low', 'icc_high', 'within', 'within_low', 'within_high')  # fmt: skip
_REPLACING = ('n', 'readers', 'model', 'index', 'low', 'high', 'margin', 'interchangeable')
_MEANS = ('difference', 'ci90_low', 'ci90_high', 'margin', 'p_tost', 'equivalent')


def csv_files(study: Study, scores: StudyScores) -> dict[str, str]:
    """File name -> its text. Numbers have a point and up to six digits; what is not known is empty."""
    axes = [f'{axis}_{name}' for axis in 'xy' for name in (*_ERROR[:5], 'p_holm', *_ERROR[5:])]
    header = (*_PAIR, 'landmark', 'unit', 'n', *_RADIAL, *axes)
    return {
        'pairs.csv': _render((*_PAIR, 'unit', 'n', *_RADIAL), _pair_rows(study, scores)),
        'landmarks.csv': _render(header, _landmark_rows(study, scores)),
        'measurements.csv': _render((*_PAIR, 'measurement', 'unit', 'n', *_ERROR, 'p_holm', *_AGREEMENT),
                                    _measurement_rows(scores)),
        'classes.csv': _render((*_PAIR, 'class', 'n', 'equal', 'equal_low', 'equal_high', 'kappa', 'kappa_low',
                                'kappa_high'), _class_rows(scores)),
        'all_readers.csv': _render(('what', 'statistic', 'value', 'low', 'high'), _reader_rows(scores)),
        'interchangeability.csv': _render(('model', 'what', 'unit', 'constant_differences', *_REPLACING),
                                          _replacing_rows(study, scores)),
        'equivalence.csv': _render(('model', 'measurement', 'unit', 'n', *_MEANS), _mean_rows(scores)),
        'left_out.csv': _render(('radiograph', 'reading', 'reason'),
                                [(one.image, one.who, one.reason) for one in study.left_out]),
    }  # fmt: skip


def _pair_rows(study: Study, scores: StudyScores) -> Iterator[Sequence]:
    for one in scores.comparisons:
        yield (*_names(one), study.unit, *_radial(one.landmarks[ALL]))
    if scores.reader_to_mean is not None:
        yield (
            'reader and mean of readers',
            'each reader',
            'mean of readers',
            study.unit,
            *_radial(scores.reader_to_mean),
        )


def _landmark_rows(study: Study, scores: StudyScores) -> Iterator[Sequence]:
    for one in scores.comparisons:
        single = [score for symbol, score in one.landmarks.items() if symbol != ALL]
        corrected = {axis: holm([getattr(score, axis).p for score in single]) for axis in 'xy'}
        for index, score in enumerate(single):
            of_axes = [_error(getattr(score, axis), corrected[axis][index]) for axis in 'xy']
            yield (*_names(one), score.symbol, study.unit, *_radial(score), *of_axes[0], *of_axes[1])


def _radial(score: LandmarkScore) -> tuple:
    return (score.n, score.radial, score.low, score.high, score.sd, score.dahlberg, score.dahlberg_low,
            score.dahlberg_high)  # fmt: skip


def _error(error: MethodError, p_holm: float) -> tuple:
    values = [getattr(error, name) for name in _ERROR]
    return (*values[:5], p_holm, *values[5:])


def _measurement_rows(scores: StudyScores) -> Iterator[Sequence]:
    for one in scores.comparisons:
        corrected = holm([score.error.p for score in one.measurements.values()])
        for (key, score), p_holm in zip(one.measurements.items(), corrected, strict=True):
            own, error = score.pair.summary, score.error
            yield (
                *_names(one), key, score.pair.measurement.unit, error.n, *(getattr(error, name) for name in _ERROR),
                p_holm, own.mae, *own.mae_interval, own.loa_low, *own.loa_low_interval, own.loa_high,
                *own.loa_high_interval, own.icc, *own.icc_interval, own.within, *own.within_interval,
            )  # fmt: skip


def _class_rows(scores: StudyScores) -> Iterator[Sequence]:
    for one in scores.comparisons:
        for key, pair in one.classes.items():
            own = pair.summary
            yield *_names(one), key, own.n, own.accuracy, *own.accuracy_interval, own.kappa, *own.kappa_interval


def _reader_rows(scores: StudyScores) -> Iterator[Sequence]:
    for key, forms in scores.readers.icc.items():
        for one in forms.values():
            yield key, one.form, one.value, one.low, one.high
    for key, one in scores.readers.fleiss.items():
        yield key, "Fleiss' kappa", one['kappa'], one['low'], one['high']


def _replacing_rows(study: Study, scores: StudyScores) -> Iterator[Sequence]:
    for model in scores.models:
        for what, found in (('in', model.replacing), ('taken off', model.replacing_centred)):
            for symbol, one in found.items():
                yield model.name, symbol, study.unit, what, *_replacing(one)
        for key, one in model.replacing_measurements.items():
            yield model.name, key, MEASUREMENTS[key].unit, 'in', *_replacing(one)


def _replacing(one: Interchangeability) -> tuple:
    return (*(getattr(one, name) for name in _REPLACING[:-1]), _yes(one.interchangeable, one.margin))


def _mean_rows(scores: StudyScores) -> Iterator[Sequence]:
    for model in scores.models:
        yield from _means(model)


def _means(model: ModelScores) -> Iterator[Sequence]:
    for key, one in model.means.items():
        numbers = one.n, one.difference, one.low, one.high, one.margin, one.p
        yield model.name, key, MEASUREMENTS[key].unit, *numbers, _yes(one.equivalent, one.p)


def _yes(shown: bool, known: float) -> str:
    return '' if math.isnan(known) else ('yes' if shown else 'not shown')


def _names(one: ComparisonScores) -> tuple[str, str, str]:
    return one.comparison.kind, one.comparison.first, one.comparison.second


def _render(header: Sequence[str], rows: Iterable[Sequence]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator='\n')
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value) -> str:
    if not isinstance(value, float):
        return str(value)
    return f'{value:.6g}' if math.isfinite(value) else ('' if math.isnan(value) else str(value))
