"""Single landmarks that lie where neither the other landmarks nor the other reader expect them.

Limits were set on the 131 radiographs of ISBI 2015's train (tests/trust/measure_labels.py): readers there are apart by
up to 18 mm on a landmark, and those that are so far apart are named, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from aariz_mm.landmarks import SYMBOLS

from .cases import Case
from .differences import Differences
from .findings import WARNING, Finding
from .placed import Placed, Readings

__all__ = ['check_misplaced']

_OFF_MM, _OFF_SD, _OFF_STORED_SD = 11.0, 3.8, 7.5
"""Off the expected place; the stored model knows the faces and the readers of a dataset less well."""
_APART_MM, _APART_OFF_SD, _APART_SD = 12.5, 3.5, 5.0
"""Off the other reader, while off the expected place, too."""
_FAR_APART_MM = 16.5
"""Off the other reader, wherever the face expects the landmark."""
_FACE_SHARE = 0.5
"""Where more than this share of the landmarks is off, it is not single landmarks that are."""


def check_misplaced(placed: Placed, pairs: Sequence[Differences], strangers: Collection[str]) -> Iterator[Finding]:
    """Landmarks far from where the rest of the face or another reader has them, a finding for each and image.

    Args:
        strangers: ids of which a whole reading is that of another image.
    """
    limit = _OFF_SD if placed.model.is_learnt else _OFF_STORED_SD
    for row, (case, readings) in enumerate(zip(placed.cases, placed.readings, strict=True)):
        if case.ceph_id in strangers:
            continue
        apart = _apart(row, pairs)
        faces = [reader for reader, one in readings.items() if _is_face(one.residuals.deviations, limit)]
        for k in range(len(SYMBOLS)):
            off = [reader for reader in faces if _is_off(readings, reader, k, limit, apart)]
            if off:
                yield _describe(case, readings, off, k, apart.get(off[0], np.zeros(len(SYMBOLS)))[k])


def _apart(row: int, pairs: Sequence[Differences]) -> dict[str, np.ndarray]:
    """Reader -> (29,) how far it is from the other reader, the farthest, mm; 0 where that is usual of the two."""
    found: dict[str, np.ndarray] = {}
    for pair in pairs:
        for lengths in pair.lengths_mm[pair.rows == row]:
            lengths = np.where(lengths > _APART_SD * pair.spread_mm, lengths, 0.0)
            for reader in pair.readers:
                found[reader] = np.maximum(found.get(reader, 0.0), lengths)
    return found


def _is_face(deviations: np.ndarray, limit: float) -> bool:
    """Whether few enough landmarks of a reading are off to tell them one by one; deviations (29,)."""
    return np.nanmean(deviations > limit) <= _FACE_SHARE


def _is_off(readings: Readings, reader: str, k: int, limit: float, apart: dict[str, np.ndarray]) -> bool:
    residuals = readings[reader].residuals
    deviation, length = residuals.deviations[k], residuals.lengths_mm[k]
    worst = all(deviation >= other.residuals.deviations[k] for other in readings.values()
                if np.isfinite(other.residuals.deviations[k]))  # fmt: skip
    beside = apart[reader][k] if worst and reader in apart else 0.0
    is_apart = beside > _FAR_APART_MM or (beside > _APART_MM and deviation > _APART_OFF_SD)
    return bool((deviation > limit and length > _OFF_MM) or is_apart)


def _describe(case: Case, readings: Readings, off: Sequence[str], k: int, apart_mm: float) -> Finding:
    length = max(readings[reader].residuals.lengths_mm[k] for reader in off)
    others = [reader for reader in readings if reader not in off]
    beside = f', {apart_mm:.0f} mm from another reader' if apart_mm > 0 else ''
    who = ' and '.join(off)
    return Finding(
        WARNING, 'landmark-misplaced', f'{case.ceph_id}: {who} marked {SYMBOLS[k]} {length:.0f} mm from where the '
        f'other landmarks expect it{beside} (mm of a face with S-N = 70 mm)',
        'look at the picture on the page (--html) and mark the landmark again, or leave the image out',
        (case.ceph_id,), case.files,
        case.marks((*off, *others), (SYMBOLS[k],)),
    )  # fmt: skip
