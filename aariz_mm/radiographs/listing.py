"""Which files of those that a user names are radiographs, and what the results of each are called."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from aariz_mm.files import has_mark, is_hidden
from aariz_mm.radiographs.archives import is_archive, list_members, read_member_head, unpack_member
from aariz_mm.radiographs.formats import IMAGE_SUFFIXES
from aariz_mm.radiographs.remote import UrlPath, expand_url, fetch, is_url, list_url, read_head
from aariz_mm.radiographs.result_names import name_results

__all__ = ['OVERLAYS', 'READ_SUFFIXES', 'RESULT_MARK', 'Listing', 'RadiographFile', 'list_images', 'list_radiographs']

READ_SUFFIXES = IMAGE_SUFFIXES
"""Files without one of these endings are taken where they have the mark of DICOM."""
RESULT_MARK = '"score"'
"""Stands near the beginning of every file of predicted landmarks."""
OVERLAYS = ('_overlay.png', '_overlay.jpg', '_tracing.png')
"""How the names of our pictures end."""
_INDEX, _INDEX_NAME = 'an index of DICOM files', 'DICOMDIR'
_OURS = 'a picture of an earlier result'


@dataclass(frozen=True)
class RadiographFile:
    """A radiograph, and the path of its results without ending, relative to the folder of results.

    ``path`` of one in a zip archive is a name to show, ``films.zip/P1/ceph.png``; ``archive`` is the archive and
    ``member`` its name within. ``path`` of one in an object store is a
    :class:`~aariz_mm.radiographs.remote.UrlPath`; ``held`` are its bytes, where they were fetched already.

    Example: ``P1/ceph.png`` of a folder that was named -> result ``P1/ceph``
    """

    path: Path | UrlPath
    result: str
    archive: Path | None = None
    member: str = ''
    held: bytes | None = None

    def opened(self) -> AbstractContextManager[Path]:
        """A path that can be read within the block; what is in an archive is unpacked for it, and what
        is in an object store is fetched.

        Errors:
            ValueError: it is no file, cannot be fetched, or the archive is damaged, or this file of it too large.
        """
        if isinstance(self.path, UrlPath):
            return fetch(self.path, self.held)
        if self.archive is not None:
            return unpack_member(self.archive, self.member)
        if not self.path.is_file():  # a pipe would never end
            raise ValueError(f'{self.path}: {_describe_no_file(self.path)}')
        return nullcontext(self.path)


@dataclass(frozen=True)
class Listing:
    """The radiographs, and every file that is none with the reason."""

    radiographs: tuple[RadiographFile, ...]
    skipped: tuple[tuple[Path, str], ...] = ()

    def describe_skipped(self, most: int = 5) -> str:
        """What was left out, by reason, in lines; '' for nothing.

        Example: 'skipped 2 files, no image (.txt): a.txt, b.txt'
        """
        lines = []
        for reason, count in Counter(reason for _, reason in self.skipped).items():
            names = [str(path) for path, why in self.skipped if why == reason]
            more = ', …' if count > most else ''
            lines.append(
                f'skipped {count} {"file" if count == 1 else "files"}, {reason}: {", ".join(names[:most])}{more}'
            )
        return '\n'.join(lines)


def list_images(paths: Sequence[str | Path]) -> list[Path]:
    """Paths of the radiographs among files and folders; see :func:`list_radiographs`."""
    return [file.path for file in list_radiographs(paths).radiographs]


def list_radiographs(
    paths: Sequence[str | Path | UrlPath], out_dir: str | Path | None = None, recursive: bool = True
) -> Listing:
    """Radiographs among files, in zip archives, and in folders and all folders below them, sorted within each.

    URLs as ``s3://films`` are files and folders like others, see :mod:`aariz_mm.radiographs.remote`.

    A file that is named is taken whatever its ending; one that is named twice counts once. Hidden files are left out
    without a word, as is ``out_dir``. Two radiographs never have results of one name. What has the name of a radiograph
    and is none, such as a link to nothing, is listed: reading it fails and names it.

    Args:
        out_dir: folder of the results. recursive: whether to look into the folders below those that are named.
    Errors:
        FileNotFoundError: a path is not there, or nothing is an image.
        ValueError: an archive that :func:`~aariz_mm.radiographs.archives.list_members` refuses.
    """
    found: dict[Path, _Found] = {}
    skipped: list[tuple[Path | UrlPath, str]] = []
    hidden = None if out_dir is None else Path(out_dir).resolve()
    for path in _as_paths(paths):
        for one in _find(path, hidden, skipped, recursive):
            found.setdefault(one.place, one)
    names = _name_results(list(found.values())) if found else []
    files = (
        RadiographFile(one.path, name, one.archive, one.member) for one, name in zip(found.values(), names, strict=True)
    )
    listing = Listing(tuple(files), tuple(skipped))
    if not found:
        why = f'\n{listing.describe_skipped()}' if skipped else ''
        raise FileNotFoundError(
            f'{[str(path) for path in paths]}: no image with an ending of {list(READ_SUFFIXES)}{why}'
        )
    return listing


class _Found(NamedTuple):
    """A radiograph with its path below what was named."""

    path: Path | UrlPath
    below: Path
    archive: Path | None = None
    member: str = ''

    @property
    def place(self) -> Path:
        """Where it is, whatever it was called."""
        return _resolved(self.path) if self.archive is None else self.archive.resolve() / self.below


def _find(
    path: Path | UrlPath, hidden: Path | None, skipped: list[tuple[Path | UrlPath, str]], recursive: bool
) -> Iterator[_Found]:
    """Radiographs of what was named; what is none is noted."""
    if isinstance(path, UrlPath):
        yield from _look_at(path, skipped, recursive)
    elif path.is_dir() and not _is_empty_image(path):
        for child in _walk(path, hidden, skipped, recursive):
            reason = _reason_to_skip(child)
            if reason:
                skipped.append((child, reason))
            else:
                yield _Found(child, child.relative_to(path))
    elif path.is_file() and is_archive(path):
        yield from _look_into(path, skipped)
    elif os.path.lexists(path):
        yield _Found(path, Path(path.name))
    else:
        raise FileNotFoundError(f'{path}: no such file or folder')


def _as_paths(names: Sequence[str | Path | UrlPath]) -> Iterator[Path | UrlPath]:
    for name in names:
        if isinstance(name, UrlPath) or is_url(str(name)):
            yield from [name] if isinstance(name, UrlPath) else expand_url(str(name))
        else:
            yield Path(name)


def _look_at(url: UrlPath, skipped: list[tuple[Path | UrlPath, str]], recursive: bool) -> Iterator[_Found]:
    """Radiographs at a URL; what is none is noted."""
    listed = list_url(url, recursive)
    if len(listed) == 1 and listed[0][0] == url:
        if url.suffix.lower() == '.zip':
            raise ValueError(f'{url}: a zip archive is read from a folder of this machine; copy it there')
        yield _Found(url, Path(url.name))
        return
    there = {path for path, _ in listed}
    for path, below in listed:
        reason = _reason_to_skip_url(path, there)
        if reason:
            skipped.append((path, reason))
        else:
            yield _Found(path, Path(below))


def _reason_to_skip_url(path: UrlPath, there: set[UrlPath]) -> str:
    """As :func:`_reason_to_skip`; a picture beside a JSON file of its name is one of ours."""
    ending = next((ending for ending in OVERLAYS if path.name.endswith(ending)), '')
    if ending and path.with_name(path.name.removesuffix(ending) + '.json') in there:
        return _OURS
    if path.suffix.lower() in READ_SUFFIXES:
        return ''
    if path.name.upper() == _INDEX_NAME:
        return _INDEX
    return '' if read_head(path, 132)[128:] == b'DICM' else _none_by_name(path.suffix.lower())


def _look_into(archive: Path, skipped: list[tuple[Path, str]]) -> Iterator[_Found]:
    """Radiographs of an archive; what is none is noted."""
    for member, below in list_members(archive):
        shown = archive / below
        if below.name.upper() == _INDEX_NAME:
            skipped.append((shown, _INDEX))
        elif below.suffix.lower() in READ_SUFFIXES or read_member_head(archive, member, 132)[128:] == b'DICM':
            yield _Found(shown, Path(below), archive, member)
        else:
            skipped.append((shown, _none_by_name(below.suffix.lower())))


def _walk(folder: Path, hidden: Path | None, skipped: list[tuple[Path, str]], recursive: bool) -> Iterator[Path]:
    """Files below a folder; folders that cannot be read, and links to folders, are noted."""

    def note(error: OSError) -> None:
        skipped.append((Path(error.filename), f'a folder that cannot be read ({error.strerror})'))

    for name, folders, files in os.walk(folder, onerror=note):
        here = Path(name)
        folders[:] = sorted(one for one in folders if not one.startswith('.') and (here / one).resolve() != hidden)
        linked = [one for one in folders if (here / one).is_symlink()]
        skipped += [(here / one, 'a link to a folder; name the folder itself') for one in linked]
        folders[:] = [one for one in folders if one not in linked]
        empty = [one for one in folders if _is_empty_image(here / one)]
        folders[:] = [one for one in folders if one not in empty]
        yield from (here / one for one in sorted([*files, *empty]) if not is_hidden(one))
        if not recursive:
            skipped += [(here / one, 'a folder below the one that was named (--no-recursive)') for one in folders]
            return


def _reason_to_skip(path: Path) -> str:
    """Why a file of a folder is no radiograph, '' where it is one by its name."""
    suffix = path.suffix.lower()
    if suffix in READ_SUFFIXES:
        return _OURS if _is_overlay(path) else ''
    if not path.is_file():
        return 'no file, or a link to nothing'
    if path.name.upper() == _INDEX_NAME:
        return _INDEX
    return '' if _begins_as_dicom(path) else _none_by_name(suffix)


def _is_empty_image(path: Path) -> bool:
    """Whether it is an empty folder that has the name of an image."""
    try:
        return path.suffix.lower() in READ_SUFFIXES and path.is_dir() and next(path.iterdir(), None) is None
    except OSError:  # one that cannot be looked into, which is told elsewhere
        return False


def _describe_no_file(path: Path) -> str:
    if path.is_dir():
        return 'a folder, expected a file'
    return 'a link to nothing' if path.is_symlink() else 'no file'


def _resolved(path: Path | UrlPath) -> Path:
    """The path without links; a link that leads nowhere, or to itself, stands for itself."""
    if isinstance(path, UrlPath):
        return Path(Path.cwd().anchor, *path.parts)
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        return path.parent.resolve() / path.name


def _is_overlay(path: Path) -> bool:
    ending = next((ending for ending in OVERLAYS if path.name.endswith(ending)), '')
    return bool(ending) and has_mark(path.with_name(path.name.removesuffix(ending) + '.json'), [RESULT_MARK])


def _none_by_name(suffix: str) -> str:
    if suffix == '.zip':
        return 'a zip archive; name it itself to read what is in it'
    return f'no image ({suffix or "no ending"})'


def _begins_as_dicom(path: Path) -> bool:
    try:
        with path.open('rb') as file:
            return file.read(132)[128:] == b'DICM'
    except OSError:
        return False


def _name_results(found: Sequence[_Found]) -> list[str]:
    common = _common_folder([one.path for one in found])
    return name_results([(one.below, _resolved(one.path).relative_to(common)) for one in found])


def _common_folder(paths: Sequence[Path | UrlPath]) -> Path:
    try:
        return Path(os.path.commonpath([_resolved(path).parent for path in paths]))
    except ValueError as error:  # on several drives
        raise ValueError(
            f'{[str(path) for path in paths[:3]]}: on several drives; read them one drive at a time'
        ) from error
