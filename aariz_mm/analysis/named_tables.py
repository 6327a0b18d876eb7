"""A named analysis of one radiograph as a table. Numpy alone."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ..number_text import ABSENT, fixed, is_absent
from ..tables import Table
from .definitions import Measurement
from .interpretation import deviation_from, interpret
from .measuring import MEASUREMENTS, MeasuredValue
from .named import NAMED_ANALYSES, AnalysisPart, NamedAnalysis
from .norms import Norm, check_age, check_sex, years_text

__all__ = ['ANALYSIS_COLUMNS', 'AnalysisRow', 'analysis', 'analysis_rows', 'find_analyses']

ANALYSIS_COLUMNS = ('measurement', 'value', 'unit', "author's norm", 'SD', 'meaning')
"""Of :func:`analysis`: SD is the deviation from the author's norm."""
_NOT_TAKEN = 'not among the measurements that were given'
_NOT_HERE = 'not from these landmarks, which lack '
_ALL = 'all'


@dataclass(frozen=True)
class AnalysisRow:
    """A measurement in a named analysis.

    ``norm`` is the author's in words, '' where he gives none; ``construction`` says how he measured, '' where as here.
    ``deviation_sd`` is from his norm; None where it has no SD, is for another sex or age, or was measured otherwise.
    ``meaning`` is the measurement's one verdict, which another norm may give. ``reason`` says why there is no value.
    """

    title: str
    measurement: Measurement
    value: float
    norm: str
    construction: str
    deviation_sd: float | None
    meaning: str
    reason: str


def analysis(
    name: str, measured: Mapping[str, MeasuredValue], sex: str | None = None, age: float | None = None
) -> Table:
    """A named analysis of one radiograph in its usual order.

    Rows have the value, the norm of the analysis' author, the deviation from it in SD, and the measurement's one
    verdict or why it is missing. Below a rule stand what the author measured otherwise (*), and the parts that the 29
    landmarks do not allow.

    Args:
        name: of :data:`~aariz_mm.analysis.NAMED_ANALYSES`; case and accents do not matter.
        measured: what :func:`aariz_mm.analysis.measure` gave for one radiograph.
        sex: 'female' or 'male' for norms by sex. age: years, for norms by age. None where unknown.
    Errors:
        ValueError: unknown name or sex, several analyses ('all'), or measurements of several radiographs.
    """
    found = find_analyses([name])
    if len(found) > 1:
        raise ValueError(f'analysis {name}: expected one of {", ".join(NAMED_ANALYSES)}')
    rows = analysis_rows(found[0], measured, sex, age)
    notes = [('*', text) for text in _otherwise(rows)] + [(title, _NOT_HERE + what) for title, what in found[0].missing]
    last = tuple((title, ABSENT, '', '', '', text) for title, text in notes)
    return Table(found[0].title, ANALYSIS_COLUMNS, tuple(map(_cells, rows)), last, (0, 2, 3, 5))


def analysis_rows(
    found: NamedAnalysis, measured: Mapping[str, MeasuredValue], sex: str | None = None, age: float | None = None
) -> list[AnalysisRow]:
    """The rows of :func:`analysis` before they are text."""
    check_sex(sex)
    check_age(age)
    for key, one in measured.items():
        if np.ndim(one.value):
            raise ValueError(
                f'{key} of {np.size(one.value)} radiographs: an analysis is of one; measure each by itself'
            )
    return [_row(part, measured.get(part.key), sex, age) for part in found.parts]


def find_analyses(names: Iterable[str]) -> list[NamedAnalysis]:
    """Named analyses, each once; 'all' is every one.

    Errors:
        ValueError: unknown name.
    """
    plain = [_plain(name) for name in names]
    unknown = [name for name in plain if name not in (*NAMED_ANALYSES, _ALL)]
    if unknown or not plain:
        named = ', '.join(map(repr, unknown)) or 'without a name'
        raise ValueError(f'analysis {named}: expected some of {", ".join(NAMED_ANALYSES)}, or {_ALL}')
    return [NAMED_ANALYSES[name] for name in (NAMED_ANALYSES if _ALL in plain else dict.fromkeys(plain))]


def _plain(name: str) -> str:
    """Example: ' Björk' -> 'bjork'"""
    letters = unicodedata.normalize('NFKD', name.strip().casefold())
    return ''.join(letter for letter in letters if not unicodedata.combining(letter)).replace('-', '_')


def _row(part: AnalysisPart, found: MeasuredValue | None, sex: str | None, age: float | None) -> AnalysisRow:
    measurement = MEASUREMENTS[part.key]
    value, reason = (float('nan'), _NOT_TAKEN) if found is None else (float(found.value), str(found.reason))
    fitting = tuple(norm for norm in part.norms if norm.sex in (None, sex) and norm.holds_at(age))
    factor = None if found is None else found.magnification
    deviation = _deviation(measurement, value, fitting[0], factor) if len(fitting) == 1 else None
    meaning = '' if is_absent(value) else interpret(measurement, value, sex, age, factor)
    norms = fitting or part.norms
    construction = norms[0].construction if norms else ''
    text = '; '.join(map(_norm_text, norms))
    return AnalysisRow(part.title, measurement, value, text, construction, deviation, meaning, reason)


def _otherwise(rows: Iterable[AnalysisRow]) -> list[str]:
    """How the author measured otherwise, each way once."""
    titles: dict[str, list[str]] = {}
    for row in rows:
        if row.construction:
            titles.setdefault(row.construction, []).append(row.title)
    return [f'{", ".join(of)}: the author measured otherwise ({how})' for how, of in titles.items()]


def _norm_text(norm: Norm) -> str:
    """Example: 'male, 12 years: 85.8 ± 3.9'"""
    who = [norm.sex or '', '' if norm.years is None else years_text(norm.years)]
    return ': '.join(filter(None, [', '.join(filter(None, who)), norm.figures]))


def _deviation(measurement: Measurement, value: float, norm: Norm, magnification: float | None) -> float | None:
    """None where the author measured otherwise: his SD is not of this value."""
    return None if is_absent(value) or norm.construction else deviation_from(measurement, norm, value, magnification)


def _cells(row: AnalysisRow) -> tuple[str, ...]:
    sign = '+' if (row.deviation_sd or 0) >= 0.05 else ''
    deviation = '' if row.deviation_sd is None else sign + fixed(row.deviation_sd, 1)
    mark = ' *' if row.construction else ''
    return (row.title, fixed(row.value, 1), row.measurement.unit, row.norm + mark, deviation, row.reason or row.meaning)
