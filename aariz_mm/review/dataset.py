"""The saved annotations as a dataset in the Aariz layout, which training, adaptation and the doctor read as it is."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from aariz_mm.annotations.layout import MACHINE_CSV
from aariz_mm.annotations.writing import TABLE_COLUMNS, image_folder
from aariz_mm.files import file_sha256, replace_file, write_file
from aariz_mm.radiographs.formats import IMAGE_SUFFIXES, find_format, read_head

from .case_table import stamp_of
from .planning import plan_case
from .records import CaseRow, Revision

__all__ = ['HomeDataset', 'image_suffix', 'remove_parts']

_SUFFIX_OF = dict(png='.png', jpg='.jpg', bmp='.bmp', webp='.webp', tiff='.tif', dicom='.dcm')
_COPY_BYTES = 1 << 20


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
