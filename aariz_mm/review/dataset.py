"""The saved annotations as a dataset in the Aariz layout, which training, adaptation and the doctor read as it is.

Planning is apart from writing: a plan says for each case which files it has, whatever is there.
"""

from __future__ import annotations

import csv
import io
import json
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.annotations.layout import MACHINE_CSV
from aariz_mm.annotations.predicted import landmark_entry, stage_entry
from aariz_mm.annotations.writing import (
    TABLE_COLUMNS,
    image_folder,
    landmark_content,
    landmark_folder,
    stage_folder,
    table_row,
)
from aariz_mm.files import file_sha256, replace_file, write_file
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.formats import IMAGE_SUFFIXES, find_format, read_head

from .case_table import stamp_of
from .records import CaseRow, Revision
from .state import AnnotationState

__all__ = ['CasePlan', 'HomeDataset', 'image_suffix', 'landmark_entries', 'plan_case', 'remove_parts']

_DATASET_NAME = 'reviewed'
_CORNER_PX = 1.0
_SUFFIX_OF = dict(png='.png', jpg='.jpg', bmp='.bmp', webp='.webp', tiff='.tif', dicom='.dcm')
_COPY_BYTES = 1 << 20


@dataclass(frozen=True)
class CasePlan:
    """What home has of a case: its image and its row of the table, None where no reader marked anything; and each text
    file below home, None where there is to be none."""

    image: Path | None
    row: tuple[str, ...] | None
    files: Mapping[Path, str | None]


def landmark_entries(state: AnnotationState, size: tuple[int, int]) -> list[dict]:
    """The landmarks of a state that a dataset's file has, in the official order.

    Of a draft those that the reader placed, moved or confirmed; of a finished case all. What is not visible or lies
    outside the radiograph is left out. Coordinates have two decimals.
    Args:
        size: (w, h) of the radiograph.
    """
    finished, entries = state.status == 'finished', []
    for symbol in SYMBOLS:
        mark = state.landmarks.get(symbol)
        if mark is None or not mark.visible or not (finished or mark.is_his):
            continue
        x, y = round(mark.x, 2), round(mark.y, 2)
        inside = 0 <= x <= size[0] - 1 and 0 <= y <= size[1] - 1
        if inside and max(x, y) > _CORNER_PX:  # a dataset's reader takes the corner for 'not marked'
            entries.append(landmark_entry(symbol, x, y))
    return entries


def plan_case(case: CaseRow, revisions: Sequence[Revision], suffix: str) -> CasePlan:
    """The files of a case.

    Args:
        revisions: the last one of each reader. suffix: of the image.
    """
    split_dir, files, anything = Path(case.split), {}, False
    for revision in revisions:
        entries = landmark_entries(revision.state, case.size)
        path = landmark_folder(split_dir, revision.reader) / f'{case.image_id}.json'
        files[path] = _as_text(landmark_content(case.image_id, entries, _DATASET_NAME)) if entries else None
        anything = anything or bool(entries)
    stage = _last_stage(revisions) if anything else None
    content = None if stage is None else _stage_text(case.image_id, stage)
    files[stage_folder(split_dir) / f'{case.image_id}.json'] = content
    if not anything:
        return CasePlan(None, None, files)
    image = image_folder(split_dir) / f'{case.image_id}{suffix}'
    row = table_row(case.image_id, case.machine or 'unknown', _pixel_size(case, revisions), suffix, case.split)
    return CasePlan(image, row, files)


def _as_text(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + '\n'


def _stage_text(image_id: str, stage: int) -> str:
    return _as_text(dict(ceph_id=image_id, cvm_stage=stage_entry(stage, f'{_DATASET_NAME}-{stage}')))


def _last_stage(revisions: Iterable[Revision]) -> int | None:
    """The stage of the reader who finished last and set one: the layout has one folder of stages for all readers."""
    finished = [one for one in revisions if one.state.status == 'finished' and one.state.stage is not None]
    return max(finished, key=lambda one: one.time).state.stage if finished else None


def _pixel_size(case: CaseRow, revisions: Iterable[Revision]) -> str:
    """Of the table that the case came from, else as the last reader who said one has it, else of the file, else ''."""
    if _is_positive(case.table_pixel_size):
        return case.table_pixel_size
    said = [one for one in revisions if one.state.pixel_size_mm is not None]
    if said:
        return repr(max(said, key=lambda one: one.time).state.pixel_size_mm)
    return '' if case.pixel_size_mm is None else repr(case.pixel_size_mm)


def _is_positive(text: str) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return math.isfinite(value) and value > 0


class HomeDataset:
    """The dataset in a folder, kept as plans say; not for several threads at once."""

    def __init__(self, home: Path):
        self._home = home
        self._rows: dict[int, tuple[str, ...]] = {}
        self._text: str | None = None

    def write(self, case: CaseRow, revisions: Sequence[Revision]) -> list[Path]:
        """Bring the files of one case up to date, the image first; the paths of all that it has.

        Errors:
            OSError: the radiograph is gone, or a file cannot be written.
        """
        there = self._put(case, revisions)
        self._write_table()
        return there

    def write_all(self, cases: Iterable[tuple[CaseRow, Sequence[Revision]]]) -> list[str]:
        """Bring the files of all cases up to date; what could not be done, in sentences."""
        problems = []
        for case, revisions in cases:
            try:
                self._put(case, revisions)
            except (OSError, ValueError) as error:  # noqa: PERF203
                problems.append(f'{case.case_id}: {error}')
        self._write_table()
        return problems

    def _put(self, case: CaseRow, revisions: Sequence[Revision]) -> list[Path]:
        present = self._find_image(case)
        self._refuse_changed(case, revisions, present)
        suffix = present.suffix if present else image_suffix(case.path)
        plan = plan_case(case, revisions, suffix)
        if plan.image is not None and present is None:
            _link(case.path, self._home / plan.image)
        for path, text in plan.files.items():
            _put_text(self._home / path, text)
        if plan.image is None and present is not None:
            present.unlink()
        if plan.row is None:
            self._rows.pop(case.n, None)
        else:
            self._rows[case.n] = plan.row
        return [self._home / path for path, text in plan.files.items() if text is not None]

    def _refuse_changed(self, case: CaseRow, revisions: Sequence[Revision], present: Path | None) -> None:
        """Take a case out of the dataset whose picture is not the one that was marked, and say so.

        A program that writes into a file changes what the link to it in home holds as well.
        """
        path = present or case.path
        stamp = stamp_of(path)
        if not stamp or case.stamp in (None, stamp) or file_sha256(path) == case.marked_sha256:
            return
        if present is not None:
            present.unlink()
        for other in plan_case(case, revisions, path.suffix).files:
            _put_text(self._home / other, None)
        self._rows.pop(case.n, None)
        raise ValueError(
            f'{case.path} was changed after it was marked, so it is out of the dataset; put the earlier file back, and '
            'it comes in again'
        )

    def _find_image(self, case: CaseRow) -> Path | None:
        folder = self._home / image_folder(Path(case.split))
        paths = (folder / f'{case.image_id}{suffix}' for suffix in IMAGE_SUFFIXES)
        return next((path for path in paths if path.is_file()), None)

    def _write_table(self) -> None:
        text = io.StringIO(newline='')
        writer = csv.writer(text, lineterminator='\n')
        writer.writerows([TABLE_COLUMNS, *(self._rows[n] for n in sorted(self._rows))])
        path = self._home / MACHINE_CSV
        if text.getvalue() != self._text or not path.is_file():
            self._text = text.getvalue()
            _put_text(path, self._text)


def image_suffix(path: Path) -> str:
    """The ending that a dataset's image has: that of the file, or the one of its content.

    Errors:
        OSError: no such file. ValueError: no radiograph.
    """
    if path.suffix.lower() in IMAGE_SUFFIXES:
        return path.suffix.lower()
    kind = find_format(read_head(path))
    if kind not in _SUFFIX_OF:
        raise ValueError(f'{path}: no radiograph of a known format; save it as PNG')
    return _SUFFIX_OF[kind]


def _link(source: Path, target: Path) -> None:
    """Give an image a second name, or copy it where the file system cannot; the first one is not touched.

    Errors:
        FileNotFoundError: it is gone. OSError: it cannot be copied.
    """
    if not source.is_file():
        raise FileNotFoundError(f'{source}: the radiograph is gone; put it back, then save again')
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source.resolve(), target)
    except FileExistsError:
        return
    except OSError:
        with source.open('rb') as original, replace_file(target) as copy:
            while chunk := original.read(_COPY_BYTES):
                copy.write(chunk)
        times = source.stat()
        os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))  # so that a change is seen by its time


def _put_text(path: Path, text: str | None) -> None:
    """Make a file have a text, or not be there; one that has it is left alone."""
    if text is None:
        path.unlink(missing_ok=True)
    elif not path.is_file() or path.read_bytes() != text.encode():
        write_file(path, text)


def remove_parts(home: Path) -> None:
    """Take away what a process that was killed left half written."""
    for folder, _, names in os.walk(home):
        for name in names:
            if name.startswith('.') and name.endswith('.part'):
                (Path(folder) / name).unlink(missing_ok=True)
