"""How many cores of the machine may be used."""

from __future__ import annotations

import os

__all__ = ['count_cores']


def count_cores() -> int:
    """Cores that this process may use."""
    affinity = getattr(os, 'sched_getaffinity', None)  # not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1
