"""From a folder in the Aariz layout to the files of a format, with a table of pixel sizes beside them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aariz_mm.annotations.files import parse_pixel_size_mm, read_landmarks, read_machines
from aariz_mm.annotations.layout import SplitFiles, find_machine_csv, find_root, find_split, list_split, missing_split
from aariz_mm.annotations.problems import ImageProblem
from aariz_mm.annotations.records import Machines, image_file, machine_row, only_file
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.images import image_size

from .formats import Format, find_format
from .marks import Mark, Misfit, Sheet

__all__ = ['PIXEL_SIZES_CSV', 'Exported', 'export_annotations']

PIXEL_SIZES_CSV = 'pixel_sizes.csv'
"""Devices and mm per pixel, which few formats hold, '' where unknown; --pixel-size takes it."""


@dataclass(frozen=True)
class Exported:
    """Files by their path in the folder to be made, with a text or the image they are copies of; what did not fit."""

    files: dict[str, str | Path]
    sheets: tuple[Sheet, ...]
    misfits: tuple[Misfit, ...]


def export_annotations(format_name: str, data_root: str | Path, split: str, only: str | None = None) -> Exported:
    """The files of a format for one split; nothing is written.

    Args:
        only: the one reader to take, for a format that holds one.
    Errors:
        FileNotFoundError: no such folder, table or split.
        ValueError: a reader that is not there, or several for a format that holds one.
    """
    layout, root = find_format(format_name), find_root(data_root)
    folder = find_split(root, split)
    if folder is None:
        raise missing_split(root, split)
    files, table = list_split(folder), find_machine_csv(root)
    readers = _choose_readers(files, layout, only)
    machines = Machines(table, read_machines(table))
    sheets, misfits = [], []
    for reader in readers:
        for img_id in sorted(files.readers[reader]):
            try:
                sheet = _read_sheet(img_id, reader, files, machines, layout.has_pixel_size)
            except ImageProblem as problem:
                misfits.append(Misfit(problem.reason, img_id, reader, str(problem)))
                continue
            fitted, odd = _fit(sheet, layout)
            misfits += odd
            sheets += [fitted] if fitted else []
    sheets = _numbered(sheets) if layout.is_numbered else sheets
    if not sheets:
        first = f'; the first: {misfits[0].kind}, {misfits[0].what}' if misfits else ''
        raise ValueError(f'{folder}: no image can be written as {layout.title}{first}')
    copies = {f'images/{sheet.names[0]}': sheet.image for sheet in sheets} if layout.is_numbered else {}
    rendered = layout.render(sheets)
    return Exported({**rendered, **copies, PIXEL_SIZES_CSV: _table_text(sheets)}, tuple(sheets), tuple(misfits))


def _choose_readers(files: SplitFiles, layout: Format, only: str | None) -> list[str]:
    readers = [reader for reader in files.readers if only is None or reader.casefold() == only.casefold()]
    if not readers:
        raise ValueError(f'{files.folder}: no reader {only or ""!r}; it has {sorted(files.readers)}')
    if len(readers) > 1 and not layout.has_readers:
        raise ValueError(f'{layout.title} holds one reader of an image, {files.folder} has {readers}; choose by --only')
    return readers


def _read_sheet(img_id: str, reader: str, files: SplitFiles, machines: Machines, needs_pixel_size: bool) -> Sheet:
    image = image_file(img_id, files)
    size = image_size(image)
    row = machine_row(img_id, machines)
    path = only_file(img_id, files.readers[reader], files.folder, 'landmark file', 'image without annotation')
    points = read_landmarks(path, img_id, size)
    marks = tuple(Mark(symbol, float(x), float(y)) for symbol, (x, y) in zip(SYMBOLS, points, strict=True) if x == x)
    # A format without pixel sizes takes radiographs whose table has none, as a review leaves them.
    known = parse_pixel_size_mm(row, img_id, machines.path) if row.pixel_size or needs_pixel_size else None
    return Sheet((image.name,), marks, path.name, reader, size, known, device=row.machine, image=image)


def _fit(sheet: Sheet, layout: Format) -> tuple[Sheet | None, list[Misfit]]:
    """A sheet with the landmarks that a format can hold; None where nothing can be written of it."""
    marks = tuple(mark for mark in sheet.marks if mark.name in layout.symbols)
    name = sheet.names[0]
    misfits = [Misfit('no place in the format', mark.name, name) for mark in sheet.marks if mark not in marks]
    missing = [symbol for symbol in layout.symbols if symbol not in {mark.name for mark in marks}]
    if layout.demands_all and missing:
        return None, [*misfits, Misfit('landmark missing', name, sheet.reader, f'the format demands {missing}')]
    if not marks:
        return None, [*misfits, Misfit('no landmark', name, sheet.reader)]
    return replace(sheet, marks=marks), misfits


def _numbered(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Sheets with their images named by number, from 1 on."""
    return [
        replace(sheet, names=(f'{number}{sheet.image.suffix.lower()}',)) for number, sheet in enumerate(sheets, 1)
    ]  # fmt: skip


def _table_text(sheets: Sequence[Sheet]) -> str:
    text = io.StringIO(newline='')
    writer = csv.writer(text, lineterminator='\n')
    writer.writerow(('cephalogram_id', 'machine', 'pixel_size', 'original_id'))
    rows = {Path(sheet.names[0]).stem: (sheet.device, _as_text(sheet), sheet.image.stem) for sheet in sheets}
    assert len(rows) == len(Counter(sheet.names[0] for sheet in sheets))
    writer.writerows((img_id, *cells) for img_id, cells in rows.items())
    return text.getvalue()


def _as_text(sheet: Sheet) -> str:
    return '' if sheet.pixel_size_mm is None else repr(sheet.pixel_size_mm)
