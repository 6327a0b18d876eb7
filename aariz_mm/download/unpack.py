"""An archive unpacked into a folder that appears once it is complete."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from .checks import byte_bar, check_free_space, explain_full_disk
from .members import Archive, Member, open_archive

__all__ = ['check_target', 'find_leftovers', 'unpack_archive']

# What macOS adds to the archives that it packs; no data.
_APPLE_FOLDER = '__MACOSX'


def unpack_archive(archive_path: Path, target: Path, required: str, progress: bool = True) -> Path:
    """Unpack a zip or tar archive into the new folder ``target``.

    Everything is written to a folder beside it (``.NAME-unpacking-…``), which takes the name of ``target`` when all is
    there and is removed otherwise. A single folder around the whole content becomes ``target`` itself, and
    ``__MACOSX`` is left out.

    Args:
        target: a folder that isn't there or is empty, as :func:`check_target` makes sure of.
        required: file name, matched without case; the highest folder that holds it is returned.
    Errors:
        ValueError: as :func:`open_archive`; no such file in the archive, or several equally high.
        OSError: too little room on the disk; ``target`` cannot be written.
    """
    target = check_target(target)
    with open_archive(archive_path) as archive:
        members = _without_wrapper([member for member in archive.members if member.path.parts[0] != _APPLE_FOLDER])
        root = _find_folder(members, required, archive_path)
        check_free_space(target.parent, sum(member.size for member in members))
        with explain_full_disk(target.parent), _folder_in_the_making(target) as folder:
            _write_members(archive, members, folder, progress)
    return target / root


def check_target(target: Path) -> Path:
    """The absolute path of a folder to be made, links followed.

    Errors:
        FileExistsError: it is there and not empty, or no folder, or a disk of its own.
    """
    resolved = target.expanduser().resolve()
    if not resolved.exists():
        return resolved
    if not resolved.is_dir() or any(resolved.iterdir()):
        raise FileExistsError(
            f'{target}: exists, and nothing there is overwritten; tools/doctor.py checks a dataset that is there, '
            'another OUT_DIR or an empty one takes a new copy'
        )
    if os.path.ismount(resolved):
        raise FileExistsError(f'{target}: a disk of its own, expected a folder to be made; name one inside it')
    return resolved


def find_leftovers(target: Path) -> list[Path]:
    """Folders that unpackings of ``target`` left when they were killed."""
    siblings = target.parent.iterdir() if target.parent.is_dir() else ()
    return sorted(path for path in siblings if path.name.startswith(_prefix(target)))


def _prefix(target: Path) -> str:
    return f'.{target.name}-unpacking-'


def _without_wrapper(members: Sequence[Member]) -> list[Member]:
    """The members as seen from inside the one folder that holds them all, if there is one."""
    tops = {member.path.parts[0] for member in members}
    if len(tops) != 1 or any(len(member.path.parts) == 1 and not member.is_folder for member in members):
        return list(members)
    return [
        replace(member, path=PurePosixPath(*member.path.parts[1:])) for member in members if len(member.path.parts) > 1
    ]


def _find_folder(members: Sequence[Member], required: str, archive_path: Path) -> PurePosixPath:
    found = [m.path for m in members if m.path.name.casefold() == required.casefold() and not m.is_folder]
    depth = min((len(path.parts) for path in found), default=0)
    highest = [path.parent for path in found if len(path.parts) == depth]
    if len(highest) != 1:
        raise ValueError(
            f'{archive_path}: {len(highest)} folders with {required}, expected 1; not the archive of the dataset? '
            'Nothing was unpacked'
        )
    return highest[0]


@contextlib.contextmanager
def _folder_in_the_making(target: Path) -> Iterator[Path]:
    """A folder beside ``target`` that takes its name at the end, or is removed if anything goes wrong."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_prefix(target), dir=target.parent, ignore_cleanup_errors=True) as around:
        # This folder has the rights that new folders have here, the one around it is its owner's alone.
        folder = Path(around) / target.name
        folder.mkdir()
        yield folder
        check_target(target)
        if target.exists():
            target.rmdir()
        folder.rename(target)


def _write_members(archive: Archive, members: Sequence[Member], folder: Path, progress: bool) -> None:
    with byte_bar(sum(member.size for member in members), 'unpacking', progress) as bar:
        for member in members:
            path = folder / member.path
            if member.is_folder:
                path.mkdir(parents=True, exist_ok=True)
            else:
                _write_file(archive, member, path, folder)
            bar.update(member.size)


def _write_file(archive: Archive, member: Member, path: Path, folder: Path) -> None:
    """Write one file; zipfile and tarfile write no more than the header says, by which the free space was checked."""
    archive.extract(member, folder)
    if path.stat().st_size != member.size:
        raise EOFError(f'member {str(member.path)!r} does not have the {member.size:,} bytes that its header states')
