"""How the C library handles the large blocks that a network on a CPU takes and frees at every step."""

from __future__ import annotations

from aariz_mm.c_allocator import set_allocator

__all__ = ['keep_freed_memory']

_M_TRIM_THRESHOLD, _M_MMAP_MAX = -1, -4
"""Parameters of mallopt, from glibc's malloc.h."""
_NEVER = 2**31 - 1


def keep_freed_memory() -> bool:
    """Let this process keep freed memory for its next step instead of handing it back to the system.

    By default glibc maps every large block again and unmaps it when freed, so the system clears each feature map of
    each step page by page. Kept blocks made a training step of EfficientNet-Lite0 on one CPU thread 1.8 times as fast
    (16 images of 256 x 256: 1.50 s to 0.83 s). The process holds on to its peak memory until it ends.

    Returns:
        True where it took effect: on Linux with glibc.
    """
    return set_allocator((_M_MMAP_MAX, 0), (_M_TRIM_THRESHOLD, _NEVER))
