"""A reader's file that is that of another image: all its landmarks lie elsewhere than those of another reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .cases import Case
from .differences import Differences
from .findings import WARNING, Finding
from .placed import Placed

__all__ = ['check_strangers']

_APART_MM, _TIMES_USUAL = 3.6, 2.0
"""Median over the landmarks; on ISBI 2015 (train) 1.2 mm usually and 2.1 at most, of two patients at least 4."""
_FEWEST_LANDMARKS = 6
_FEWEST_IMAGES = 10


def check_strangers(placed: Placed, pairs: Sequence[Differences]) -> Iterator[Finding]:
    """Images of which two readers marked different faces, with the image that the one fits, where there is one."""
    for pair in pairs:
        apart = _medians(pair.apart_mm - pair.centre_mm)
        limit = _limit(apart)
        for place in np.flatnonzero(apart > limit):
            case = placed.cases[pair.rows[place]]
            origins = {reader: _origin(placed.cases, case, reader, pair, place, limit) for reader in pair.readers}
            yield _describe(case, pair, float(apart[place]), origins)


def _limit(apart: np.ndarray) -> float:
    usual = float(np.nanmedian(apart)) if len(apart) >= _FEWEST_IMAGES else 0.0
    return max(_APART_MM, _TIMES_USUAL * usual)


def _medians(apart_mm: np.ndarray) -> np.ndarray:
    """(B,) median length of differences (B, 29, 2); 0 where fewer than 6 landmarks are there."""
    lengths = np.linalg.norm(apart_mm, axis=2)
    enough = np.isfinite(lengths).sum(axis=1) >= _FEWEST_LANDMARKS
    medians = np.zeros(len(lengths))
    medians[enough] = np.nanmedian(lengths[enough], axis=1)
    return medians


def _origin(cases: Sequence[Case], case: Case, reader: str, pair: Differences, place: int, limit: float) -> Case | None:
    """The other image on which the other reader marked what ``reader`` has here."""
    first = reader == pair.readers[0]
    other = pair.readers[1] if first else pair.readers[0]
    them = [one for one in cases if other in one.readers_px and one is not case]
    if not them:
        return None
    beside = (case.readers_px[reader] - np.array([one.readers_px[other] for one in them])) * (1 if first else -1)
    lengths = _medians(beside * pair.mm_per_px[place] - pair.centre_mm)
    lengths[lengths == 0] = np.inf
    best = int(lengths.argmin())
    return them[best] if lengths[best] < limit else None


def _describe(case: Case, pair: Differences, apart_mm: float, origins: dict[str, Case | None]) -> Finding:
    known = [f'those of {reader} fit {origin.ceph_id}' for reader, origin in origins.items() if origin is not None]
    ids = (case.ceph_id, *(origin.ceph_id for origin in origins.values() if origin is not None))
    readers = [reader for reader in pair.readers if origins[reader] is not None] or list(pair.readers)
    marks = case.marks([*readers, *(reader for reader in pair.readers if reader not in readers)])
    return Finding(
        WARNING, 'labels-of-another-image', f'{case.ceph_id}: the landmarks of {pair.readers[0]} and {pair.readers[1]} '
        f'are {apart_mm:.0f} mm apart (median of all): they marked two faces'
        f'{"".join(f"; {one}" for one in known)}',
        'see whose file belongs to another image, and copy it from the release again', tuple(dict.fromkeys(ids)),
        case.files, marks,
    )  # fmt: skip
