"""The network of a bundle in ONNX Runtime, within limits of memory whatever its file asks for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.extras import require

from .network_limits import read_network

__all__ = ['most_memory_bytes', 'open_session', 'run_session']

_MOST_MEMORY, _MOST_CONSTANT = 16 << 30, 1 << 28


def open_session(path: Path, threads: int | None, cure: str) -> Any:
    """An ``onnxruntime.InferenceSession`` on the CPU, of a file that is checked first.

    Args:
        threads: of the CPU; None takes all. cure: end of the messages.
    Errors:
        ValueError: no ONNX model that may be loaded, see :mod:`~aariz_mm.reading.network_limits`.
        ImportError: ONNX Runtime is not installed.
    """
    require('onnxruntime')
    import onnxruntime

    try:
        content = read_network(path)
    except ValueError as error:
        raise ValueError(f'{path}: no ONNX model that can be loaded ({error}); {cure}') from error
    try:
        # Otherwise it prints that it tries the same once more.
        providers, options = ['CPUExecutionProvider'], _options(threads)
        return onnxruntime.InferenceSession(content, options, providers=providers, enable_fallback=0)
    except Exception as error:  # ONNX Runtime has a type for each way that a file is broken
        raise ValueError(f'{path}: no ONNX model that can be loaded ({type(error).__name__}); {cure}') from error


def run_session(session: Any, path: Path, outputs: Sequence[str], pictures: np.ndarray) -> list[np.ndarray]:
    """What the network gives for pictures, in the order of ``outputs``.

    Errors:
        ValueError: it can't be run, or it needs more memory than :func:`most_memory_bytes`.
    """
    try:
        return session.run(list(outputs), {'image': pictures})
    except Exception as error:  # as above
        text = str(error)
        if 'requested bytes' in text or 'allocate memory' in text or isinstance(error, MemoryError):
            reason = f'it needs more memory than {most_memory_bytes() / (1 << 30):.1f} GB, half of this machine'
        else:
            reason = type(error).__name__
        raise ValueError(f'{path}: its network cannot be run ({reason})') from error


def most_memory_bytes() -> int:
    """Memory that networks of this process may take together: half of the machine's, at most 16 GB."""
    try:
        machine = os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE')
    except (AttributeError, ValueError, OSError):  # not on every system
        return _MOST_MEMORY
    return min(machine // 2, _MOST_MEMORY) if machine > 0 else _MOST_MEMORY


def _options(threads: int | None) -> Any:
    import onnxruntime

    _limit_memory()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads or 0
    options.log_severity_level = 4  # failures are told by errors
    # Threads that wait would turn in circles and take the CPU from what draws, writes and reads beside them.
    options.add_session_config_entry('session.intra_op.allow_spinning', '0')
    options.add_session_config_entry('session.use_env_allocators', '1')
    # What is computed while a model is loaded is not in the memory that is limited. Known from ONNX Runtime 1.24 on.
    options.add_session_config_entry('optimization.constant_folding_max_output_size_in_bytes', str(_MOST_CONSTANT))
    return options


@cache
def _limit_memory() -> None:
    """Give all sessions of this process one memory with a limit. Once: ONNX Runtime refuses a second one."""
    import onnxruntime as runtime

    kind, memory = runtime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, runtime.OrtMemType.DEFAULT
    limit = runtime.OrtArenaCfg(most_memory_bytes(), -1, -1, -1)
    runtime.create_and_register_allocator(runtime.OrtMemoryInfo('Cpu', kind, 0, memory), limit)
