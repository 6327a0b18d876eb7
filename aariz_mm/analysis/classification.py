"""Skeletal class, growth pattern and incisor inclination, as statements with their rule. Numpy alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from .measuring import MeasuredValue
from .norms import check_sex

__all__ = [
    'ANB_LIMITS',
    'CLASSIFICATIONS',
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
UNDETERMINED = -1

_Limits = tuple[float, float]


@dataclass(frozen=True)
class Classification:
    """A rule that puts a face into one of three ordered classes.

    ``keys`` are the measurements that it takes; ``rule`` says it in words, ``source`` by whom.
    """

    key: str
    name: str
    classes: tuple[str, str, str]
    keys: tuple[str, ...]
    rule: str
    source: str
    decide: Callable[[Mapping[str, np.ndarray], str | None], np.ndarray] = field(repr=False, compare=False)


@dataclass(frozen=True)
class Verdict:
    """What a rule says of one radiograph (two str) or of B radiographs (two arrays (B,)).

    ``label`` is one of the rule's classes, '' where undetermined; ``reason`` says why not, '' where it can.
    """

    classification: Classification
    label: str | np.ndarray
    reason: str | np.ndarray


def classify(measured: Mapping[str, MeasuredValue], sex: str | None = None) -> dict[str, Verdict]:
    """Every classification from the result of :func:`aariz_mm.analysis.measure`.

    Args:
        measured: all that ``measure`` gave, or those that the rules of interest take.
        sex: 'female' or 'male' narrows the limits of Wits; None takes those that hold for either.
    Returns:
        key of :data:`CLASSIFICATIONS` -> :class:`Verdict`, for each rule whose measurements are there.
    Errors:
        ValueError: unknown sex.
    Example: ANB 5 -> ``classify(measure(...))['skeletal_class'].label`` -> 'class II'
    """
    check_sex(sex)
    return {
        key: _judge(rule, measured, sex)
        for key, rule in CLASSIFICATIONS.items()
        if all(needed in measured for needed in rule.keys)
    }


def _judge(rule: Classification, measured: Mapping[str, MeasuredValue], sex: str | None) -> Verdict:
    single = isinstance(measured[rule.keys[0]].value, float)
    values = {key: np.atleast_1d(measured[key].value) for key in rule.keys}
    reasons = {key: np.atleast_1d(np.array(measured[key].reason, dtype=object)) for key in rule.keys}
    index = rule.decide(values, sex)
    label = np.array([*rule.classes, ''], dtype=object)[index]
    reason = np.array(
        [_why(rule, reasons, row) if index[row] == UNDETERMINED else '' for row in range(len(index))], object
    )
    return Verdict(rule, label[0], reason[0]) if single else Verdict(rule, label, reason)


def _why(rule: Classification, reasons: Mapping[str, np.ndarray], row: int) -> str:
    missing = [f'{key}: {reasons[key][row]}' for key in rule.keys if reasons[key][row]]
    return '; '.join(missing) or f'{", ".join(rule.keys)} disagree'


def _grade(values: np.ndarray, limits: _Limits) -> np.ndarray:
    """0 below the limits, 1 from one to the other, both included, 2 above; :data:`UNDETERMINED` for NaN."""
    low, high = limits
    return np.where(np.isnan(values), UNDETERMINED, (values >= low).astype(int) + (values > high))


ANB_LIMITS: _Limits = (0.0, 4.0)
WITS_LIMITS: dict[str | None, _Limits] = {'female': (-1.87, 1.67), 'male': (-3.07, 0.73), None: (-3.07, 1.67)}
FMA_LIMITS: _Limits = (20.0, 30.0)
SN_GOGN_LIMITS: _Limits = (26.5, 36.9)
JARABAK_LIMITS: _Limits = (59.0, 63.0)
U1_SN_LIMITS: _Limits = (98.2, 109.7)
IMPA_LIMITS: _Limits = (85.0, 95.0)


def _by_anb(values, sex):
    return _grade(values['ANB'], ANB_LIMITS)


def _by_wits(values, sex):
    return _grade(values['Wits'], WITS_LIMITS[sex])


def _by_both(values, sex):
    anb, wits = _by_anb(values, sex), _by_wits(values, sex)
    return np.where(anb == wits, anb, UNDETERMINED)


def _by_jarabak(values, sex):
    grade = _grade(values['Jarabak'], JARABAK_LIMITS)
    return np.where(grade == UNDETERMINED, UNDETERMINED, 2 - grade)  # a high ratio is a low divergence


def _by_majority(values, sex):
    """The middle one of three votes; of two, the one they share."""
    votes = np.sort(
        np.stack([
            _grade(values['FMA'], FMA_LIMITS), _grade(values['SN-GoGn'], SN_GOGN_LIMITS), _by_jarabak(values, sex)
        ]), axis=0,
    )  # fmt: skip
    two_agree = (votes[0] == UNDETERMINED) & (votes[1] == votes[2])
    return np.where((votes[0] != UNDETERMINED) | two_agree, votes[1], UNDETERMINED)


_RULES = (
    Classification(
        'skeletal_class', 'Skeletal class (ANB)', _SKELETAL_CLASSES, ('ANB',),
        'ANB from 0 to 4: class I; above: class II; below: class III',
        'Steiner 1953 (mean 2) with the customary 2 degrees to either side', _by_anb,
    ),
    Classification(
        'skeletal_class_wits', 'Skeletal class (Wits)', _SKELETAL_CLASSES, ('Wits',),
        'Wits from -3.07 to 1.67 mm (women -1.87 to 1.67, men -3.07 to 0.73): class I; above: class II; below: '
        'class III', 'Jacobson 1975, mean ± SD; without a sex, all that is normal in either', _by_wits,
    ),
    Classification(
        'skeletal_class_combined', 'Skeletal class (ANB and Wits)', _SKELETAL_CLASSES, ('ANB', 'Wits'),
        'the class that ANB and Wits agree on; undetermined where they differ or one is missing',
        'the two rules above together', _by_both,
    ),
    Classification(
        'growth_FMA', 'Growth pattern (FMA)', _GROWTH_PATTERNS, ('FMA',),
        'FMA from 20 to 30: normodivergent; above: hyperdivergent; below: hypodivergent',
        'Tweed 1954 (25) with the customary 5 degrees to either side',
        lambda values, sex: _grade(values['FMA'], FMA_LIMITS),
    ),
    Classification(
        'growth_SN-GoGn', 'Growth pattern (SN-GoGn)', _GROWTH_PATTERNS, ('SN-GoGn',),
        'SN-GoGn from 26.5 to 36.9: normodivergent; above: hyperdivergent; below: hypodivergent',
        'Riedel 1952, mean ± SD', lambda values, sex: _grade(values['SN-GoGn'], SN_GOGN_LIMITS),
    ),
    Classification(
        'growth_Jarabak', 'Growth pattern (Jarabak ratio)', _GROWTH_PATTERNS, ('Jarabak',),
        'S-Go / N-Me from 59 to 63 %: normodivergent; above: hypodivergent; below: hyperdivergent',
        'Siriwat & Jarabak 1985', _by_jarabak,
    ),
    Classification(
        'growth_pattern', 'Growth pattern', _GROWTH_PATTERNS, ('FMA', 'SN-GoGn', 'Jarabak'),
        'the middle one of the three growth rules above; of two, the one they agree on',
        'the three rules above together', _by_majority,
    ),
    Classification(
        'upper_incisor', 'Upper incisor', _INCLINATIONS, ('U1-SN',),
        'U1-SN from 98.2 to 109.7: normal; above: proclined; below: retroclined', 'Riedel 1952, mean ± SD',
        lambda values, sex: _grade(values['U1-SN'], U1_SN_LIMITS),
    ),
    Classification(
        'lower_incisor', 'Lower incisor', _INCLINATIONS, ('IMPA',),
        'IMPA from 85 to 95: normal; above: proclined; below: retroclined', 'Tweed 1946, 90 ± 5',
        lambda values, sex: _grade(values['IMPA'], IMPA_LIMITS),
    ),
)  # fmt: skip

CLASSIFICATIONS: dict[str, Classification] = {rule.key: rule for rule in _RULES}
"""Every classification by its key."""
