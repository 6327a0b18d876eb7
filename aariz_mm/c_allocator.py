"""Settings of the C library's allocator, by which a process keeps freed memory or gives it back."""

from __future__ import annotations

import ctypes
import platform

__all__ = ['set_allocator']


def set_allocator(*settings: tuple[int, int]) -> bool:
    """Set parameters of this process's allocator, best before threads begin.

    Args:
        settings: number of each parameter of mallopt, from glibc's malloc.h, and its value.
    Returns:
        True where all took effect: on Linux with glibc.
    """
    if platform.libc_ver()[0] != 'glibc':
        return False
    mallopt = ctypes.CDLL(None).mallopt
    return all(mallopt(number, value) == 1 for number, value in settings)
