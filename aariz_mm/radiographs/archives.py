"""Radiographs in a zip archive: listed and checked, and unpacked one at a time into a folder that goes afterwards."""

from __future__ import annotations

import contextlib
import stat
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from aariz_mm.files import is_hidden, safe_path
from aariz_mm.zip_damages import damaged_as_error

__all__ = ['MAX_MEMBER_BYTES', 'is_archive', 'list_members', 'read_member_head', 'unpack_member']

MAX_MEMBER_BYTES = 1 << 29
"""A radiograph of 16 bits and 10,000 x 10,000 pixels has 200 MB."""
_MAX_MEMBERS, _MAX_RATIO, _SMALL = 200_000, 500, 1 << 26
"""Of a file beyond 64 MB: blank pictures shrink to a hundredth, a bomb to a thousandth."""


def is_archive(path: Path) -> bool:
    """Whether a file is a zip archive by its name or its beginning."""
    if path.suffix.lower() == '.zip':
        return True
    try:
        with path.open('rb') as file:
            return file.read(4) == b'PK\3\4'
    except OSError:
        return False


def list_members(archive: Path) -> list[tuple[str, PurePosixPath]]:
    """The files of an archive, sorted: the name within, and the path that it stands for; hidden ones are left out.

    Errors:
        ValueError: no zip, damaged, encrypted, with a name that leaves the folder, a link, or one name twice.
    """
    with _opened(archive) as file:
        infos = [info for info in file.infolist() if not info.is_dir()]
    if len(infos) > _MAX_MEMBERS:
        raise ValueError(f'{archive}: {len(infos)} files, expected at most {_MAX_MEMBERS}; nothing was read')
    for info in infos:
        if info.flag_bits & 1:
            raise ValueError(f'{archive}: encrypted; unpack it with its password and read the folder')
        if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
            raise ValueError(f'{archive}: {info.filename!r} is a link or special file; nothing was read')
    members = [(info.filename, _path_below(archive, info.filename)) for info in infos]
    counts = Counter(str(path) for _, path in members)
    twice = [name for name, count in counts.items() if count > 1]
    if twice:
        raise ValueError(f'{archive}: holds {twice[0]!r} {counts[twice[0]]} times; nothing was read')
    shown = [one for one in members if not any(is_hidden(part) or part == '__MACOSX' for part in one[1].parts)]
    return sorted(shown, key=lambda one: one[1])


def read_member_head(archive: Path, member: str, count: int) -> bytes:
    """The first bytes of a file of an archive; fewer where it is damaged."""
    with contextlib.suppress(ValueError, OSError), _opened(archive) as file, file.open(member) as source:
        return source.read(count)
    return b''


@contextlib.contextmanager
def unpack_member(archive: Path, member: str) -> Iterator[Path]:
    """A file of an archive, unpacked into a folder of its own that is removed at the end.

    Errors:
        ValueError: damaged, too large, or of the size of a bomb.
    """
    with tempfile.TemporaryDirectory(prefix='aariz_mm_') as folder:
        path = Path(folder) / f'radiograph{PurePosixPath(member).suffix[:16]}'
        with _opened(archive) as file:
            _check_size(file.getinfo(member))
            with file.open(member) as source, path.open('wb') as target:
                while chunk := source.read(1 << 20):
                    target.write(chunk)
        yield path


def _check_size(info: zipfile.ZipInfo) -> None:
    if info.file_size > MAX_MEMBER_BYTES:
        raise ValueError(f'{info.file_size} bytes unpacked, expected at most {MAX_MEMBER_BYTES} of a radiograph')
    if info.file_size > max(_SMALL, _MAX_RATIO * info.compress_size):
        raise ValueError(f'{info.compress_size} bytes unpack to {info.file_size}, as of no radiograph: a zip bomb')


def _path_below(archive: Path, name: str) -> PurePosixPath:
    try:
        return safe_path(name)
    except ValueError as error:
        raise ValueError(f'{archive}: {error}; nothing was read') from error


@contextlib.contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    with (
        damaged_as_error(f'{archive}: damaged, or no zip archive', '; copy it again'),
        zipfile.ZipFile(archive) as file,
    ):
        yield file
