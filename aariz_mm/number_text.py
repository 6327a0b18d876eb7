"""Numbers as tables and reports write them, and as people type them; values as messages show them.

The standard library alone.
"""

from __future__ import annotations

import math
from typing import Any

__all__ = [
    'ABSENT', 'MINUS', 'as_decimal', 'counted', 'fixed', 'is_absent', 'parse_decimal', 'per_cent',
    'short_repr', 'span', 'with_interval',
]  # fmt: skip

ABSENT = '\N{EN DASH}'
"""Written where there is no number."""

MINUS = '\N{MINUS SIGN}'


def fixed(value: float | None, decimals: int = 2) -> str:
    """A number with a true minus sign. Example: -1.234 -> '−1.23'; None or NaN -> '–'"""
    if is_absent(value):
        return ABSENT
    text = f'{value:.{decimals}f}'
    return (text[1:] if float(text) == 0 else f'{MINUS}{text[1:]}') if text.startswith('-') else text


def span(low: float | None, high: float | None, decimals: int = 2) -> str:
    """Example: 1.056 and 1.17 -> '1.06 to 1.17'; '–' where an end is missing."""
    return ABSENT if is_absent(low) or is_absent(high) else f'{fixed(low, decimals)} to {fixed(high, decimals)}'


def with_interval(text: str, low: float | None, high: float | None, decimals: int = 2) -> str:
    """A score with its interval. Example: '1.13', 1.09 and 1.17 -> '1.13 (1.09 to 1.17)'; '1.13' without an end"""
    ends = span(low, high, decimals)
    return text if ends == ABSENT or text == ABSENT else f'{text} ({ends})'


def per_cent(share: float | None, decimals: int = 1) -> str:
    """Example: the fraction 0.878 -> '87.8 %'"""
    return ABSENT if is_absent(share) else f'{fixed(100 * share, decimals)} %'


def counted(number: int, noun: str, plural: str = '') -> str:
    """Example: 1, 'image' -> '1 image'; 2, 'image' -> '2 images'"""
    return f'{number} {noun}' if number == 1 else f'{number} {plural or noun + "s"}'


def is_absent(value: float | None) -> bool:
    """Whether it is None or no finite number."""
    return value is None or not math.isfinite(value)


def parse_decimal(text: str) -> float:
    """A number that was typed, with a point or a comma as the decimal mark.

    Errors:
        ValueError: it is none, or has marks of thousands, as '1,000.5'.
    Example: '0,25' -> 0.25
    """
    return float(text if '.' in text else text.replace(',', '.'))


def as_decimal(text: str) -> float | None:
    """The number of :func:`parse_decimal`; None where the text is none, as the path of a table."""
    try:
        return parse_decimal(text)
    except ValueError:
        return None


def short_repr(value: Any) -> str:
    """A value of a file in a message: its ``repr`` up to 80 letters, a longer one with an ellipsis."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a whole number of thousands of digits has no text
        text = f'a {type(value).__name__}'
    return text if len(text) <= 80 else text[:77] + '…'
