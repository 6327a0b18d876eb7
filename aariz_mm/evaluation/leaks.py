"""The list of images that leak from training into a test."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aariz_mm.files import load_json

__all__ = ['read_leaks']


def read_leaks(leaks: str | Path | Iterable[str] | None) -> frozenset[str] | None:
    """Image ids from a list, or from a JSON file with one (as ``tools/doctor.py --fix-list`` writes); None stays None.

    Errors:
        FileNotFoundError: no such file.
        ValueError: not a list of ids.
    """
    if leaks is None:
        return None
    where = 'leaks'
    if isinstance(leaks, str | Path):
        where, leaks = f'leaks={str(leaks)!r}', _read_list(Path(leaks))
    leaks = list(leaks) if not isinstance(leaks, dict) else [leaks]
    strange = [one for one in leaks if not isinstance(one, str)]
    if strange:
        raise ValueError(f'{where}: expected a list of image ids, without file extension, got {strange[:1]} in it')
    return frozenset(leaks)


def _read_list(path: Path) -> list:
    name = f'leaks={str(path)!r}'
    content = load_json(path, 'expected a list of image ids, as tools/doctor.py DATA --fix-list F.json writes', name)
    if not isinstance(content, list):
        raise ValueError(f'{name}: expected a JSON list of image ids, got {type(content).__name__}')
    return content
