"""The members of a zip or tar archive, refused where unpacking them could write elsewhere, or over each other.

``zipfile`` and ``tarfile`` unpack them; where a name leaves the folder or two members become one, they rename, skip or
overwrite silently (``shutil`` and pooch, which call them, too), and nothing limits what a bomb unpacks to.
"""

from __future__ import annotations

import contextlib
import gzip
import lzma
import stat
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from aariz_mm.files import safe_path

__all__ = ['MAX_RATIO', 'Archive', 'Member', 'check_members', 'check_ratio', 'open_archive']

# A radiograph shrinks to a half or a third of its size, blank paper in text files to less; a bomb to a thousandth.
MAX_RATIO = 100
_DAMAGES = (
    zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError,
)  # fmt: skip


@dataclass(frozen=True)
class Member:
    """A file or folder of an archive: its path below the target, and the bytes that it is to have unpacked."""

    path: PurePosixPath
    size: int
    is_folder: bool
    source: zipfile.ZipInfo | tarfile.TarInfo


@dataclass(frozen=True)
class Archive:
    """An opened archive: its members, and what writes a file of them to its path below a folder."""

    members: tuple[Member, ...]
    extract: Callable[[Member, Path], None]


@contextlib.contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """A zip or tar archive with its members, all of them checked.

    Errors:
        ValueError: neither zip nor tar; damaged (in the body of ``with`` as well); a member that :func:`safe_path`,
            :func:`check_members` or :func:`check_ratio` refuses, an encrypted one, a link or a special file.
    """
    with _explain_damage(path), _open_file(path) as file:
        try:
            members = _list_members(file)
            check_members(members)
            check_ratio(members, path.stat().st_size)
        except ValueError as error:
            raise ValueError(f'{path}: {error}; nothing was unpacked') from error
        extract = _extract_from_zip if isinstance(file, zipfile.ZipFile) else _extract_from_tar
        yield Archive(tuple(members), partial(extract, file))


def _open_file(path: Path) -> zipfile.ZipFile | tarfile.TarFile:
    if zipfile.is_zipfile(path):
        return zipfile.ZipFile(path)
    if tarfile.is_tarfile(path):
        return tarfile.open(path)
    raise ValueError(f'{path}: neither a zip nor a tar archive')


def _list_members(file: zipfile.ZipFile | tarfile.TarFile) -> list[Member]:
    if isinstance(file, zipfile.ZipFile):
        return [_zip_member(info) for info in file.infolist()]
    return [_tar_member(info) for info in file if info.name != '.']


def _extract_from_zip(file: zipfile.ZipFile, member: Member, folder: Path) -> None:
    member.source.filename = str(member.path)
    file.extract(member.source, folder)


def _extract_from_tar(file: tarfile.TarFile, member: Member, folder: Path) -> None:
    # Python 3.10.12 and 3.11.4 brought the filter; the name and the kind of the member are checked without it, too.
    file.extraction_filter = getattr(tarfile, 'data_filter', lambda source, _: source)
    member.source.name = str(member.path)
    file.extract(member.source, folder, set_attrs=False)


@contextlib.contextmanager
def _explain_damage(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGES as error:
        raise ValueError(f'{path}: damaged or of an unusual format ({error})') from error


def _zip_member(info: zipfile.ZipInfo) -> Member:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ValueError(f'member {info.filename!r} is a link or special file, expected files and folders')
    if info.flag_bits & 1:
        raise ValueError(f'member {info.filename!r} is encrypted')
    # zipfile cuts a name at a NUL character; the original name shows it.
    name = info.orig_filename
    return Member(safe_path(name), info.file_size, name.endswith(('/', '\\')), info)


def _tar_member(info: tarfile.TarInfo) -> Member:
    if not info.isfile() and not info.isdir():
        raise ValueError(f'member {info.name!r} is a link or special file, expected files and folders')
    return Member(safe_path(info.name), info.size, info.isdir(), info)


def check_members(members: Sequence[Member]) -> None:
    """Make sure that no two members become one file, whether or not the disk distinguishes upper from lower case.

    Errors:
        ValueError: a file twice; paths that differ in case or in the form of an accent alone; a file where another
            member needs a folder.
    """
    spellings: dict[str, PurePosixPath] = {}
    files: dict[str, PurePosixPath] = {}
    for member in members:
        for path in (member.path, *member.path.parents[:-1]):
            known = spellings.setdefault(_fold(path), path)
            if known != path:
                raise ValueError(f'members {str(known)!r} and {str(path)!r} differ in case alone')
        if not member.is_folder and _fold(member.path) in files:
            raise ValueError(f'member {str(member.path)!r} is there twice')
        if not member.is_folder:
            files[_fold(member.path)] = member.path
    for member in members:
        above = (member.path, *member.path.parents) if member.is_folder else member.path.parents
        for path in above:
            if _fold(path) in files:
                raise ValueError(f'member {str(path)!r} is a file and a folder')


def _fold(path: PurePosixPath) -> str:
    return unicodedata.normalize('NFC', str(path)).casefold()


def check_ratio(members: Sequence[Member], archive_size: int) -> None:
    """Make sure that the archive does not unpack to far more than radiographs would.

    Errors:
        ValueError: more than ``MAX_RATIO`` times the bytes of the archive.
    """
    total = sum(member.size for member in members)
    if total > MAX_RATIO * archive_size:
        raise ValueError(
            f'{total:,} bytes unpacked, expected at most {MAX_RATIO} times the {archive_size:,} of the archive'
        )
