"""Which cases of a review a reader should correct next, from the readings and small pictures that are there."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.choosing.candidates import Candidate, candidate_of, look_of
from aariz_mm.choosing.spreading import choose_next

from .names import name_key
from .workplace import Workplace

__all__ = ['choose_cases']


def choose_cases(place: Workplace, count: int, reader: str | None) -> tuple[list[tuple[int, float]], int]:
    """The most useful cases that nobody corrected, or that this reader did not.

    Args:
        reader: his corrections alone count as known; None counts everybody's.
    Returns:
        Number of a case and its expected error, in mm of a face with S-N = 70 mm; and how many cases cannot be chosen,
        because they were not read, or say nothing of their error.
    """
    done = {one.n for one in place.store.annotations() if reader is None or name_key(one.reader) == name_key(reader)}
    found = {n: _candidate(place, n) for n in place.numbers}
    known = {n: one for n, one in found.items() if one is not None}
    waiting = [n for n in known if n not in done]
    if not waiting:
        return [], len(found) - len(known)
    chosen = choose_next([known[n] for n in waiting], count, [one for n, one in known.items() if n in done])
    return [(waiting[at], known[waiting[at]].expected_error_mm) for at in chosen], len(found) - len(known)


def _candidate(place: Workplace, n: int) -> Candidate | None:
    content = place.reading(n)
    if content is None:
        return None
    try:
        small = cv2.imdecode(np.frombuffer(place.thumbnails.get(n), np.uint8), cv2.IMREAD_GRAYSCALE)
        return candidate_of(str(n), content, look_of(small))
    except (OSError, ValueError):
        return None
