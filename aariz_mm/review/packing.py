"""Exported annotations as a zip archive, and archives that come in."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from aariz_mm.annotations.layout import MACHINE_CSV, SPLITS, find_split, list_split
from aariz_mm.annotations.writing import TABLE_COLUMNS
from aariz_mm.files import safe_path
from aariz_mm.interchange.exporting import export_annotations
from aariz_mm.zip_damages import damaged_as_error

from .names import file_safe, name_key

__all__ = ['export_name', 'export_zip', 'unpack']

_MOST_BYTES = 256 << 20
_MOST_FILES = 20_000
_WANTED = ('.json', '.xml', '.csv')


def export_name(reader: str, format_name: str) -> str:
    """The file name of an export. Example: 'Dr Kim', 'coco' -> 'Dr Kim_coco.zip'"""
    return f'{file_safe(reader)}_{format_name}.zip'


def export_zip(home: Path, reader: str, format_name: str, file: BinaryIO) -> tuple[str, ...]:
    """Write a reader's annotations to a file as a zip archive; what did not fit, in lines.

    'aariz' is the dataset as it lies in home, of this reader alone, with its radiographs; the others are those of
    :data:`aariz_mm.interchange.formats.FORMATS`. Several splits become folders.
    Errors:
        ValueError: an unknown format, or nothing of this reader.
    """
    splits = [split for split in SPLITS if _has_files(home, split, reader)]
    if not splits:
        raise ValueError(f'{reader!r} has marked nothing yet, so there is nothing to export; mark a landmark first')
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as archive:
        if format_name == 'aariz':
            _write_dataset(archive, home, reader, splits)
            return ()
        misfits = []
        for split in splits:
            exported = export_annotations(format_name, home, split, reader)
            prefix = f'{split}/' if len(splits) > 1 else ''
            for name, content in exported.files.items():
                if isinstance(content, Path):
                    archive.write(content, f'{prefix}{name}', zipfile.ZIP_STORED)
                else:
                    archive.writestr(f'{prefix}{name}', content)
            misfits += [f'{one.what} ({one.where}): {one.kind}. {one.detail}'.rstrip() for one in exported.misfits]
    return tuple(misfits)


def _has_files(home: Path, split: str, reader: str) -> bool:
    return bool(_files_of(home, split, reader))


def _files_of(home: Path, split: str, reader: str) -> dict[str, tuple[Path, ...]]:
    """The landmark files of a reader in a split, by image."""
    folder = find_split(home, split)
    if folder is None or not (folder / 'Cephalograms').is_dir() or not any((folder / 'Cephalograms').iterdir()):
        return {}
    readers = list_split(folder).readers
    return next((files for name, files in readers.items() if name_key(name) == name_key(reader)), {})


def _write_dataset(archive: zipfile.ZipFile, home: Path, reader: str, splits: Sequence[str]) -> None:
    written = set()
    for split in splits:
        files, of_reader = list_split(home / split), _files_of(home, split, reader)
        for image_id, paths in of_reader.items():
            for path in (*paths, *files.stages.get(image_id, ())):
                archive.write(path, path.relative_to(home).as_posix())
            for path in files.images.get(image_id, ()):  # compressed already
                archive.write(path, path.relative_to(home).as_posix(), zipfile.ZIP_STORED)
            written.add(image_id)
    text = io.StringIO(newline='')
    with (home / MACHINE_CSV).open(encoding='utf-8', newline='') as table:
        rows = [row for row in csv.reader(table) if row[:1] and row[0] in written]
    csv.writer(text, lineterminator='\n').writerows([TABLE_COLUMNS, *rows])
    archive.writestr(MACHINE_CSV, text.getvalue())


def unpack(files: Sequence[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """Files with those of zip archives in their place; of an archive only JSON, XML and CSV.

    Errors:
        ValueError: a damaged archive, or one that unpacks to too much.
    """
    left = [_MOST_BYTES, _MOST_FILES]
    for name, data in files:
        if data[:4] == b'PK\x03\x04':
            yield from _unpack_one(name, data, left)
        else:
            yield name, data


def _unpack_one(name: str, data: bytes, left: list[int]) -> Iterator[tuple[str, bytes]]:
    what = f'{name}: an archive that cannot be unpacked'
    with damaged_as_error(what, '; make it again'), zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            path = None if member.is_dir() else safe_path(member.filename)
            if path is None or path.suffix.lower() not in _WANTED or path.name == MACHINE_CSV:
                continue
            content = archive.open(member).read(left[0] + 1)  # what the archive says of sizes may be wrong
            left[0] -= len(content)
            left[1] -= 1
            if min(left) < 0:
                raise ValueError(f'{name}: unpacks to more than {_MOST_BYTES >> 20} MB; import it in parts')
            yield path.as_posix(), content
