"""Checkpoints from elsewhere are data, not code."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import torch
from mmengine.logging.history_buffer import HistoryBuffer


def read_checkpoint(path: str | Path) -> dict:
    """A checkpoint of the Runner, loaded without running any code that it may hold.

    Returns:
        Its dict, tensors on the CPU: ``state_dict``, ``meta`` and, of a training, optimiser and schedulers.
    Errors:
        FileNotFoundError: there is no such file.
        ValueError: the file is no checkpoint, or holds objects other than tensors, numbers and text.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f'{path}: no such checkpoint; tools/train.py writes them into its work folder')
    try:
        with torch.serialization.safe_globals(_plain_types()):
            checkpoint = torch.load(path, map_location='cpu', weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise ValueError(
            f'{path}: not a checkpoint of plain tensors, numbers and text, so it is not loaded '
            f'({str(error).splitlines()[0]}); use one written by tools/train.py'
        ) from error
    if not isinstance(checkpoint, dict):
        raise ValueError(f'{path}: expected a dict with a state_dict, got a {type(checkpoint).__name__}')
    return checkpoint


def _plain_types() -> list:
    """Types beyond tensors that the Runner puts into its checkpoints: loss histories, numpy arrays and numbers."""
    scalars = (np.float32(0), np.float64(0), np.int32(0), np.int64(0), np.bool_(False))
    rebuild_array = np.zeros(0).__reduce__()[0]
    rebuild_scalar = np.float64(0).__reduce__()[0]
    types = [HistoryBuffer, np.ndarray, np.dtype, rebuild_array, rebuild_scalar]
    return types + [type(scalar.dtype) for scalar in scalars] + [type(np.dtype(np.str_)), type(np.dtype(np.uint8))]
