"""The list of images that leak from training into a test."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path


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
    if not path.is_file():
        raise FileNotFoundError(f'leaks={str(path)!r}: no such file; write one with tools/doctor.py DATA --fix-list')
    try:
        content = json.loads(path.read_text(encoding='utf-8'))
    except ValueError as error:
        raise ValueError(f'leaks={str(path)!r}: no JSON ({error}); expected a list of image ids') from error
    if not isinstance(content, list):
        raise ValueError(f'leaks={str(path)!r}: expected a JSON list of image ids, got {type(content).__name__}')
    return content
