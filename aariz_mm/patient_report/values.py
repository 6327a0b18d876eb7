"""Rows of measurements: value, interval, norm with its source, deviation and the verdict of the one rule."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.definitions import MILLIMETRES
from aariz_mm.analysis.interpretation import UNJUDGED, deviation_from, grade
from aariz_mm.analysis.norms import Norm, at_magnification_of, judging_norms
from aariz_mm.number_text import ABSENT, fixed

from .bars import Bar
from .document import Grid
from .language import Say, meaning_text, measurement_name
from .source import Source

__all__ = ['interval_text', 'measurement_grid', 'missing_text', 'norm_text', 'value_text', 'verdict_text']

_UNITS = dict(deg='°', mm=' mm')
_WIDTHS = (0.25, 0.09, 0.14, 0.21, 0.15, 0.16)
_DATA = ('key', 'value', 'unit', 'low', 'high', 'deviation', 'deviation_low', 'deviation_high')


def value_text(key: str, value: float | None) -> str:
    """Example: 'SNA', 78.37 -> '78.4°'"""
    text, unit = fixed(value, 1), MEASUREMENTS[key].unit
    return text if text == ABSENT else text + _UNITS.get(unit, f' {unit}')


def interval_text(ends: tuple[float, float] | None, say: Say) -> str:
    """Example: (75.27, 82.12) -> '75.3 to 82.1'; '' where none is known"""
    return '' if ends is None else say('interval_to', low=fixed(ends[0], 1), high=fixed(ends[1], 1))


def measurement_grid(
    title: str, keys: Iterable[str], source: Source, say: Say, language: str, names: dict[str, str] | None = None
) -> Grid:
    """A table of measurements.

    Args:
        names: by key, where an author has another one.
    """
    keys = [key for key in keys if key in source.measured]
    measured, ends = source.measured, source.intervals
    rows, bars, data, out = [], [], [], []
    for at, key in enumerate(keys):
        bar = _bar(key, source)
        found = measured[key]
        verdict, is_out = verdict_text(key, source, say, language)
        name = (names or {}).get(key) or measurement_name(key, language)
        norms = judging_norms(found.measurement.norms, source.who['sex'], source.who['age'])
        rows.append((name, value_text(key, found.value), interval_text(ends.get(key), say),
                     norm_text(norms, say) or ABSENT, '', verdict))  # fmt: skip
        bars.append(bar)
        out += [at] if is_out else []
        low, high = ends.get(key, (None, None))
        places = (None, None, None) if bar is None else (bar.value, bar.low, bar.high)
        value = None if math.isnan(found.value) else found.value
        data.append((key, value, found.measurement.unit, low, high, *(_rounded(one) for one in places)))
    level = source.level
    interval = say('interval_none') if level is None else say('interval', level=f'{100 * level:g} %')
    header = (say('measurement'), say('value'), interval, say('norm'), say('deviation'), say('verdict'))
    return Grid(title, header, tuple(rows), _WIDTHS, (1, 2), tuple(out), 4, tuple(bars), _DATA, tuple(data))


def verdict_text(key: str, source: Source, say: Say, language: str) -> tuple[str, bool]:
    """The verdict in words, and whether the value lies outside the norm.

    'undecided' is said where the ends of the interval would be judged otherwise.
    """
    found, who = source.measured[key], source.who
    if math.isnan(found.value):
        return missing_text(found.reason, say), False
    values = np.array([found.value, *source.intervals.get(key, ())], dtype=float)
    grades = grade(found.measurement, values, who['sex'], who['age'], found.magnification)
    place = int(grades[0])
    if place == UNJUDGED:
        norms = found.measurement.norms
        if judging_norms(norms, who['sex'], who['age']):
            return say('by_sex'), False
        return say('otherwise' if norms else 'no_norm'), False
    word = say(('below', 'within', 'above')[place])
    meaning = meaning_text(key, place, language)
    text = f'{word}: {meaning}' if meaning else word
    return (say('unsure', verdict=text) if len(set(grades.tolist())) > 1 else text), place != 1


def missing_text(reason: str, say: Say) -> str:
    """Why there is no value. Example: 'no UMT, LMT' -> 'missing: UMT, LMT'"""
    if reason.startswith('no pixel size'):
        return say('missing_scale')
    return say('missing', symbols=reason[3:]) if reason.startswith('no ') else say('missing_other')


def norm_text(norms: Sequence[Norm], say: Say) -> str:
    """The norm that judges, or those of both sexes, with ages and source; '' without one.

    Example: '82.0 ± 3.9 (Riedel 1952)'
    """
    if not norms:
        return ''
    notes = [norms[-1].source, _years_text(norms[-1].years, say)]
    if len(norms) > 1:
        figures = ', '.join(say(who, figures=_figures(one, say)) for who, one in zip(('women', 'men'), norms))  # noqa: B905
    else:
        figures = _figures(norms[0], say)
    return f'{figures} ({"; ".join(filter(None, notes))})'


def _figures(norm: Norm, say: Say) -> str:
    mean = '' if norm.mean is None else fixed(norm.mean, 1) + ('' if norm.sd is None else f' ± {fixed(norm.sd, 1)}')
    if norm.span is None:
        return say('customary', range=mean) if norm.customary else mean
    ends = say('range', low=_short(norm.span[0]), high=_short(norm.span[1]))
    ends = say('customary', range=ends) if norm.customary else ends
    return f'{mean}, {ends}' if mean else ends


def _short(value: float) -> str:
    return f'{value:g}'.replace('-', '\N{MINUS SIGN}')


def _years_text(years: tuple[float, float] | None, say: Say) -> str:
    if years is None:
        return ''
    first, last = years
    if math.isinf(last):
        return say('age_from', first=f'{first:g}')
    return say('age_one', first=f'{first:g}') if first == last else say('ages', first=f'{first:g}', last=f'{last:g}')


def _bar(key: str, source: Source) -> Bar | None:
    """The deviation from the one norm that judges; None where two do, or none."""
    found, who = source.measured[key], source.who
    norms = judging_norms(found.measurement.norms, who['sex'], who['age'])
    if math.isnan(found.value) or len(norms) != 1:
        return None
    ends = source.intervals.get(key)
    places = [_deviation(key, norms[0], one, source) for one in (found.value, *(ends or ()))]
    return Bar(*places)


def _deviation(key: str, norm: Norm, value: float, source: Source) -> float:
    """In SD; of a norm that is a range, in halves of its width."""
    factor = source.content.get('magnification')
    if norm.span is None:
        return deviation_from(MEASUREMENTS[key], norm, value, factor)
    if MEASUREMENTS[key].unit == MILLIMETRES:
        value = at_magnification_of(norm, np.array([value]), np.array([np.nan if factor is None else factor]))[0]
    low, high = norm.interval
    return float((value - (low + high) / 2) / ((high - low) / 2))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
