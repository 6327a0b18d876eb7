"""The radiographs of a review: of a plain folder, one file, or a dataset in the Aariz layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from aariz_mm.annotations.files import MachineRow, read_machines
from aariz_mm.annotations.layout import MACHINE_CSV, SPLITS, find_child, find_split, list_split
from aariz_mm.radiographs.archives import is_archive
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.radiographs.result_names import name_results

__all__ = ['FoundCase', 'list_folder']

_PLAIN_SPLIT = 'train'


@dataclass(frozen=True)
class FoundCase:
    """A radiograph: its name, its file, the split that it belongs to.

    ``machine`` and ``pixel_size_mm`` are those of a dataset's table; ``readers`` are the files of its readers, by name.
    """

    case_id: str
    path: Path
    split: str = _PLAIN_SPLIT
    machine: str = ''
    pixel_size_mm: float | None = None
    readers: Mapping[str, Path] = field(default_factory=dict)


def list_folder(folder: Path, home: Path) -> list[FoundCase]:
    """The radiographs, by name.

    Args:
        home: of the review, which may lie within the folder and is left out.
    Errors:
        FileNotFoundError: no such folder, or no radiograph in it. ValueError: an archive.
    """
    if folder.is_file() and is_archive(folder):
        raise ValueError(f'{folder}: a zip archive, expected a folder or a radiograph; unpack it and give the folder')
    table = find_child(folder, MACHINE_CSV) if folder.is_dir() else None
    found = _of_dataset(folder, table) if table is not None else _of_files(folder, home)
    return sorted(found, key=lambda case: case.case_id)


def _of_files(folder: Path, home: Path) -> Iterator[FoundCase]:
    for file in list_radiographs([folder], home).radiographs:
        yield FoundCase(file.result, Path(file.path))


def _of_dataset(root: Path, table: Path) -> list[FoundCase]:
    machines, found = read_machines(table), []
    for split in SPLITS:
        folder = find_split(root, split)
        if folder is None or find_child(folder, 'Cephalograms') is None:
            continue
        files = list_split(folder)
        for name, paths in files.images.items():
            readers = {reader: of[name][0] for reader, of in files.readers.items() if name in of}
            found += [(split, name, path, machines.get(name, ()), readers) for path in paths]
    if not found:
        raise FileNotFoundError(f'{root}: a dataset ({MACHINE_CSV}) without a radiograph in {", ".join(SPLITS)}')
    places = [(Path(path.name), Path(split, path.name)) for split, _, path, _, _ in found]
    return [
        FoundCase(case_id, path, split, *_of_row(rows), readers)
        for case_id, (split, _, path, rows, readers) in zip(name_results(places), found, strict=True)
    ]


def _of_row(rows: tuple[MachineRow, ...]) -> tuple[str, float | None]:
    """Machine and pixel size; a size that is none is left out, as the doctor tells of it."""
    if len(rows) != 1:
        return '', None
    try:
        size = float(rows[0].pixel_size)
    except ValueError:
        size = 0.0
    return rows[0].machine, size if 0 < size < float('inf') else None
