"""The radiographs of a folder or of a dataset, and which of them somebody corrected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from aariz_mm.annotations.layout import (
    MACHINE_CSV,
    SPLITS,
    find_child,
    find_split,
    list_by_id,
    list_split,
    missing_split,
)
from aariz_mm.files import file_sha256
from aariz_mm.radiographs.formats import IMAGE_SUFFIXES
from aariz_mm.radiographs.listing import RadiographFile, list_radiographs

__all__ = ['corrected_hashes', 'find_radiographs', 'part_by_correction', 'review_folder']


def review_folder(folder: str | Path) -> Path:
    """Where ``aariz-mm review`` writes unless told otherwise: beside the folder of the radiographs.

    Example: 'films' -> …/films_review; 'films/ceph.png' -> …/films/ceph_review
    """
    path = Path(folder).expanduser().resolve()
    name = path.stem if path.is_file() else path.name
    return path.with_name(f'{name or "radiographs"}_review')


def find_radiographs(folder: str | Path, split: str = 'train') -> Sequence[RadiographFile]:
    """The radiographs of a folder and those below; of a dataset in the Aariz layout those of a split.

    Errors:
        FileNotFoundError: no such folder or split, or no radiograph there.
    """
    root = Path(folder)
    if not root.exists():
        raise FileNotFoundError(f'{folder}: no such folder; name one with radiographs')
    if not root.is_dir() or find_child(root, MACHINE_CSV) is None:
        return list_radiographs([root]).radiographs
    split_folder = find_split(root, split)
    if split_folder is None:
        raise missing_split(root, split)
    images = list_split(split_folder).images
    return [RadiographFile(path, ceph_id) for ceph_id, paths in images.items() for path in paths[:1]]


def corrected_hashes(dataset: str | Path, reader: str | None = None) -> set[str]:
    """SHA-256 of the radiographs of a dataset in the Aariz layout that a reader annotated.

    Args:
        dataset: the folder that ``aariz-mm review`` keeps, or any dataset. reader: name of his folder, without regard
            to case; None takes every one.
    Errors:
        FileNotFoundError: no such dataset. ValueError: no reader of that name.
    """
    root = Path(dataset)
    if find_child(root, MACHINE_CSV) is None:
        raise FileNotFoundError(f'{dataset}: no {MACHINE_CSV}, so no dataset; name the folder that the page writes to')
    found, readers = set(), set()
    for folder in _filled_splits(root):
        files = list_split(folder)
        readers |= set(files.readers)
        own = [name for name in files.readers if reader is None or name.casefold() == reader.casefold()]
        done = set().union(*(files.readers[name] for name in own))
        found |= {file_sha256(path) for ceph_id in done for path in files.images.get(ceph_id, ())}
    if reader is not None and reader.casefold() not in {name.casefold() for name in readers}:
        raise ValueError(f'{dataset}: no reader {reader!r}; it has {sorted(readers)}')
    return found


def part_by_correction(
    files: Iterable[RadiographFile], hashes: set[str]
) -> tuple[list[RadiographFile], list[RadiographFile]]:
    """Radiographs that nobody corrected, and those that somebody did; by content, so that names do not matter."""
    parts: tuple[list[RadiographFile], list[RadiographFile]] = ([], [])
    for file in files:
        with file.opened() as path:
            parts[bool(hashes) and file_sha256(path) in hashes].append(file)
    return parts


def _filled_splits(root: Path) -> Iterator[Path]:
    for split in SPLITS:
        folder = find_split(root, split)
        if folder is not None and list_by_id(find_child(folder, 'Cephalograms'), IMAGE_SUFFIXES):
            yield folder
