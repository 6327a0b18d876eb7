"""Names that people give the landmarks. A name that fits nothing stays unknown; none is guessed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from aariz_mm.files import check_file
from aariz_mm.landmarks import LANDMARKS

__all__ = ['ALIASES', 'IGNORED', 'find_symbol', 'plain_name', 'read_name_map']

IGNORED = ''
"""What a name stands for that the user's own table leaves out knowingly."""

ALIASES: dict[str, tuple[str, ...]] = {
    'A': ('point A', 'A point', 'subspinale'),
    'ANS': ('spina nasalis anterior',),
    'B': ('point B', 'B point', 'supramentale', 'supramental'),
    'N': ('Na', 'hard tissue nasion'),
    'Pog': ('Pg', 'hard tissue pogonion'),
    'PNS': ('spina nasalis posterior',),
    'Pn': ('Prn', 'nose tip', 'nasal tip', 'tip of nose', 'tip of the nose'),
    'S': ('sella turcica',),
    'Co': ('Cd',),
    'LIT': ('L1', 'L1 tip', 'Ii', 'incision inferius', 'incisor inferius', 'lower incisal edge', 'lower 1 tip'),
    'UIT': ('U1', 'U1 tip', 'Is', 'incision superius', 'incisor superius', 'upper incisal edge', 'upper 1 tip'),
    'LIA': ('L1A', 'L1 apex', 'L1 root', 'lower 1 apex', 'lower incisor root', 'lower incisor root apex'),
    'UIA': ('U1A', 'U1 apex', 'U1 root', 'upper 1 apex', 'upper incisor root', 'upper incisor root apex'),
    'Ls': ('upper lip', 'labiale superius'),
    'Li': ('lower lip', 'labiale inferius'),
    'N`': ("Na'", 'nasion of soft tissue', 'soft nasion', 'ST nasion'),
    'Pog`': ("Pg'", 'pogonion of soft tissue', 'soft pogonion', 'ST pogonion'),
    'Sn': ('subnasal',),
}
"""Further names of landmarks, by symbol. Without those of two meanings: U6 is a cusp, a contact point or a tooth."""

_OF_TWO_MEANINGS = ('LI',)
"""The lower incisor to some and, as Li in capitals, the lower lip to others."""

# The accents and quotation marks that stand for the prime of soft tissue.
_PRIMES = re.compile('[`\N{ACUTE ACCENT}\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}\N{PRIME}]')
_WITH_BRACKETS = re.compile(r'(.+?)\s*\((.+)\)')


def plain_name(name: str) -> str:
    """A name without case, with one kind of prime, and with one blank for blanks, hyphens, underscores and dots.

    Example: 'Soft-Tissue_Nasion' -> 'soft tissue nasion'; 'Pog`' and 'POG’' -> "pog'"
    """
    return ' '.join(re.split(r'[\s_.-]+', _PRIMES.sub("'", name).casefold().strip('\ufeff'))).strip()


def _build_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for landmark in LANDMARKS:
        names = (landmark.symbol, landmark.title, landmark.landmark_id, *ALIASES.get(landmark.symbol, ()))
        for name in map(plain_name, names):
            assert table.setdefault(name, landmark.symbol) == landmark.symbol, f'{name} has two meanings'
    return table


_TABLE = _build_table()


def find_symbol(name: str, own: Mapping[str, str] | None = None) -> str | None:
    """Symbol of the landmark that a name stands for, without case.

    Args:
        own: the user's names, as :func:`read_name_map` gives them; they go before ours.
    Returns:
        None where the name is unknown; :data:`IGNORED` where ``own`` leaves it out.
    Example: 'Subspinale' -> 'A'; 'Sella (S)' -> 'S'; 'Basion' -> None
    """
    plain = plain_name(name)
    if own and plain in own:
        return own[plain]
    if name.strip() in _OF_TWO_MEANINGS:
        return None
    if plain in _TABLE:
        return _TABLE[plain]
    match = _WITH_BRACKETS.fullmatch(plain)
    both = {_TABLE.get(part) for part in match.groups()} if match else set()
    return both.pop() if len(both) == 1 else None


def read_name_map(path: str | Path) -> dict[str, str]:
    """The user's own names: a JSON object, or a CSV of two columns, from name to landmark.

    A landmark is given by any name that :func:`find_symbol` knows; null or nothing leaves the name out knowingly.
    Returns:
        Plain name to symbol, or to :data:`IGNORED`.
    Errors:
        FileNotFoundError: no such file.
        ValueError: neither JSON object nor CSV, a landmark that is unknown, or a name with two meanings.
    """
    path = check_file(path, 'table of names', 'give a .json or .csv from name to landmark')
    try:
        text = path.read_text(encoding='utf-8-sig')
        pairs = list(_json_pairs(text) if path.suffix.lower() == '.json' else _csv_pairs(text))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError, TypeError, csv.Error) as error:
        raise ValueError(
            f'{path}: no table of names ({error}); expected {{"name": "landmark", …}} in a .json, or lines '
            '"name,landmark" in a .csv, as UTF-8'
        ) from None
    table: dict[str, str] = {}
    for name, landmark in pairs:
        symbol = find_symbol(landmark) if landmark else IGNORED
        if symbol is None:
            raise ValueError(
                f'{path}: {name!r} stands for {landmark!r}, which is no landmark of Aariz; give a symbol of '
                'aariz_mm.landmarks, or nothing to leave the name out'
            )
        if table.setdefault(plain_name(name), symbol) != symbol:
            raise ValueError(f'{path}: {name!r} stands for two landmarks; keep one')
    return table


def _json_pairs(text: str) -> Iterable[tuple[str, str]]:
    content = json.loads(text, object_pairs_hook=list)
    if not isinstance(content, list) or not all(isinstance(pair, tuple) for pair in content):
        raise TypeError('no object')
    if not all(landmark is None or isinstance(landmark, str) for _, landmark in content):
        raise TypeError('a landmark is no text')
    return [(name, (landmark or '').strip()) for name, landmark in content]


def _csv_pairs(text: str) -> Iterable[tuple[str, str]]:
    for number, row in enumerate(csv.reader(io.StringIO(text, newline=''), skipinitialspace=True)):
        cells = [cell.strip() for cell in row]
        header = number == 0 and cells[1:2] and cells[1].casefold() in ('landmark', 'symbol')
        if not any(cells) or header:
            continue
        if len(cells) != 2:
            raise TypeError(f'line {number + 1} has {len(cells)} cells')
        yield cells[0], cells[1]
