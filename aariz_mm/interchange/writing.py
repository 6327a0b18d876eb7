"""Cases into a folder in the Aariz layout: all of them or none, and nothing that is there is changed."""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.annotations.files import read_machines
from aariz_mm.annotations.layout import MACHINE_CSV, SPLITS, find_split, list_by_id, list_folders
from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.annotations.writing import TABLE_COLUMNS, image_folder, landmark_content, landmark_folder, table_row
from aariz_mm.files import has_mark, load_json, write_file
from aariz_mm.radiographs.images import IMAGE_SUFFIXES

from .importing import Case

__all__ = ['IMPORTS_JSON', 'Plan', 'check_folder', 'plan_dataset', 'write_files']

IMPORTS_JSON = 'imports.json'
"""The file that says what was imported into a folder; it marks the folders that more may be added to."""
_MARK = '"made_by": "aariz-mm import-annotations"'


@dataclass(frozen=True)
class Plan:
    """Files to be made, with a text or the file that they are copies of, and files of ours to be replaced."""

    new: dict[Path, str | Path]
    replaced: dict[Path, str]


def check_folder(out: Path) -> Path:
    """Check that a folder may be written to: new, empty, or made by an earlier import.

    Errors:
        ValueError: something else is there.
    """
    if out.exists() and not out.is_dir():
        raise ValueError(f'{out} is a file; give a folder that is new or empty')
    if out.is_dir() and any(out.iterdir()) and not has_mark(out / IMPORTS_JSON, [_MARK]):
        raise ValueError(
            f'{out} is not empty and was not made by an import, so nothing is added to it; give a new folder'
        )
    return out


def plan_dataset(out: Path, split: str, cases: Sequence[Case], description: dict) -> Plan:
    """What is to be written of cases.

    An image that is there already, byte for byte and with the same pixel size, gets the marks of one more reader.
    Args:
        description: of this import, for :data:`IMPORTS_JSON`.
    Errors:
        ValueError: a folder that may not be written to, an id of another image or split, or marks that are there.
    """
    check_folder(out)
    split_dir = (find_split(out, split) if out.is_dir() else None) or out / split
    present = _ids_in_splits(out)
    table = read_machines(out / MACHINE_CSV) if (out / MACHINE_CSV).is_file() else {}
    new: dict[Path, str | Path] = {}
    rows = []
    for case in cases:
        image = image_folder(split_dir) / f'{case.img_id}{case.image.suffix.lower()}'
        there = present.get(case.img_id.casefold())
        if there is None and image not in new:
            new[image] = case.image
            rows.append(table_row(case.img_id, case.device, repr(case.pixel_size_mm), image.suffix, split))
        elif there is not None:
            sizes = [float(row.pixel_size) for row in table.get(case.img_id, ())]
            _check_same(case, there, split_dir, sizes)
        marks = landmark_folder(split_dir, _spelling_of(split_dir, case.reader)) / f'{case.img_id}.json'
        new[marks] = _landmark_text(case)
    taken = [path for path in new if path.exists()]
    if taken:
        raise ValueError(f'{taken[0]} is there already ({len(taken)} of {len(new)} files); nothing was written')
    return Plan(new, {out / MACHINE_CSV: _table_text(out, rows), out / IMPORTS_JSON: _imports_text(out, description)})


def _spelling_of(split_dir: Path, reader: str) -> str:
    """The name of a reader's folder as it is spelt where it is there."""
    folder = landmark_folder(split_dir, '.')
    names = list_folders(folder) if folder.is_dir() else []
    return next((name for name in names if name.casefold() == reader.casefold()), reader)


def _ids_in_splits(out: Path) -> dict[str, Path]:
    """The image of each id of a folder, in any split."""
    found = {}
    for split in SPLITS:
        folder = find_split(out, split) if out.is_dir() else None
        for img_id, paths in list_by_id(image_folder(folder), IMAGE_SUFFIXES).items() if folder else ():
            found[img_id.casefold()] = paths[0]
    return found


def _check_same(case: Case, there: Path, split_dir: Path, sizes_mm: Iterable[float]) -> None:
    if there.stem != case.img_id:
        raise ValueError(f'{case.img_id!r} and {there} differ in case only; rename the new one')
    if there.parent.parent != split_dir:
        raise ValueError(f'{case.img_id!r} is at {there} already; an image belongs to one split: leave it out')
    if there.read_bytes() != case.image.read_bytes():
        raise ValueError(f'{there} is another image than {case.image}; ids must be unique: rename the new one')
    if list(sizes_mm) != [case.pixel_size_mm]:
        raise ValueError(
            f'{there} was imported with {list(sizes_mm)} mm per pixel, now it is {case.pixel_size_mm}; give one value'
        )


def _landmark_text(case: Case) -> str:
    entries = [landmark_entry(mark.name, _short(mark.x), _short(mark.y)) for mark in case.marks]
    return json.dumps(landmark_content(case.img_id, entries, 'imported'), ensure_ascii=False)


def _short(value: float) -> int | float:
    return int(value) if value.is_integer() else value


def _table_text(out: Path, rows: Iterable[Sequence[str]]) -> str:
    """The device table with rows added to those that an earlier import made."""
    path, text = out / MACHINE_CSV, io.StringIO(newline='')
    before = path.read_text(encoding='utf-8') if path.is_file() else ''
    writer = csv.writer(text, lineterminator='\n')
    writer.writerows([*(() if before else (TABLE_COLUMNS,)), *rows])
    return before + text.getvalue()


def _imports_text(out: Path, description: dict) -> str:
    path = out / IMPORTS_JSON
    before = _earlier_imports(path) if path.is_file() else []
    content = dict(made_by='aariz-mm import-annotations', imports=[*before, description])
    return json.dumps(content, indent=1, ensure_ascii=False) + '\n'


def _earlier_imports(path: Path) -> list:
    cure = 'move it away, or give another folder'
    content = load_json(path, cure)
    if not isinstance(content, dict) or not isinstance(content.get('imports'), list):
        raise ValueError(f'{path}: no list of imports of aariz-mm import-annotations; {cure}')
    return content['imports']


def write_files(plan: Plan) -> None:
    """Write a plan; where a file cannot be written, those made so far are taken away again.

    Errors:
        OSError: a file cannot be written, or is there already.
    """
    made: list[Path] = []
    before = {path: path.read_bytes() for path in plan.replaced if path.exists()}
    try:
        for path, content in plan.new.items():
            made += _make_folders(path.parent)
            _create(path, content, made)
        for path, text in plan.replaced.items():
            made += [] if path in before else [*_make_folders(path.parent), path]
            write_file(path, text)
    except BaseException:
        _take_back(made, before)
        raise


def _take_back(made: Sequence[Path], before: Mapping[Path, bytes]) -> None:
    """Leave everything as it was before the writing."""
    for path, content in before.items():
        if path.read_bytes() != content:
            write_file(path, content)
    for path in reversed(made):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones that were made, the uppermost first."""
    missing = [part for part in (folder, *folder.parents) if not part.exists()][::-1]
    folder.mkdir(parents=True, exist_ok=True)
    return missing


def _create(path: Path, content: str | Path, made: list[Path]) -> None:
    data = content.read_bytes() if isinstance(content, Path) else content.encode('utf-8')
    with open(path, 'xb') as file:
        made.append(path)
        file.write(data)
