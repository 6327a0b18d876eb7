"""The languages of a report: texts by key, and names of measurements, analyses and landmarks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aariz_mm.analysis import MEASUREMENTS
from aariz_mm.analysis.korean_names import ANALYSIS_NAMES_KO, MEANINGS_KO, NAMES_KO
from aariz_mm.analysis.named import NAMED_ANALYSES
from aariz_mm.landmark_guide.entries import LANDMARK_GUIDE
from aariz_mm.reading.korean_texts import source_in_korean, warning_in_korean

from .korean_rules import missing_in_korean, rule_in_korean
from .texts_en import ENGLISH
from .texts_ko import KOREAN

__all__ = [
    'LANGUAGES',
    'Say',
    'analysis_name',
    'landmark_name',
    'meaning_text',
    'measurement_name',
    'missing_text',
    'reading_warning',
    'rule_text',
    'scale_source',
    'speaker',
]

LANGUAGES: dict[str, dict[str, str]] = dict(en=ENGLISH, ko=KOREAN)
"""Texts by language and key."""
Say = Callable[..., str]
"""A text by its key, with what stands in its braces."""
_UNITS = dict(deg='°', mm=' mm')


def speaker(language: str) -> Say:
    """What says the texts of a language.

    Errors:
        ValueError: no such language.
    """
    if language not in LANGUAGES:
        raise ValueError(f'language {language!r}: expected one of {", ".join(LANGUAGES)}')
    table = LANGUAGES[language]

    def say(text_key: str, /, **parts: Any) -> str:
        return table[text_key].format(**parts) if parts else table[text_key]

    return say


def measurement_name(key: str, language: str) -> str:
    """Name of a measurement; its unit stands beside the name where two have one name."""
    if language == 'ko':
        return NAMES_KO[key]
    one = MEASUREMENTS[key]
    twins = [other for other in MEASUREMENTS.values() if other.name == one.name]
    return f'{one.name} ({_UNITS.get(one.unit, one.unit).strip()})' if len(twins) > 1 else one.name


def meaning_text(key: str, found: int, language: str) -> str:
    """What a value below (0) or above (2) its norm means; '' within."""
    if found == 1:
        return ''
    low, high = MEANINGS_KO[key] if language == 'ko' else (MEASUREMENTS[key].low, MEASUREMENTS[key].high)
    return high if found == 2 else low


def analysis_name(key: str, language: str) -> str:
    """Name of a named analysis."""
    return ANALYSIS_NAMES_KO[key] if language == 'ko' else NAMED_ANALYSES[key].title


def landmark_name(symbol: str, language: str) -> str:
    """Name of a landmark."""
    entry = LANDMARK_GUIDE[symbol]
    return entry.title_ko if language == 'ko' else entry.title


def reading_warning(text: str, language: str) -> str:
    """What the reading warns of; what is not known in Korean stays English."""
    return warning_in_korean(text) if language == 'ko' else text


def scale_source(text: str, language: str) -> str:
    """Where the pixel size comes from."""
    return source_in_korean(text) if language == 'ko' else text


def rule_text(name: str, rule: str, source: str, language: str) -> str:
    """A rule of classes with its source."""
    if language == 'ko':
        return rule_in_korean(name, rule, source, lambda label: KOREAN.get(label, label))
    return f'{name}: {rule} ({source})'


def missing_text(title: str, what: str, language: str) -> str:
    """A part of an analysis that the landmarks do not give, and what it takes."""
    title, what = (missing_in_korean(one) if language == 'ko' else one for one in (title, what))
    return f'{title} ({what})'
