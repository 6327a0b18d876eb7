"""Skeletal class, growth pattern and incisor inclination, as statements with their rule. Numpy alone.

The limits are those of the norms that judge the measurements: a class and the sentence of its measurement never differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from .interpretation import UNJUDGED, grade, why_unjudged
from .measuring import MEASUREMENTS, MeasuredValue
from .norms import SEXES, check_age, check_sex, select_norm

__all__ = [
    'ANB_LIMITS',
    'CLASSIFICATIONS',
    'DISAGREE',
    'FMA_LIMITS',
    'IMPA_LIMITS',
    'JARABAK_LIMITS',
    'SN_GOGN_LIMITS',
    'U1_SN_LIMITS',
    'UNDETERMINED',
    'WITS_LIMITS',
    'Classification',
    'Verdict',
    'classify',
]

_SKELETAL_CLASSES = ('class III', 'class I', 'class II')
_GROWTH_PATTERNS = ('hypodivergent', 'normodivergent', 'hyperdivergent')
_INCLINATIONS = ('retroclined', 'normal', 'proclined')
_FALLING = ('Jarabak', 'FMIA')
"""Measurements of which a high value is a low class."""
UNDETERMINED = UNJUDGED
DISAGREE = 'rules disagree'
"""How a reason begins to say it."""

_Limits = tuple[float, float]
_Votes = Mapping[str, np.ndarray]


@dataclass(frozen=True)
class Classification:
    """A rule that puts a face into one of three ordered classes.

    ``keys`` are the measurements that it takes; ``rule`` says it in words, ``source`` by whom. ``decide`` makes classes
    (B,) from the votes of the measurements, key -> (B,), 0 to 2, :data:`UNDETERMINED` where there is none.
    ``witnesses`` are measurements of the same thing, which do not decide, but are heard.
    """

    key: str
    name: str
    classes: tuple[str, str, str]
    keys: tuple[str, ...]
    rule: str
    source: str
    decide: Callable[[_Votes], np.ndarray] = field(repr=False, compare=False)
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one radiograph (str) or of B radiographs (arrays (B,)).

    ``label`` is one of the rule's classes, '' where undetermined. ``reason`` says why it is undetermined; it begins
    with :data:`DISAGREE` where votes have no majority or are two classes apart, though there may be a label. ``votes``
    has the class by each measurement alone, those of witnesses too; '' where it gives none.
    """

    classification: Classification
    label: str | np.ndarray
    reason: str | np.ndarray
    votes: Mapping[str, str | np.ndarray] = field(default_factory=dict)


def classify(
    measured: Mapping[str, MeasuredValue], sex: str | None = None, age: float | None = None
) -> dict[str, Verdict]:
    """Every classification from the result of :func:`aariz_mm.analysis.measure`.

    Args:
        measured: all that ``measure`` gave, or those that the rules of interest take.
        sex, age: as for :func:`aariz_mm.analysis.interpret`.
    Returns:
        key of :data:`CLASSIFICATIONS` -> :class:`Verdict`, for each rule whose measurements are there.
    Errors:
        ValueError: unknown sex, or an age that is none.
    Example: ANB 5 -> ``classify(measure(...))['skeletal_class'].label`` -> 'class II'
    """
    check_sex(sex)
    check_age(age)
    return {
        key: _judge(rule, measured, sex, age)
        for key, rule in CLASSIFICATIONS.items()
        if all(needed in measured for needed in rule.keys)
    }


def _judge(rule: Classification, measured: Mapping[str, MeasuredValue], sex: str | None, age: float | None) -> Verdict:
    single = np.ndim(measured[rule.keys[0]].value) == 0
    heard = [key for key in (*rule.keys, *rule.witnesses) if key in measured]
    votes = {key: _vote(measured[key], sex, age) for key in heard}
    index = rule.decide(votes)
    names = np.array([*rule.classes, ''], dtype=object)
    labels = {key: names[vote] for key, vote in votes.items()}
    reason = np.array([_reason(rule, measured, votes, index, row, sex, age) for row in range(len(index))], object)
    if single:
        return Verdict(rule, names[index][0], reason[0], {key: label[0] for key, label in labels.items()})
    return Verdict(rule, names[index], reason, labels)


def _vote(measured: MeasuredValue, sex: str | None, age: float | None) -> np.ndarray:
    values = np.atleast_1d(measured.value)
    found = grade(measured.measurement, values, sex, age, measured.magnification)
    falls = measured.measurement.key in _FALLING
    return np.where((found != UNDETERMINED) & falls, 2 - found, found)


def _reason(
    rule: Classification,
    measured: Mapping[str, MeasuredValue],
    votes: _Votes,
    index: np.ndarray,
    row: int,
    sex: str | None,
    age: float | None,
) -> str:
    """Of one radiograph, see :class:`Verdict`."""
    said = {key: int(vote[row]) for key, vote in votes.items() if vote[row] != UNDETERMINED}
    deciding = {said[key] for key in rule.keys if key in said}
    is_undetermined = index[row] == UNDETERMINED
    reasons = []
    if (said and max(said.values()) - min(said.values()) == 2) or (is_undetermined and len(deciding) > 1):
        reasons.append(f'{DISAGREE}: ' + ', '.join(f'{key} {rule.classes[vote]}' for key, vote in said.items()))
    if is_undetermined:
        reasons += [_missing(key, measured[key], row, sex, age) for key in rule.keys if key not in said]
    return '; '.join(reasons)


def _missing(key: str, measured: MeasuredValue, row: int, sex: str | None, age: float | None) -> str:
    reason = np.atleast_1d(np.array(measured.reason, dtype=object))[row]
    return f'{key}: {reason or why_unjudged(measured.measurement, sex, age)}'


def _by(key: str) -> Callable[[_Votes], np.ndarray]:
    return lambda votes: votes[key]


def _by_both(votes: _Votes) -> np.ndarray:
    return np.where(votes['ANB'] == votes['Wits'], votes['ANB'], UNDETERMINED)


def _by_majority(votes: _Votes) -> np.ndarray:
    """What two or three of three votes say; of two, what they share."""
    first, second, third = np.sort(np.stack([votes[key] for key in _DIVERGENCE]), axis=0)
    return np.where((first == second) | (second == third), second, UNDETERMINED)


def _limits(key: str, sex: str | None = None) -> _Limits:
    return select_norm(MEASUREMENTS[key].norms, sex).interval


_DIVERGENCE = ('FMA', 'SN-GoGn', 'Jarabak')
ANB_LIMITS: _Limits = _limits('ANB')
WITS_LIMITS: dict[str | None, _Limits] = {sex: _limits('Wits', sex) for sex in (None, *SEXES)}
FMA_LIMITS: _Limits = _limits('FMA')
SN_GOGN_LIMITS: _Limits = _limits('SN-GoGn')
JARABAK_LIMITS: _Limits = _limits('Jarabak')
U1_SN_LIMITS: _Limits = _limits('U1-SN')
IMPA_LIMITS: _Limits = _limits('IMPA')


def _single(
    key: str, name: str, classes: tuple[str, str, str], measurement: str, witnesses: tuple[str, ...] = ()
) -> Classification:
    """A rule by one measurement, with the limits of the norm that judges it."""
    norm = select_norm(MEASUREMENTS[measurement].norms)
    low, high = (f'{round(limit, 1):g}' for limit in norm.interval)
    unit = '' if MEASUREMENTS[measurement].unit == 'deg' else f' {MEASUREMENTS[measurement].unit}'
    below, within, above = classes[::-1] if measurement in _FALLING else classes
    rule = f'{measurement} from {low} to {high}{unit}: {within}; above: {above}; below: {below}'
    limits = 'customary limits' if norm.customary else 'its range' if norm.span else 'mean ± SD'
    return Classification(
        key, name, classes, (measurement,), rule, f'{norm.source}, {limits}', _by(measurement), witnesses
    )


_RULES = (
    _single('skeletal_class', 'Skeletal class (ANB)', _SKELETAL_CLASSES, 'ANB', ('Wits',)),
    _single('skeletal_class_wits', 'Skeletal class (Wits)', _SKELETAL_CLASSES, 'Wits', ('ANB',)),
    Classification(
        'skeletal_class_combined', 'Skeletal class (ANB and Wits)', _SKELETAL_CLASSES, ('ANB', 'Wits'),
        'the class that ANB and Wits agree on; undetermined where they differ or one is missing',
        'the two rules above together', _by_both,
    ),
    _single('growth_FMA', 'Growth pattern (FMA)', _GROWTH_PATTERNS, 'FMA'),
    _single('growth_SN-GoGn', 'Growth pattern (SN-GoGn)', _GROWTH_PATTERNS, 'SN-GoGn'),
    _single('growth_Jarabak', 'Growth pattern (Jarabak ratio)', _GROWTH_PATTERNS, 'Jarabak'),
    Classification(
        'growth_pattern', 'Growth pattern', _GROWTH_PATTERNS, _DIVERGENCE,
        'the class that two of the three growth rules above give; undetermined where each gives another',
        'the three rules above together', _by_majority,
    ),
    _single('upper_incisor', 'Upper incisor (U1-SN)', _INCLINATIONS, 'U1-SN', ('U1-NA_deg',)),
    _single('lower_incisor', 'Lower incisor (IMPA)', _INCLINATIONS, 'IMPA', ('FMIA', 'L1-NB_deg')),
)  # fmt: skip

CLASSIFICATIONS: dict[str, Classification] = {rule.key: rule for rule in _RULES}
"""Every classification by its key."""
