"""The kind of machine a figure was measured on. Neither its name nor a path is told."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from aariz_mm.cores import count_cores
from aariz_mm.extras import installed_version

__all__ = ['cpu_features', 'describe_machine', 'describe_versions']

_TOLD = ('avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_bf16', 'amx_int8', 'asimd', 'sve', 'bf16')
"""Features of a CPU that change how fast a network is."""


def describe_machine() -> str:
    """Cores that this process may use, features of the CPU, and how much else runs on it.

    Example: '2 cores, x86_64, avx2 avx512f avx512_bf16; load 0.4'
    """
    features = ' '.join(cpu_features())
    load = f'; load {os.getloadavg()[0]:.1f}' if hasattr(os, 'getloadavg') else ''
    return f'{count_cores()} cores, {platform.machine()}{", " if features else ""}{features}{load}'


def cpu_features(text: str | None = None) -> list[str]:
    """Features that change how fast a network is; none where the system does not say.

    Args:
        text: of ``/proc/cpuinfo``; None reads it.
    """
    if text is None:
        path = Path('/proc/cpuinfo')
        text = path.read_text(encoding='utf-8', errors='replace') if path.is_file() else ''
    lines = [line.partition(':')[2] for line in text.splitlines() if line.lower().startswith(('flags', 'features'))]
    known = set(lines[0].split()) if lines else set()
    return [name for name in _TOLD if name in known]


def describe_versions(packages: Sequence[str]) -> str:
    """Python and those packages that are installed, without importing them.

    Example: 'Python 3.12.3, torch 2.9.0'
    """
    told = (f'{name} {installed_version(name) or "not installed"}' for name in packages)
    return ', '.join([f'Python {platform.python_version()}', *told])
