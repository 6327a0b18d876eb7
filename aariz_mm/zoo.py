"""The project's models by the name of their config. Listing them loads neither torch nor OpenMMLab."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import torch
    from torch import nn

__all__ = ['CONFIG_FOLDERS', 'config_path', 'get_model', 'list_models', 'summarize_model']

_PACKAGE = Path(__file__).resolve().parent
CONFIG_FOLDERS = (_PACKAGE / '.mim' / 'configs', _PACKAGE.parent / 'configs')
"""Where configs are: in an installed package, or beside it in a clone."""


def list_models(pattern: str | None = None) -> list[str]:
    """Names of the models, sorted: those of their config files without ``.py``.

    Args:
        pattern: part of a name, or a whole one with ``*``, ``?`` or ``[...]``; None takes all.
    Errors:
        FileNotFoundError: this installation has no configs.
    Example: ``list_models('lite2')`` -> ['aariz_lite2_512', 'isbi2015_lite2_960', ...]
    """
    if pattern is not None and not set(pattern) & set('*?['):
        pattern = f'*{pattern}*'
    return [name for name in sorted(_find_configs()) if pattern is None or fnmatchcase(name, pattern)]


def config_path(name: str) -> Path:
    """Config file of a model.

    Errors:
        ValueError: there is no such model; the message has the nearest names.
        FileNotFoundError: this installation has no configs.
    """
    configs = _find_configs()
    if name not in configs:
        near = get_close_matches(name, configs, n=4, cutoff=0.5)
        hint = f'did you mean {", ".join(near)}?' if near else 'aariz-mm models lists them'
        raise ValueError(f'model {name!r} is unknown; {hint}')
    return configs[name]


def summarize_model(name: str) -> str:
    """The first line of a config: what it is. Errors as :func:`config_path`."""
    text = ast.get_docstring(ast.parse(config_path(name).read_text(encoding='utf-8'))) or ''
    return text.partition('\n')[0]


def get_model(
    name: str,
    checkpoint: str | Path | Sequence[str | Path] | None = None,
    device: str | torch.device | None = None,
    **overrides: Any,
) -> nn.Module:
    """A model in evaluation mode, as MMPose's ``init_model`` gives one: with ``cfg`` and ``dataset_meta``.

    MMPose's ``inference_topdown(model, image)`` predicts with it, also where it is an ensemble.

    Args:
        name: one of :func:`list_models`.
        checkpoint: file that training wrote; for an ensemble, those of its members. None leaves random weights, and
            ``model.init_weights()`` then takes those that the config names to begin a training with.
        device: 'cpu', 'cuda' …; None takes the GPU where there is one.
        overrides: settings of ``model`` in the config to replace, merged where they are dicts.
    Errors:
        ValueError, FileNotFoundError: an unknown name, an ensemble without checkpoints, no such file, or one that is
        no plain checkpoint or is of another model.
    Example: ``get_model('aariz_lite0_512', 'epoch_60.pth', test_cfg=dict(output_heatmaps=True))``
    """
    path = config_path(name)
    from aariz_mm.inference.predictor import build_model
    from aariz_mm.launching.configs import load_config

    config = load_config(path)
    config.merge_from_dict({f'model.{key}': value for key, value in overrides.items()})
    return build_model(config, checkpoint, device)


def _find_configs() -> dict[str, Path]:
    """Path of each config by its name; files of ``_base_`` are parts, not models."""
    for folder in CONFIG_FOLDERS:
        paths = [path for path in folder.rglob('*.py') if '_base_' not in path.relative_to(folder).parts]
        if paths and (folder / '_base_').is_dir():
            return {path.stem: path for path in paths}
    raise FileNotFoundError(
        f'no configs in {" or ".join(map(str, CONFIG_FOLDERS))}; install the wheel of aariz-mm, or use a clone'
    )
