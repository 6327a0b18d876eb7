"""Files of a superimposition: drawings, page and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.extras import require
from aariz_mm.files import check_folder, check_replaceable, write_file, write_json
from aariz_mm.reading.sheets import CsvTable, Workbook, check_table, check_workbook
from aariz_mm.reading.tracing_seals import check_tracing_path, seal_tracing
from aariz_mm.tracing.pdf import drawing_pdf
from aariz_mm.tracing.png import paint_drawing
from aariz_mm.tracing.svg import drawing_svg
from aariz_mm.visualization import encode_png
from aariz_mm.visualization.text import has_wide_font

from .change_rows import LANDMARK_COLUMNS, MEASUREMENT_COLUMNS, landmark_rows, measurement_rows
from .korean import speaker
from .overlay import draw_superimposition, film_below, layer_names
from .page import PAGE_MARK, page_html
from .series import Regional
from .timepoints import Timepoint

__all__ = ['FORMATS', 'check_fonts', 'check_superimposition_dir', 'write_superimposition']

FORMATS = ('svg', 'png', 'pdf', 'html', 'json', 'csv', 'xlsx')
_PICTURES = FORMATS[:3]
_TRUE_SIZE = 'True size: print at 100 %, and check the scale bar with a ruler.'
_CURE, _MARK = 'give another --out-dir', '"made_by": "aariz_mm superimpose"'


def check_superimposition_dir(out_dir: Path, keys: Sequence[str], formats: Sequence[str]) -> None:
    """Check that what is written replaces nothing but an earlier superimposition.

    Errors:
        ValueError: another file is there.
    """
    check_folder(out_dir, _CURE)
    for kind in set(formats) & set(_PICTURES):
        for key in keys:
            check_tracing_path(out_dir / f'{key}.{kind}', _CURE)
    check_replaceable(out_dir / 'superimposition.html', [PAGE_MARK], 'page of aariz-mm superimpose', _CURE)
    check_replaceable(out_dir / 'superimposition.json', [_MARK], 'result of aariz-mm superimpose', _CURE)
    check_table(out_dir / 'landmark_changes.csv', LANDMARK_COLUMNS)
    check_table(out_dir / 'measurement_changes.csv', MEASUREMENT_COLUMNS)
    check_workbook(out_dir / 'superimposition.xlsx')


def check_fonts(language: str, labels: Sequence[str], formats: Sequence[str]) -> None:
    """Check that there is a font for what is written in pictures.

    Errors:
        ImportError: one for Korean, or for labels beyond Latin, is not installed.
    """
    is_wide = language == 'ko' or any(ord(max(one, default=' ')) > 0xFF for one in labels)
    if is_wide and ('pdf' in formats or ('png' in formats and not has_wide_font())):  # a PDF embeds its font
        require('koreanize_matplotlib')


def write_superimposition(
    out_dir: Path,
    timepoints: Sequence[Timepoint],
    regional: Sequence[Regional],
    formats: Sequence[str],
    files: Sequence[Mapping[str, str]],
    warnings: Sequence[str],
    made_with: str,
    language: str = 'en',
    grey: np.ndarray | None = None,
) -> list[Path]:
    """Write the files of the named formats; ``grey`` is the first radiograph, where it is drawn below."""
    written, drawings, say = [], {}, speaker(language)
    foot = f'{say(_TRUE_SIZE)} {say("Not for diagnosis.")} {say("Made with")}: aariz_mm'
    for one in (one for one in regional if one.found is not None):
        drawing = draw_superimposition(one.found, one.quality, language)
        film = None if grey is None else film_below(one.found, grey, drawing)
        title = say('Superimposition on {name}').format(name=say(one.found.reference.name))
        svg = drawing_svg(drawing, film, 1.0, title, layer_names(one.found, language))
        drawings[one.asked.key] = svg
        data = dict(
            svg=svg.encode,
            png=lambda drawing=drawing, film=film: encode_png(paint_drawing(drawing, film)),
            pdf=lambda drawing=drawing, film=film, title=title: drawing_pdf(drawing, film, title, 1.0, foot),
        )
        written += [
            write_file(out_dir / f'{one.asked.key}.{kind}', seal_tracing(data[kind]()))
            for kind in _PICTURES
            if kind in formats
        ]
    if 'html' in formats:
        text = page_html(timepoints, regional, drawings, files, warnings, made_with, language)
        written.append(write_file(out_dir / 'superimposition.html', text))
    if 'json' in formats:
        content = _content(timepoints, regional, files, warnings, made_with)
        written.append(write_json(out_dir / 'superimposition.json', content))
    return [*written, *_write_tables(out_dir, regional, formats)]


def _write_tables(out_dir: Path, regional: Sequence[Regional], formats: Sequence[str]) -> list[Path]:
    tables = dict(
        landmark_changes=(LANDMARK_COLUMNS, list(landmark_rows(regional))),
        measurement_changes=(MEASUREMENT_COLUMNS, list(measurement_rows(regional))),
    )
    written = []
    if 'csv' in formats:
        for name, (columns, rows) in tables.items():
            table = CsvTable(out_dir / f'{name}.csv', columns)
            table.append(rows)
            written.append(table.publish())
            table.close()
    if 'xlsx' in formats:
        book = Workbook(out_dir / 'superimposition.xlsx', {name: columns for name, (columns, _) in tables.items()})
        for name, (_, rows) in tables.items():
            book.append(name, rows)
        written.append(book.save())
    return written


def _content(timepoints, regional: Sequence[Regional], files, warnings, made_with: str) -> dict[str, Any]:
    return dict(
        made_by='aariz_mm superimpose',
        note='Not for diagnosis.',
        made_with=made_with,
        warnings=list(warnings),
        timepoints=[
            dict(label=one.label, scale=one.scale_note, cvm_stage=one.stage, age_years=one.age_years, **file)
            for one, file in zip(timepoints, files, strict=True)
        ],
        references=[_reference(one) for one in regional],
        landmark_changes=[dict(zip(LANDMARK_COLUMNS, row, strict=True)) for row in landmark_rows(regional)],
        measurement_changes=[dict(zip(MEASUREMENT_COLUMNS, row, strict=True)) for row in measurement_rows(regional)],
    )


def _reference(one: Regional) -> dict[str, Any]:
    used = None if one.found is None else one.found.reference
    moves = [] if one.found is None else [move.matrix.tolist() for move in one.found.moves]
    registrations = [] if one.found is None else [dict(item.quality) for item in one.found.registrations if item]
    return dict(
        asked=one.asked.key,
        used=None if used is None else used.key,
        quality=one.quality,
        horizontal=None if one.found is None else one.found.horizontal,
        moves=moves,
        registrations=registrations,
        notes=list(one.notes),
    )
