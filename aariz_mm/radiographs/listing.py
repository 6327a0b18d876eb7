"""Which files of those that a user names are radiographs, and what the results of each are called."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.files import has_mark, is_hidden
from aariz_mm.radiographs.formats import IMAGE_SUFFIXES

__all__ = ['READ_SUFFIXES', 'RESULT_MARK', 'Listing', 'RadiographFile', 'list_images', 'list_radiographs']

READ_SUFFIXES = IMAGE_SUFFIXES
"""Files without one of these endings are taken where they have the mark of DICOM."""
RESULT_MARK = '"score"'
"""Stands near the beginning of every file of predicted landmarks."""
_OVERLAY = '_overlay.png'
_INDEX = 'an index of DICOM files'


@dataclass(frozen=True)
class RadiographFile:
    """A radiograph, and the path of its results without ending, relative to the folder of results.

    Example: ``P1/ceph.png`` of a folder that was named -> result ``P1/ceph``
    """

    path: Path
    result: str


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


def list_radiographs(paths: Sequence[str | Path], out_dir: str | Path | None = None) -> Listing:
    """Radiographs among files and in folders and all folders below them, sorted within each folder.

    A file that is named is taken whatever its ending; one that is named twice counts once. Hidden files are left out
    without a word, as is ``out_dir``. Two radiographs never have results of one name.

    Args:
        out_dir: folder of the results.
    Errors:
        FileNotFoundError: a path is not there, or nothing is an image.
    """
    found: dict[Path, tuple[Path, Path]] = {}
    skipped: list[tuple[Path, str]] = []
    hidden = None if out_dir is None else Path(out_dir).resolve()
    for path in map(Path, paths):
        if path.is_dir():
            for child in _walk(path, hidden, skipped):
                reason = _reason_to_skip(child)
                if reason:
                    skipped.append((child, reason))
                else:
                    found.setdefault(child.resolve(), (child, child.relative_to(path)))
        elif path.is_file():
            found.setdefault(path.resolve(), (path, Path(path.name)))
        else:
            raise FileNotFoundError(f'{path}: no such file or folder')
    listing = Listing(tuple(map(RadiographFile, *_name_results(list(found.values())))) if found else (), tuple(skipped))
    if not found:
        why = f'\n{listing.describe_skipped()}' if skipped else ''
        raise FileNotFoundError(
            f'{[str(path) for path in paths]}: no image with an ending of {list(READ_SUFFIXES)}{why}'
        )
    return listing


def _walk(folder: Path, hidden: Path | None, skipped: list[tuple[Path, str]]) -> Iterator[Path]:
    """Files below a folder; folders that cannot be read, and links to folders, are noted."""

    def note(error: OSError) -> None:
        skipped.append((Path(error.filename), f'a folder that cannot be read ({error.strerror})'))

    for name, folders, files in os.walk(folder, onerror=note):
        here = Path(name)
        folders[:] = sorted(one for one in folders if not one.startswith('.') and (here / one).resolve() != hidden)
        linked = [one for one in folders if (here / one).is_symlink()]
        skipped += [(here / one, 'a link to a folder; name the folder itself') for one in linked]
        folders[:] = [one for one in folders if one not in linked]
        yield from (here / one for one in sorted(files) if not is_hidden(one))


def _reason_to_skip(path: Path) -> str:
    """Why a file of a folder is no radiograph, '' where it is one by its name."""
    suffix = path.suffix.lower()
    if not path.is_file():
        return 'no file, or a link to nothing'
    if suffix in READ_SUFFIXES:
        beside = path.with_name(path.name.removesuffix(_OVERLAY) + '.json')
        drawn = path.name.endswith(_OVERLAY) and has_mark(beside, [RESULT_MARK])
        return 'a picture of an earlier result' if drawn else ''
    if path.name.upper() == 'DICOMDIR':
        return _INDEX
    if _begins_as_dicom(path):
        return ''
    return f'no image ({suffix or "no ending"})'


def _begins_as_dicom(path: Path) -> bool:
    try:
        with path.open('rb') as file:
            return file.read(132)[128:] == b'DICM'
    except OSError:
        return False


def _name_results(found: Sequence[tuple[Path, Path]]) -> tuple[list[Path], list[str]]:
    """Paths, and for each the shortest name of its results that no other one has.

    First the path below the folder that was named, without ending; for those that share it, the path below what all
    have in common; for those that still do, as a.png and a.jpg, the same with the ending.
    """
    paths = [path for path, _ in found]
    common = _common_folder(paths)
    choices = [
        (_stem(below), _stem(path.resolve().relative_to(common)), path.resolve().relative_to(common).as_posix())
        for path, below in found
    ]
    names = [one[0] for one in choices]
    for step in (1, 2):
        counts = Counter(name.casefold() for name in names)
        names = [
            choice[step] if counts[name.casefold()] > 1 else name for name, choice in zip(names, choices, strict=True)
        ]
    return paths, names


def _stem(path: Path) -> str:
    return path.with_name(path.name[: -len(path.suffix)] if path.suffix else path.name).as_posix()


def _common_folder(paths: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath([path.resolve().parent for path in paths]))
    except ValueError as error:  # on several drives
        raise ValueError(
            f'{[str(path) for path in paths[:3]]}: on several drives; read them one drive at a time'
        ) from error
