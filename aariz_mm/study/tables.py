"""The tables of a study, for its page and for the terminal."""

from __future__ import annotations

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS
from aariz_mm.analysis.definitions import DEGREES
from aariz_mm.evaluation.measurement_tables import share_with_interval
from aariz_mm.evaluation.reader_error import MethodError
from aariz_mm.number_text import ABSENT, fixed, is_absent, with_interval
from aariz_mm.tables import Table

from .assembly import Study
from .comparisons import ALL, AXES
from .replacing import ModelScores
from .scores import ComparisonScores, LandmarkScore, StudyScores

__all__ = [
    'class_table', 'landmark_table', 'left_out_table', 'mean_table', 'measurement_table', 'pair_table',
    'reader_table', 'replacing_table',
]  # fmt: skip

_MARKED = '*'
"""Behind a p that Houston calls a systematic error."""


def pair_table(study: Study, scores: StudyScores) -> Table:
    """A row for each comparison: all landmarks together."""
    rows = tuple(
        (one.comparison.kind, one.comparison.title, *_radial(one.landmarks[ALL])) for one in scores.comparisons
    )
    unit = study.unit
    header = ('', 'readings', 'n', f'mean distance, {unit}', 'SD', f"Dahlberg's error, {unit}")
    line = scores.reader_to_mean
    last = () if line is None else (('reader and mean of readers', 'each reader less mean of readers', *_radial(line)),)
    return Table('Distance of the landmarks of two readings, with 95 % intervals', header, rows, last, (0, 1))


def landmark_table(study: Study, one: ComparisonScores, frame: str) -> Table:
    """A row for each landmark: distance, then bias, p and Dahlberg's error of either direction."""
    axes = [name for axis in AXES[frame] for name in (f'bias {axis[0]}', 'p', f'Dahlberg {axis[0]}')]
    header = ('landmark', 'n', f'mean distance, {study.unit}', 'SD', 'Dahlberg, radial', *axes,
              'repeatability x', 'repeatability y')  # fmt: skip
    rows = tuple(
        (symbol, *_radial(score), *_axis(score.x), *_axis(score.y),
         fixed(score.x.repeatability), fixed(score.y.repeatability))
        for symbol, score in one.landmarks.items() if symbol != ALL
    )  # fmt: skip
    last = (('all', *_radial(one.landmarks[ALL]), *[''] * 8),)
    caption = f'{one.comparison.title} ({one.comparison.kind}): {AXES[frame][0]}; {AXES[frame][1]}; in {study.unit}'
    return Table(caption, header, rows, last)


def measurement_table(one: ComparisonScores) -> Table:
    """A row for each measurement: bias and its test, Dahlberg's error, limits of agreement, ICC."""
    header = ('measurement', 'n', 'bias', 'p', "Dahlberg's error", 'SEM', 'repeatability', 'lower limit of agreement',
              'upper limit', 'ICC(2,1)')  # fmt: skip
    rows = []
    for key, score in one.measurements.items():
        own, error = score.pair.summary, score.error
        limits = (own.loa_low, own.loa_low_interval), (own.loa_high, own.loa_high_interval)
        rows.append((
            _named(key), str(error.n), with_interval(fixed(error.bias), error.bias_low, error.bias_high), _p(error),
            with_interval(fixed(error.dahlberg), error.dahlberg_low, error.dahlberg_high), fixed(error.sem),
            fixed(error.repeatability), *(with_interval(fixed(value), *ends) for value, ends in limits),
            with_interval(fixed(own.icc, 3), *own.icc_interval, 3),
        ))  # fmt: skip
    return Table(f'{one.comparison.title} ({one.comparison.kind})', header, tuple(rows))


def class_table(scores: StudyScores) -> Table:
    """A row for each class and comparison: share of equal ones and weighted kappa; last Fleiss' kappa of "
    "all readers."""
    rows = [
        (pair.classification.name, one.comparison.title, str(pair.summary.n),
         share_with_interval(pair.summary.accuracy, pair.summary.accuracy_interval),
         with_interval(fixed(pair.summary.kappa), *pair.summary.kappa_interval))
        for one in scores.comparisons for pair in one.classes.values()
    ]  # fmt: skip
    last = [
        (CLASSIFICATIONS[key].name, "all readers, Fleiss' kappa (unweighted)", str(one['n']), ABSENT,
         with_interval(fixed(one['kappa']), one['low'], one['high']))
        for key, one in scores.readers.fleiss.items()
    ]  # fmt: skip
    header = ('class', 'readings', 'n', 'equal', 'weighted kappa')
    return Table(
        'Classes from the landmarks of two readings, with 95 % intervals', header, tuple(rows), tuple(last), (0, 1)
    )


def reader_table(scores: StudyScores) -> Table:
    """A row for each measurement: ICC of one reader, absolute and consistent, and of the mean of all readers."""
    forms = ('ICC(2,1)', 'ICC(3,1)', 'ICC(2,k)')
    rows = tuple(
        (_named(key), *(with_interval(fixed(one[form].value, 3), one[form].low, one[form].high, 3) for form in forms))
        for key, one in scores.readers.icc.items()
    )
    return Table('Intraclass correlation of all readers, with 95 % intervals', ('measurement', *forms), rows)


def replacing_table(study: Study, scores: StudyScores, model: ModelScores) -> Table:
    """A row for each landmark and measurement: disagreement of readers, of the model with them, and the index."""
    header = ('', 'n', 'readers', 'model and reader', 'index (95 % interval)', 'margin', 'shown',
              'index without constant differences')  # fmt: skip
    rows = [(symbol, study.unit, one, model.replacing_centred[symbol])
            for symbol, one in model.replacing.items() if symbol != ALL]  # fmt: skip
    rows += [(MEASUREMENTS[key].name, _unit(key), one, None) for key, one in model.replacing_measurements.items()]

    def cells(name, unit, one, centred):
        verdict = ABSENT if is_absent(one.margin) else ('yes' if one.interchangeable else 'no')
        verdict += ', but raises it' if one.interchangeable and one.low > 0 else ''
        index = with_interval(fixed(one.index), one.low, one.high)
        without = ABSENT if centred is None else with_interval(fixed(centred.index), centred.low, centred.high)
        numbers = fixed(one.readers), fixed(one.model), index, fixed(one.margin)
        return (f'{name}, {unit}', str(one.n), *numbers, verdict, without)

    caption = f'{model.name} in the place of a reader: rise of the mean disagreement of two readings below the margin'
    last = (cells('all landmarks', study.unit, model.replacing[ALL], model.replacing_centred[ALL]),)
    return Table(caption, header, tuple(cells(*row) for row in rows), last, (0, 6))


def mean_table(model: ModelScores) -> Table:
    """A row for each measurement: difference of the means and whether it is shown to lie within the margin (TOST)."""
    rows = tuple(
        (_named(key), str(one.n), with_interval(fixed(one.difference), one.low, one.high), f'±{one.margin:g}',
         _small(one.p), ABSENT if is_absent(one.p) else ('yes' if one.equivalent else 'no'))
        for key, one in model.means.items()
    )  # fmt: skip
    header = ('measurement', 'n', 'difference (90 % interval)', 'margin', 'p of TOST', 'equivalence shown')
    return Table(f'{model.name} less the mean of the readers: equivalence of means', header, rows, (), (0, 5))


def left_out_table(study: Study) -> Table:
    """A row for each thing that does not count."""
    rows = tuple((one.image or 'all', one.who or 'all', one.reason) for one in study.left_out)
    return Table('What does not count, and why', ('radiograph', 'reading', 'reason'), rows, (), (0, 1, 2))


def _radial(score: LandmarkScore) -> tuple[str, ...]:
    return (str(score.n), with_interval(fixed(score.radial), score.low, score.high), fixed(score.sd),
            with_interval(fixed(score.dahlberg), score.dahlberg_low, score.dahlberg_high))  # fmt: skip


def _axis(error: MethodError) -> tuple[str, str, str]:
    return with_interval(fixed(error.bias), error.bias_low, error.bias_high), _p(error), fixed(error.dahlberg)


def _p(error: MethodError) -> str:
    return _small(error.p) + (_MARKED if error.systematic else '')


def _small(p: float) -> str:
    return ABSENT if is_absent(p) else ('< 0.001' if p < 0.001 else fixed(p, 3))


def _unit(key: str) -> str:
    return '°' if MEASUREMENTS[key].unit == DEGREES else MEASUREMENTS[key].unit


def _named(key: str) -> str:
    return f'{MEASUREMENTS[key].name}, {_unit(key)}'
