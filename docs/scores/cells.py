"""Templates filled with the figures of a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import Formatter
from typing import Any


class _Numbers(Formatter):
    """Python's format, but a whole number gets no decimals, and a minus is a minus sign."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if isinstance(value, int):
            format_spec = '+' if format_spec.startswith('+') else ''
        text = super().format_field(value, format_spec)
        return text.replace('-', '\N{MINUS SIGN}') if isinstance(value, int | float) else text


def fill(templates: Sequence[str], fields: Mapping[str, Any]) -> str:
    """The first template whose fields are all there, filled; '' where none is.

    Example: ['{MRE_mm:.3f} ± {SD_mm:.3f}', '{MRE_mm:.3f}'] with MRE_mm = 1.14 -> '1.140'
    """
    return next(filter(None, (_fill_one(template, fields) for template in templates)), '')


def in_language(value: Any, language: str) -> Any:
    """``value`` with ``{en: …, ko: …}`` replaced by one of its texts, at any depth; English where a language lacks."""
    if not isinstance(value, Mapping):
        return value
    if 'en' in value:
        return value.get(language, value['en'])
    return {key: in_language(item, language) for key, item in value.items()}


def _fill_one(template: str, fields: Mapping[str, Any]) -> str:
    try:
        return _Numbers().vformat(template, (), fields)
    except (KeyError, IndexError):
        return ''
