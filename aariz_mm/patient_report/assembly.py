"""The report of one radiograph: its head, its picture and its sections."""

from __future__ import annotations

from collections.abc import Sequence

import aariz_mm
from aariz_mm.analysis.named_tables import find_analyses

from .document import Facts, PatientReport, Picture, Section
from .language import Say, scale_source, speaker
from .sections import (
    KEY_MEASUREMENTS,
    analysis_section,
    key_section,
    landmark_section,
    maturation_section,
    methods_section,
    provenance_section,
    rest_section,
    summary_section,
    uncertainty_section,
    warning_texts,
)
from .settings import ClinicSettings
from .source import Source

__all__ = ['build_report']

_MOST_WARNINGS, _MOST_LETTERS = 4, 160
"""Warnings, and letters of each, on a report of one page."""
_LONGEST_WARNING = 1000
"""Letters of a warning on any report: one that fills a page is no text of ours."""
_LONGEST_NAME = 80


def build_report(
    source: Source,
    language: str = 'en',
    one_page: bool = True,
    analyses: Sequence[str] = (),
    clinic: ClinicSettings | None = None,
    picture: Picture | None = None,
    date: str = '',
    keep_identity: bool = False,
) -> PatientReport:
    """The report as plain data.

    Args:
        language: of :data:`~aariz_mm.patient_report.language.LANGUAGES`. analyses: named ones; () for the measurements
            that are looked at first on one page, and for every analysis in full.
        picture: of the tracing. date: of the reading. keep_identity: show who the patient is, where the result says it.
    Errors:
        ValueError: unknown language or analysis, or several analyses on one page.
    """
    say, clinic = speaker(language), clinic or ClinicSettings()
    names = [one.key for one in find_analyses(analyses)] if analyses else []
    if one_page and len(names) > 1:
        raise ValueError(f'analyses {", ".join(names)}: one page holds one; name one, or give --pages full')
    warnings = tuple(_cut(one, _LONGEST_WARNING) for one in warning_texts(source, say, language))
    sections = _one_page(source, say, language, names) if one_page else _full(source, say, language, names)
    return PatientReport(
        say('title'), _cut(source.name, _LONGEST_NAME), language, clinic.name, clinic.lines, clinic.logo,
        _head(source, say, language, date, keep_identity), _fewer(warnings, say) if one_page else warnings,
        say('caution'), say('page'), picture, tuple(sections), one_page, date,
    )  # fmt: skip


def _one_page(source: Source, say: Say, language: str, names: Sequence[str]) -> list[Section]:
    """Of the summary, the stage, one table and where all comes from."""
    table = analysis_section(names[0], source, say, language) if names else key_section(source, say, language)
    program = f'aariz_mm {aariz_mm.__version__}'
    return [summary_section(source, say), maturation_section(source, say), table, uncertainty_section(source, say),
            provenance_section(source, say, program)]  # fmt: skip


def _full(source: Source, say: Say, language: str, names: Sequence[str]) -> list[Section]:
    found = find_analyses(names or ['all'])
    shown = [*KEY_MEASUREMENTS, *(part.key for one in found for part in one.parts)]
    rest = None if names else rest_section(source, say, language, shown)
    program = f'aariz_mm {aariz_mm.__version__}'
    return [
        summary_section(source, say),
        maturation_section(source, say),
        key_section(source, say, language),
        *(analysis_section(one.key, source, say, language) for one in found),
        *([rest] if rest else []),
        uncertainty_section(source, say),
        landmark_section(source, say, language),
        provenance_section(source, say, program),
        methods_section(source, say, language),
    ]


def _head(source: Source, say: Say, language: str, date: str, keep_identity: bool) -> Facts:
    content, who = source.content, source.who
    age = say('not_stated') if who['age'] is None else say('years', age=f'{who["age"]:.1f}'.removesuffix('.0'))
    identity = ', '.join(content['identity'].values()) if keep_identity else ''
    rows = [(say('patient'), _cut(identity, 2 * _LONGEST_NAME))] if identity else []
    rows += [
        (say('radiograph'), _cut(source.name, _LONGEST_NAME)),
        (say('date'), date or say('not_stated')),
        (f'{say("age")}, {say("sex")}', f'{age}, {say(who["sex"] or "not_stated")}'),
        (say('scale'), _scale_text(source, say, language)),
        (say('read_by'), _origin_text(source, say)),
    ]
    return Facts(tuple(rows))


def _scale_text(source: Source, say: Say, language: str) -> str:
    content = source.content
    if content.get('pixel_size_mm') is None:
        return say('scale_unknown')
    factor, told = content.get('magnification'), str(content.get('pixel_size_source') or '')
    known = say('magnification_unknown') if factor is None else say('magnification', factor=f'{factor:g}')
    size = say('scale_known', size=f'{content["pixel_size_mm"]:.4g}')
    parts = [size, _cut(scale_source(told, language), _LONGEST_NAME), known]
    return '; '.join(filter(None, parts))


def _origin_text(source: Source, say: Say) -> str:
    text = say(dict(model='by_model', corrected='by_corrected', person='by_person')[source.origin])
    if source.origin != 'corrected':
        return text
    moved = say('corrected_which', symbols=', '.join(source.moved)) if source.moved else say('corrected_unknown')
    return f'{text}; {moved}'


def _fewer(warnings: tuple[str, ...], say: Say) -> tuple[str, ...]:
    shown = tuple(_cut(one, _MOST_LETTERS) for one in warnings[:_MOST_WARNINGS])
    more = len(warnings) - len(shown)
    return (*shown, say('more_warnings', count=more)) if more else shown


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f'{text[: most - 1]}…'
