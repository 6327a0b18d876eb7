"""Radiographs that come in through the page: checked as any other before they are taken, and kept below the home."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import BinaryIO

from aariz_mm.radiographs.formats import IMAGE_SUFFIXES
from aariz_mm.radiographs.images import is_dicom
from aariz_mm.radiographs.listing import list_radiographs

from .folder import FoundCase
from .names import file_safe, unused_name

__all__ = ['FOLDER', 'list_uploads', 'take_upload']

FOLDER = 'uploads'
_PREFIX = 'uploaded/'
_CHUNK = 1 << 20
_MOST_SUFFIX = 5


def list_uploads(home: Path) -> Iterator[FoundCase]:
    """Radiographs that came in earlier."""
    folder = home / FOLDER
    if not folder.is_dir() or not any(folder.iterdir()):
        return
    for file in list_radiographs([folder]).radiographs:
        yield FoundCase(_PREFIX + Path(file.path).stem, Path(file.path))


def take_upload(
    home: Path, name: str, source: BinaryIO, used: Collection[str], most_bytes: int, check: Callable[[Path], None]
) -> FoundCase:
    """Keep a radiograph that passes the check; nothing is left of another one.

    Args:
        name: as the browser says it. used: keys (:func:`~aariz_mm.review.names.name_key`) of the names of cases.
        check: opens the file; raises ValueError or OSError where it is no radiograph.
    Errors:
        ValueError: it is too large, empty, or what the check says.
    """
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix='.', suffix='.part', dir=folder)
    try:
        with os.fdopen(handle, 'wb') as target:
            _copy(source, target, most_bytes)
        check(Path(part))
        stem, suffix = _parts(name, Path(part))
        case_id = unused_name(_PREFIX + stem, used)
        path = folder / f'{case_id.removeprefix(_PREFIX)}{suffix}'
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)
    return FoundCase(case_id, path)


def _copy(source: BinaryIO, target: BinaryIO, most_bytes: int) -> None:
    count = 0
    while chunk := source.read(_CHUNK):
        count += len(chunk)
        if count > most_bytes:
            raise ValueError(f'larger than {most_bytes >> 20} MB, as no radiograph is')
        target.write(chunk)
    if not count:
        raise ValueError('an empty file')


def _parts(name: str, path: Path) -> tuple[str, str]:
    """A name without folders that every system takes, and the ending by which it is found again."""
    plain = name.replace('\\', '/').rpartition('/')[2]
    stem, dot, ending = plain.rpartition('.')
    suffix = f'.{ending.lower()}' if dot and len(ending) <= _MOST_SUFFIX else ''
    if suffix not in IMAGE_SUFFIXES:
        stem, suffix = plain, '.dcm' if is_dicom(path) else '.png'
    return file_safe(stem) if stem.strip('. ') else 'radiograph', suffix
