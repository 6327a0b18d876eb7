"""Two landmarks whose labels were swapped: by one reader beside another, or by all readers beside a face."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from aariz_mm.landmarks import SYMBOLS

from .differences import Differences
from .findings import WARNING, Finding
from .placed import Placed

__all__ = ['check_swaps', 'swapped']

_SHARE = 0.75
"""Of the distances to the other reader's two points before the exchange, what is left of them after it."""
_GAIN = 10.0
"""Twice the log of how much likelier the two readers' differences and the one reader's face become by the exchange."""
_FACE_GAIN, _FACE_GAIN_STORED = 5.0, 8.0
"""The same of a face by itself; on ISBI 2015 (train) at most 4. The stored model knows the readers less well."""

_MOST_SWAPS = 3

_Faces = Mapping[str, np.ndarray]
"""Reader -> (29, 29) gains of its face by exchanges."""
_Swaps = dict[tuple[int, int], list[int]]
"""Pairs of landmarks, and the rows of the cases where they are swapped."""


def check_swaps(placed: Placed, pairs: Sequence[Differences]) -> Iterator[Finding]:
    """Every pair of landmarks that a reader has swapped beside another, or all readers beside the rest of the face."""
    told: set[tuple[int, int, int]] = set()
    faces = [
        {reader: placed.model.exchange_gains(reading.laid_mm) for reader, reading in readings.items()}
        for readings in placed.readings
    ]
    for pair in pairs:
        first, second = (
            np.array([placed.cases[row].readers_px[reader] for row in pair.rows]) for reader in pair.readers
        )
        of_faces = np.array([np.fmax(*(faces[row][reader] for reader in pair.readers)) for row in pair.rows])
        found = swapped(first, second) & (_gains(pair, first, second) + of_faces > _GAIN)
        for i, j in zip(*np.nonzero(np.triu(found.any(axis=0))), strict=True):
            rows = pair.rows[found[:, i, j]]
            told |= {(int(row), int(i), int(j)) for row in rows}
            yield _between_readers(placed, pair, (int(i), int(j)), rows)
    for (i, j), rows in _beside_faces(placed, faces, told).items():
        yield _beside_face(placed, (i, j), rows)


def swapped(first_px: np.ndarray, second_px: np.ndarray) -> np.ndarray:
    """Which pairs of K landmarks are swapped between two readers.

    Args:
        first_px, second_px: (B, K, 2), NaN where not marked.
    Returns:
        (B, K, K) bool, symmetric: the two points lie nearer to the other reader's two by a quarter, taken together,
        once they are exchanged.
    """
    apart = np.linalg.norm(first_px[:, :, None] - second_px[:, None], axis=-1)
    own = np.diagonal(apart, axis1=1, axis2=2)
    return apart + apart.swapaxes(1, 2) < _SHARE * (own[:, :, None] + own[:, None])


def _gains(pair: Differences, first_px: np.ndarray, second_px: np.ndarray) -> np.ndarray:
    """(B, K, K) how much likelier the differences of two readers become by an exchange of the first one's points."""
    scales = pair.mm_per_px[:, None, None, None]
    # [b, i, j]: the first reader's point j, taken for i.
    across = (first_px[:, None] - second_px[:, :, None]) * scales - pair.centre_mm[None, :, None]
    costs = (across**2).sum(axis=-1) / pair.spread_mm[None, :, None] ** 2
    own = np.diagonal(costs, axis1=1, axis2=2)
    gains = own[:, :, None] + own[:, None] - costs - costs.swapaxes(1, 2)
    return np.where(np.isfinite(gains), gains, -np.inf)


def _beside_faces(placed: Placed, faces: Sequence[_Faces], told: set[tuple[int, int, int]]) -> _Swaps:
    limit = _FACE_GAIN if placed.model.is_learnt else _FACE_GAIN_STORED
    swaps: _Swaps = {}
    for row, readings in enumerate(placed.readings):
        laid, gains = [reading.laid_mm for reading in readings.values()], list(faces[row].values())
        for _ in range(_MOST_SWAPS if gains else 0):
            least = _least(gains)
            i, j = map(int, np.unravel_index(least.argmax(), least.shape))
            if least[i, j] <= limit:
                break
            if (row, i, j) not in told:
                swaps.setdefault((i, j), []).append(row)
            # What an exchange does to the rest of the face is no exchange of others: set it right and look again.
            order = np.arange(len(SYMBOLS))
            order[[i, j]] = j, i
            laid = [points[order] for points in laid]
            gains = [placed.model.exchange_gains(points) for points in laid]
    return swaps


def _least(gains: Sequence[np.ndarray]) -> np.ndarray:
    """(K, K) the least gain of all readers that marked both; -inf below the diagonal and where none did."""
    known = np.isfinite(gains)
    least = np.where(known, gains, np.inf).min(axis=0)
    return np.where(known.any(axis=0) & np.triu(np.ones(least.shape, bool), 1), least, -np.inf)


def _between_readers(placed: Placed, pair: Differences, swap: tuple[int, int], rows: np.ndarray) -> Finding:
    ids = tuple(placed.cases[row].ceph_id for row in rows)
    first, second = (SYMBOLS[k] for k in swap)
    return Finding(
        WARNING, 'landmarks-swapped',
        f'{pair.readers[0]} and {pair.readers[1]}: {first} and {second} are swapped in {len(ids)} of {len(pair.rows)} '
        'images',
        'see which reader is right; the config corrects the other in memory: '
        f"swapped=[dict(landmarks=('{first}', '{second}'), ids=[...])]", ids,
        *_shown(placed, swap, int(rows[0])),
    )  # fmt: skip


def _beside_face(placed: Placed, swap: tuple[int, int], rows: Sequence[int]) -> Finding:
    ids = tuple(placed.cases[row].ceph_id for row in rows)
    first, second = (SYMBOLS[k] for k in swap)
    return Finding(
        WARNING, 'landmarks-swapped-by-all', f'{first} and {second}: in {len(ids)} of {len(placed.cases)} images the '
        'other landmarks say that all readers swapped them',
        f"look at them; the config corrects them in memory: swapped=[dict(landmarks=('{first}', '{second}'), "
        'ids=[...])]', ids, *_shown(placed, swap, rows[0]),
    )  # fmt: skip


def _shown(placed: Placed, swap: tuple[int, int], row: int) -> tuple[tuple[str, ...], tuple]:
    case = placed.cases[row]
    return case.files, case.marks(case.readers_px, [SYMBOLS[k] for k in swap])
