"""Checkpoints from elsewhere are data, not code."""

from __future__ import annotations

import pickle
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from pathlib import Path

import numpy as np
import torch
from mmengine.logging.history_buffer import HistoryBuffer
from mmengine.optim.scheduler import param_scheduler
from mmengine.runner.checkpoint import load_state_dict
from torch import nn

from .checkpoint_archive import PackedError, check_archive
from .stored_config import read_stored_config

__all__ = [
    'allow_plain_checkpoints',
    'bare_weights',
    'load_fitting_weights',
    'load_weights',
    'read_checkpoint',
    'split_name',
]

_OWNERS = (HistoryBuffer, *(kind for name, kind in vars(param_scheduler).items() if name.endswith('ParamScheduler')))
"""MMEngine's classes whose methods its checkpoints refer to."""


def read_checkpoint(path: str | Path, mapped: bool = False) -> dict:
    """A checkpoint of the Runner, loaded without running any code that it may hold.

    Args:
        mapped: leave the tensors in the file until they are used, where all that is wanted is what stands beside them.
    Returns:
        Its dict, tensors on the CPU: ``state_dict``, ``meta`` and, of a training, optimiser and schedulers.
    Errors:
        FileNotFoundError: there is no such file.
        ValueError: the file is no checkpoint, or holds objects other than tensors, numbers and text.
    """
    path = Path(path).expanduser()
    if path.is_dir():
        held = sorted((file.name for file in path.glob('*.pth')), key=lambda name: (len(name), name))
        raise FileNotFoundError(f'{path} is a folder; give one of its checkpoints: {held[-3:] or "it has none"}')
    if not path.is_file():
        raise FileNotFoundError(f'{path}: no such checkpoint; tools/train.py writes them into its work folder')
    try:
        check_archive(path)
        allow_plain_checkpoints()
        mapped = mapped and zipfile.is_zipfile(path)  # torch's older format cannot be mapped
        checkpoint = torch.load(path, map_location='cpu', weights_only=True, mmap=mapped)
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
    try:
        load_state_dict(model, bare_weights(saved, checkpoint), strict=True)
    except RuntimeError as error:
        found = '; '.join([_short(line) for line in str(error).splitlines() if line][1:4])
        by = read_stored_config(saved).name
        raise ValueError(
            f'{checkpoint} is not of the model that the config describes; give the config it was trained with'
            f'{f", {by}.py" if by else ""} ({found})'
        ) from error


def _short(line: str) -> str:
    """A line of a misfit with the first names alone."""
    text, colon, names = line.partition(': ')
    listed = 'key' in text.split(' in ')[0]
    return f'{text}{colon}{_some(names.split(", "), 3)}' if listed else line


def bare_weights(saved: Mapping, checkpoint: str | Path) -> dict[str, torch.Tensor]:
    """Name -> tensor of a checkpoint, without the ``module.`` before every name that a wrapped model leaves there.

    Errors:
        ValueError: the checkpoint holds no weights.
    """
    weights = saved.get('state_dict')
    if not isinstance(weights, Mapping) or not weights:
        raise ValueError(f'{checkpoint}: holds no state_dict; use a checkpoint of tools/train.py')
    while all(name.startswith('module.') for name in weights):
        weights = {name.removeprefix('module.'): value for name, value in weights.items()}
    return dict(weights)


def load_fitting_weights(model: nn.Module, saved: Mapping, checkpoint: str | Path) -> str:
    """Copy what fits by name and shape, so that a training may start from the weights of another model.

    Args:
        model: changed in place.
        saved: what :func:`read_checkpoint` gave; a plain state dict will do.
        checkpoint: its path, for the text and the errors.
    Returns:
        A text that says how many tensors were taken, and which were left out on either side.
    Errors:
        ValueError: the checkpoint holds no weights, or nothing of it fits.
    """
    is_plain = bool(saved) and all(isinstance(value, torch.Tensor) for value in saved.values())
    weights, own = bare_weights(dict(state_dict=saved) if is_plain else saved, checkpoint), model.state_dict()
    fitting = {name: value for name, value in weights.items() if name in own and value.shape == own[name].shape}
    if not fitting:
        raise ValueError(
            f'{checkpoint}: none of its {len(weights)} tensors has the name and the shape of one of this model, so '
            f'nothing would be taken from it; it has {_some(weights)}, the model has {_some(own)}. Give the '
            'checkpoint of a model with the same backbone, or leave load_from out'
        )
    load_state_dict(model, fitting, strict=False, logger='silent')
    unused, fresh = [name for name in weights if name not in fitting], [name for name in own if name not in fitting]
    taken = f'{checkpoint}: {len(fitting)} of the {len(own)} tensors of the model taken'
    if not unused and not fresh:
        return taken
    return f'{taken}. NOT taken from the file: {_some(unused)}. The model keeps its own: {_some(fresh)}'


def _some(names: Collection[str], count: int = 6) -> str:
    """The first names of a collection, and how many more there are."""
    more = f' and {len(names) - count} more' if len(names) > count else ''
    return ', '.join(list(names)[:count]) + more if names else 'nothing'


def _reason(error: Exception) -> str:
    # torch's own text advises to load the file unsafely, so only its finding is repeated.
    wanted = re.search(r'GLOBAL ([\w.]+)', str(error))
    if wanted:
        return f'it asks for {wanted[1]}'
    if isinstance(error, PackedError):
        return str(error)
    # A zip archive has its list of contents at the end.
    torn = isinstance(error, EOFError) or 'central directory' in str(error)
    return 'it is cut off or no archive of torch' if torn else f'{type(error).__name__} while reading it'


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
