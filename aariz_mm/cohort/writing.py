"""The files of a cohort: page, methods, numbers, tables and plots, in a folder of their own; the same input gives the
same bytes."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from aariz_mm import __version__
from aariz_mm.files import as_plain, check_own_folder, write_file, write_json
from aariz_mm.reading.sheets import Workbook, csv_line
from aariz_mm.report.html import render_html

from .loading import Cohort
from .methods import methods_text
from .notes import cohort_notes
from .page import CAUTION, build_page, draw_plots
from .scores import CohortScores
from .sheets import Sheet, cohort_sheets

__all__ = ['FILES', 'PAGE', 'check_cohort_folder', 'write_cohort']

PAGE = 'cohort.html'
FILES = ('cohort.html', 'methods.md', 'cohort.json', 'cohort.xlsx')
"""Beside the CSV files and the plots."""
_MARK, _FORMAT = 'aariz_mm cohort', 'aariz_mm cohort 1'
_LISTING = 'made_by_aariz_mm.txt'
_TIME = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb'(<dcterms:(?:created|modified)[^>]*>)[^<]*')


def check_cohort_folder(folder: str | Path) -> Path:
    """Check that files of a cohort written there replace nothing but those of an earlier one.

    Errors:
        ValueError: no folder, or one that has files and no cohort.
    """
    return check_own_folder(folder, PAGE, _MARK, 'a cohort', 'page of a cohort')


def write_cohort(
    folder: str | Path,
    cohort: Cohort,
    scores: CohortScores,
    bundles: Mapping[str, Any] | None = None,
    per_case: bool = False,
) -> list[Path]:
    """Write all files, the page first; what an earlier cohort wrote and this one does not goes.

    Args:
        bundles: as for :func:`~aariz_mm.cohort.methods.methods_text`. per_case: with the table of all radiographs.
    Errors:
        ValueError: as :func:`check_cohort_folder`. ImportError: Matplotlib is missing.
    """
    folder, bundles = check_cohort_folder(folder), bundles or {}
    plots, sheets = draw_plots(cohort, scores), cohort_sheets(cohort, scores, per_case)
    page = build_page(cohort, scores, plots, bundles)
    methods = methods_text(cohort, scores, bundles)
    earlier = _earlier(folder)
    paths = [
        write_file(folder / PAGE, render_html(page, _MARK, CAUTION)),
        write_file(folder / 'methods.md', '# Methods\n\n' + '\n\n'.join(methods) + '\n'),
        write_json(folder / 'cohort.json', _content(cohort, scores, methods)),
        _write_workbook(folder / 'cohort.xlsx', sheets),
    ]
    paths += [write_file(folder / f'{one.name}.csv', _csv(one)) for one in sheets]
    for plot in plots:
        paths += [write_file(folder / f'{plot.name}.{kind}', data)
                  for kind, data in (('png', plot.png), ('svg', plot.svg))]  # fmt: skip
    names = [path.name for path in paths]
    for name in set(earlier) - set(names):
        (folder / name).unlink(missing_ok=True)
    write_file(folder / _LISTING, '\n'.join([_MARK, *names, '']))
    return paths


def _earlier(folder: Path) -> list[str]:
    """Files that an earlier cohort wrote, by its own list."""
    try:
        mark, *names = (folder / _LISTING).read_text(encoding='utf-8').splitlines()
    except (OSError, ValueError):
        return []
    return [name for name in names if Path(name).name == name] if mark == _MARK else []


def _csv(sheet: Sheet) -> str:
    return '\ufeff' + ''.join(map(csv_line, (sheet.columns, *sheet.rows)))


def _write_workbook(path: Path, sheets: tuple[Sheet, ...]) -> Path:
    book = Workbook(path, {one.name: one.columns for one in sheets})
    for one in sheets:
        book.append(one.name, one.rows)
    book.save()
    return write_file(path, _without_dates(path.read_bytes()))


def _without_dates(data: bytes) -> bytes:
    """A workbook that does not say when it was written."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(written, 'w', zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = _DATES.sub(rb'\g<1>1980-01-01T00:00:00Z', source.read(name))
            info = zipfile.ZipInfo(name, _TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return written.getvalue()


def _content(cohort: Cohort, scores: CohortScores, methods: tuple[str, ...]) -> dict[str, Any]:
    """All numbers as JSON has them; nothing of one patient."""
    numbers = _plain(scores)
    for growth in numbers['growth']:
        for curve in growth['curves']:
            del curve['points']
    return dict(
        format=_FORMAT, program=f'aariz_mm {__version__}', groups=cohort.groups, times=cohort.times,
        radiographs=len(cohort.records), found=cohort.found, failed=cohort.failed, life_size=cohort.life_size,
        notes=cohort_notes(cohort, scores), methods=methods, **numbers,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    """Dataclasses as mappings; the parts of a key are joined."""
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.tolist() if hasattr(value, 'tolist') else as_plain(value)


def _key(key: Any) -> str:
    if not isinstance(key, tuple):
        return str(key)
    parts = [part for one in key for part in (one if isinstance(one, tuple) else (one,))]
    return json.dumps(parts, ensure_ascii=False)
