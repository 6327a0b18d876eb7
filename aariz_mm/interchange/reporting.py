"""What an import or an export says at its end, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from aariz_mm.files import check_replaceable
from aariz_mm.number_text import counted
from aariz_mm.tables import Table, render_text

from .exporting import Exported
from .importing import Imported
from .marks import Misfit

__all__ = ['check_report_path', 'export_report', 'import_report', 'render_report']

_MARK = '"made_by": "aariz-mm import-annotations"'
_SHOWN = 12
"""Examples of a kind that the text shows; the JSON has all."""


def import_report(format_name: str, source: Path, imported: Imported) -> dict[str, Any]:
    """The report of an import as plain data; ``exit_code`` is 1 where something was left out."""
    cases = imported.cases
    return _report(
        format_name, source, [(case.image.name, case.reader, len(case.marks)) for case in cases], imported.misfits
    ) | dict(
        pixel_sizes_mm=dict(Counter(f'{case.pixel_size_mm:g} ({case.pixel_size_from})' for case in cases)),
        images_without_annotation=imported.unused_images,
        names_left_out_by_your_table=dict(imported.ignored),
    )


def export_report(format_name: str, data_root: Path, exported: Exported) -> dict[str, Any]:
    """The report of an export as plain data; ``exit_code`` is 1 where something was left out."""
    sheets = exported.sheets
    counts = [(sheet.image.name, sheet.reader, len(sheet.marks)) for sheet in sheets]
    return _report(format_name, data_root, counts, exported.misfits)


def _report(
    format_name: str, source: Path, counts: Sequence[tuple[str, str, int]], misfits: Sequence[Misfit]
) -> dict[str, Any]:
    readers = {}
    for reader in sorted({reader for _, reader, _ in counts}):
        of_reader = [count for _, name, count in counts if name == reader]
        readers[reader] = dict(
            images=len(of_reader), landmarks=sum(of_reader), fewest=min(of_reader), median=median(of_reader),
            most=max(of_reader),
        )  # fmt: skip
    unknown = Counter(misfit.what for misfit in misfits if misfit.kind == 'unknown name')
    return dict(
        made_by='aariz-mm import-annotations', format=format_name, source=source.name,
        exit_code=1 if misfits else 0, images=len({image for image, _, _ in counts}), readers=readers,
        unknown_names=dict(unknown.most_common()), misfits=[asdict(misfit) for misfit in misfits],
    )  # fmt: skip


def render_report(report: dict[str, Any]) -> str:
    """The report as lines of text."""
    misfits = [Misfit(**misfit) for misfit in report['misfits']]
    rows = tuple(
        (reader, *(f'{count[key]:g}' for key in ('images', 'landmarks', 'fewest', 'median', 'most')))
        for reader, count in report['readers'].items()
    )
    header = ('reader', 'images', 'landmarks', 'fewest', 'median', 'most')
    parts = [render_text(Table(f'{counted(report["images"], "image")} read', header, rows, text_columns=(0,)), '  ')]
    parts += [f'mm per pixel: {_counts(report["pixel_sizes_mm"])}'] if report.get('pixel_sizes_mm') else []
    ignored = report.get('names_left_out_by_your_table')
    parts += [f'left out by your table of names: {_counts(ignored)}'] if ignored else []
    unused = report.get('images_without_annotation')
    parts += [f'{counted(unused, "image")} without annotation'] if unused else []
    for kind in dict.fromkeys(misfit.kind for misfit in misfits):
        parts.append(_section(kind, [misfit for misfit in misfits if misfit.kind == kind]))
    return '\n'.join(parts)


def _counts(counts: dict[str, int]) -> str:
    return ', '.join(f'{name} {number}x' for name, number in counts.items())


def _section(kind: str, misfits: Sequence[Misfit]) -> str:
    """What did not fit, of one kind: names with counts, or each image with its reason."""
    if not any(misfit.detail for misfit in misfits):
        return f'{kind} ({len(misfits)}): {_counts(dict(Counter(misfit.what for misfit in misfits).most_common()))}'
    lines = [f'  {misfit.what} ({misfit.where}): {misfit.detail}' for misfit in misfits[:_SHOWN]]
    more = [f'  … and {len(misfits) - _SHOWN} more; --report has all'] if len(misfits) > _SHOWN else []
    return '\n'.join([f'{kind} ({len(misfits)})', *lines, *more])


def check_report_path(path: str | Path, folders: Iterable[Path]) -> Path:
    """Check that a report replaces nothing but an earlier one and lies in none of the folders.

    Errors:
        ValueError: it would.
    """
    for folder in folders:
        if Path(path).resolve().is_relative_to(folder.resolve()):
            raise ValueError(f'{path} is inside {folder}; give a path outside')
    return check_replaceable(path, [_MARK], 'report of this command', 'give another name')
