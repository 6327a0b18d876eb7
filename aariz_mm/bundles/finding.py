"""Where a bundle of a name is. The standard library alone."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

__all__ = ['BUNDLES_VARIABLE', 'SHIPPED', 'find_bundle', 'find_bundles', 'list_bundles']

SHIPPED = Path(__file__).resolve().parent
"""Folder of the bundles that ship with the package."""
BUNDLES_VARIABLE = 'AARIZ_BUNDLES'
"""Environment variable that names a further folder of bundles."""
_CURE = f'give the path of an .onnx file, or a folder of them in {BUNDLES_VARIABLE}; tools/export.py writes bundles'


def find_bundle(name_or_path: str | os.PathLike) -> Path:
    """The file of a bundle.

    A path is taken first, then a name among the bundles of the package, then one among those of the folder
    ``AARIZ_BUNDLES``. Of a pattern (``ceph*``) the newest is taken: the last one, with numbers in their order.

    Errors:
        FileNotFoundError: nothing of this path or name, or ``AARIZ_BUNDLES`` is no folder.
    Example: 'ceph19' -> …/aariz_mm/bundles/ceph19.onnx
    """
    path = Path(name_or_path)
    if path.is_file():
        return path
    name = str(name_or_path)
    if path.suffix.lower() == '.onnx' or len(path.parts) != 1:
        raise FileNotFoundError(f'{name}: no such bundle; {_CURE}')
    for bundles in _folders():
        fitting = [bundle for bundle in bundles if fnmatchcase(bundle.stem, name)]
        if fitting:
            return fitting[-1]
    known = [bundle.stem for bundle in list_bundles()]
    raise FileNotFoundError(f'{name}: no bundle of this name, there are {known or "none"}; {_CURE}')


def find_bundles(names_or_paths: Sequence[str | os.PathLike]) -> list[Path]:
    """As :func:`find_bundle`, for the members of an ensemble.

    Errors:
        ValueError: one is named twice.
    """
    found = [find_bundle(one) for one in names_or_paths]
    if len({path.resolve() for path in found}) != len(found):
        raise ValueError(f'{[str(path) for path in found]}: a bundle is named twice; name each member once')
    return found


def list_bundles() -> list[Path]:
    """All bundles that have a name: those of the package, then those of the folder ``AARIZ_BUNDLES``."""
    return [bundle for bundles in _folders() for bundle in bundles]


def _folders() -> list[list[Path]]:
    folders = [SHIPPED]
    named = os.environ.get(BUNDLES_VARIABLE, '').strip()
    if named:
        if not Path(named).is_dir():
            raise FileNotFoundError(f'{BUNDLES_VARIABLE}={named}: no such folder; correct the variable or unset it')
        folders.append(Path(named))
    return [sorted(folder.glob('*.onnx'), key=_natural) for folder in folders]


def _natural(path: Path) -> list[tuple[int, str]]:
    """Order of names in which 19 comes before 100."""
    parts = re.split(r'(\d+)', path.stem)
    return [(int(part), '') if part.isdigit() else (-1, part) for part in parts]
