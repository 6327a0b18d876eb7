"""Checkpoints from elsewhere are data, not code."""

from __future__ import annotations

import pickle
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch
from mmengine.logging.history_buffer import HistoryBuffer
from mmengine.optim.scheduler import param_scheduler
from mmengine.runner.checkpoint import load_state_dict
from torch import nn

__all__ = ['allow_plain_checkpoints', 'load_weights', 'read_checkpoint', 'split_name']

_OWNERS = (HistoryBuffer, *(kind for name, kind in vars(param_scheduler).items() if name.endswith('ParamScheduler')))
"""MMEngine's classes whose methods its checkpoints refer to."""


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
        allow_plain_checkpoints()
        checkpoint = torch.load(path, map_location='cpu', weights_only=True)
    except Exception as error:  # a file that is no checkpoint fails in many ways
        raise ValueError(
            f'{path}: not a checkpoint of plain tensors, numbers and text, so it is not loaded '
            f'({_reason(error)}); use one written by tools/train.py'
        ) from error
    if not isinstance(checkpoint, dict):
        raise ValueError(f'{path}: expected a dict with a state_dict, got a {type(checkpoint).__name__}')
    return checkpoint


def split_name(checkpoint: str | Path) -> tuple[str | None, str]:
    """Name of an ensemble's member and path, of a checkpoint given as ``NAME=PATH``; no name where it is a path alone.

    Example: ``refined_a=work_dirs/a.pth`` -> ('refined_a', 'work_dirs/a.pth'); a file that is there is always a path
    """
    name, equals, path = str(checkpoint).partition('=')
    is_path = not equals or not name.isidentifier() or Path(checkpoint).exists()
    return (None, str(checkpoint)) if is_path else (name, path)


def allow_plain_checkpoints() -> None:
    """Let MMEngine load what the Runner saves without running code, in this process.

    It tries so first; where a file holds types that torch does not know, it warns and loads it with whatever code it
    has. A context of ``torch.serialization.safe_globals`` with the same types takes them away as it ends.
    """
    torch.serialization.add_safe_globals(_plain_types())


def load_weights(model: nn.Module, saved: dict, checkpoint: str | Path) -> None:
    """Copy the weights of a checkpoint into a model; every name and every shape must fit.

    Args:
        model: changed in place.
        saved: what :func:`read_checkpoint` gave.
        checkpoint: its path, for the errors.
    Errors:
        ValueError: the checkpoint holds no weights, or those of another model.
    """
    if 'state_dict' not in saved:
        raise ValueError(f'{checkpoint}: holds no state_dict; use a checkpoint of tools/train.py')
    try:
        load_state_dict(model, saved['state_dict'], strict=True)
    except RuntimeError as error:
        first = '; '.join(str(error).splitlines()[:4])
        raise ValueError(
            f'{checkpoint} is not of the model that the config describes; give the config it was trained with ({first})'
        ) from error


def _reason(error: Exception) -> str:
    # torch's own text advises to load the file unsafely, so only its finding is repeated.
    wanted = re.search(r'GLOBAL ([\w.]+)', str(error))
    return f'it asks for {wanted[1]}' if wanted else f'{type(error).__name__} while reading it'


def _plain_types() -> list:
    """Types beyond tensors that the Runner puts into its checkpoints: histories, schedulers, numpy arrays, numbers."""
    scalars = (np.float32(0), np.float64(0), np.int32(0), np.int64(0), np.uint8(0), np.uint32(0), np.bool_(False))
    dtypes = [type(scalar.dtype) for scalar in scalars] + [type(np.dtype(np.str_))]
    rebuild = [np.zeros(0).__reduce__()[0], np.float64(0).__reduce__()[0]]
    containers = [Counter, defaultdict]
    return [*dtypes, *rebuild, *containers, *_OWNERS, np.ndarray, np.dtype, (_get_method, 'builtins.getattr')]


def _get_method(owner: object, name: str):
    """What histories and schedulers ask ``getattr`` for; free use of ``getattr`` would let a file run code."""
    if owner not in _OWNERS or name.startswith('__') or not callable(getattr(owner, name)):
        raise pickle.UnpicklingError(f'the file asks for {name!r} of {owner!r}')
    return getattr(owner, name)
