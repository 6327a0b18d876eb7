"""Where the files of a released Aariz folder are; names are matched without case, nothing is moved or written."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.radiographs.images import IMAGE_SUFFIXES

__all__ = [
    'MACHINE_CSV',
    'SPLITS',
    'FilesById',
    'SplitFiles',
    'find_child',
    'find_data_root',
    'find_machine_csv',
    'find_root',
    'find_split',
    'list_by_id',
    'list_folders',
    'list_split',
    'missing_split',
]

SPLITS = ('train', 'valid', 'test')
MACHINE_CSV = 'cephalogram_machine_mappings.csv'

_EXPECTED_LAYOUT = f"""Expected:
  <data_root>/{MACHINE_CSV}
  <data_root>/{{train,valid,test}}/Cephalograms/<id>.{{png,jpg,bmp,tif,webp,dcm}}
  <data_root>/{{train,valid,test}}/Annotations/Cephalometric Landmarks/<reader>/<id>.json
  <data_root>/{{train,valid,test}}/Annotations/CVM Stages/<id>.json (optional)"""

FilesById = dict[str, tuple[Path, ...]]


@dataclass(frozen=True)
class SplitFiles:
    """The files of one split by cephalogram id; an id with several files keeps them all, for the error message.

    ``readers`` has one entry per folder below ``Cephalometric Landmarks``, under the folder's own name.
    """

    folder: Path
    images: FilesById
    readers: dict[str, FilesById]
    stages: FilesById


def find_child(folder: Path, *names: str) -> Path | None:
    """``folder/name/name/…`` with every name matched without case, or None.

    Errors:
        ValueError: two entries match one name (``train`` beside ``Train``).
    """
    for name in names:
        if not folder.is_dir():
            return None
        matches = [entry for entry in sorted(folder.iterdir()) if entry.name.casefold() == name.casefold()]
        if len(matches) > 1:
            raise ValueError(
                f'{folder}: {[entry.name for entry in matches]} differ in case only; expected one {name!r}: '
                'rename or remove the other'
            )
        if not matches:
            return None
        folder = matches[0]
    return folder


def find_root(data_root: str | os.PathLike | None) -> Path:
    """The folder of the dataset, checked to exist.

    Errors:
        FileNotFoundError: not set, or not a folder.
    """
    return find_data_root(data_root, 'AARIZ_ROOT', f'the folder of the Aariz dataset.\n{_EXPECTED_LAYOUT}')


def find_data_root(data_root: str | os.PathLike | None, variable: str, expected: str) -> Path:
    """A folder of data, checked to exist.

    Args:
        variable: the environment variable that configs take it from.
        expected: what the folder should be, for the error.
    Errors:
        FileNotFoundError: not set, or not a folder.
    """
    root = Path(data_root or '').expanduser()
    if not data_root or not root.is_dir():
        raise FileNotFoundError(
            f'data_root={str(data_root)!r} is not a folder; set the environment variable {variable}, or data_root in '
            f'the config, to {expected}'
        )
    return root


def find_machine_csv(root: Path) -> Path:
    """The table of devices and pixel sizes.

    Errors:
        FileNotFoundError: none there.
    """
    path = find_child(root, MACHINE_CSV)
    if path is None:
        raise FileNotFoundError(f'{root}: no {MACHINE_CSV}{_nested_hint(root)}.\n{_EXPECTED_LAYOUT}')
    return path


def find_split(root: Path, split: str) -> Path | None:
    """The folder of a split, or None."""
    folder = find_child(root, split)
    return folder if folder is not None and folder.is_dir() else None


def missing_split(root: Path, split: str) -> FileNotFoundError:
    """The error for a split folder that is not there."""
    return FileNotFoundError(
        f'{root}: no folder {split!r} (folders found: {list_folders(root)}){_nested_hint(root)}.\n{_EXPECTED_LAYOUT}'
    )


def list_folders(root: Path) -> list[str]:
    """Names of the folders in ``root``, for messages."""
    return sorted(entry.name for entry in root.iterdir() if entry.is_dir())


def list_split(folder: Path) -> SplitFiles:
    """List the files of one split folder; no file is opened.

    Errors:
        FileNotFoundError: no ``Cephalograms`` folder, or no image in it.
    """
    image_folder = find_child(folder, 'Cephalograms')
    images = list_by_id(image_folder, IMAGE_SUFFIXES)
    if not images:
        raise FileNotFoundError(
            f'{image_folder or folder / "Cephalograms"}: no image found, expected <id> with one of {IMAGE_SUFFIXES}; '
            f'check data_root.\n{_EXPECTED_LAYOUT}'
        )
    landmark_folder = find_child(folder, 'Annotations', 'Cephalometric Landmarks')
    reader_folders = sorted(entry for entry in _entries(landmark_folder) if entry.is_dir())
    return SplitFiles(
        folder=folder,
        images=images,
        readers={reader.name: list_by_id(reader, ('.json',)) for reader in reader_folders},
        stages=list_by_id(find_child(folder, 'Annotations', 'CVM Stages'), ('.json',)),
    )


def list_by_id(folder: Path | None, suffixes: tuple[str, ...]) -> FilesById:
    """Files with one of the suffixes (any case), by name without that suffix; hidden files are ignored.

    Only the known suffix is cut off, so ids may contain dots: ``a.b.png`` -> ``a.b``.
    """
    found: dict[str, list[Path]] = {}
    for path in sorted(_entries(folder)):
        if path.suffix.lower() in suffixes and not path.name.startswith('.'):
            found.setdefault(path.name[: -len(path.suffix)], []).append(path)
    return {ceph_id: tuple(paths) for ceph_id, paths in found.items()}


def _entries(folder: Path | None) -> list[Path]:
    return list(folder.iterdir()) if folder is not None and folder.is_dir() else []


def _nested_hint(root: Path) -> str:
    nested = [entry for entry in _entries(root) if find_child(entry, MACHINE_CSV) is not None]
    return f'; did you mean data_root={str(nested[0])!r}?' if nested else ''
