"""How the C library handles what many visitors let the server take and free."""

from __future__ import annotations

from aariz_mm.c_allocator import set_allocator

__all__ = ['return_freed_memory']

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8
"""Parameters of mallopt, from glibc's malloc.h."""
_LARGE = 1 << 20
_ARENAS = 2


def return_freed_memory() -> bool:
    """Let this process give large blocks back to the system as soon as they are freed, whichever thread took them.

    By default glibc keeps a heap for each thread, up to eight for each core, and once a large block was freed the next
    ones come from these heaps, where what is freed between other blocks stays. Radiographs that forty threads decoded
    made the server grow by a quarter in half an hour though it held no more than before; with these settings it answers
    as many requests. To be called before threads begin.

    Returns:
        True where it took effect: on Linux with glibc.
    """
    return set_allocator((_M_MMAP_THRESHOLD, _LARGE), (_M_ARENA_MAX, _ARENAS))
