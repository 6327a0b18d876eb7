"""Settings of a command line put into a config: misspelt keys, places that are not there and lost dicts are told."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from mmengine.config import Config, ConfigDict

from aariz_mm.launching.settings import read_value

__all__ = ['replace_settings']

_NEAR = 0.8
_OFTEN_NEW = ('dtype',)
"""Settings that configs leave to their default, and whose names are near those of others."""
_OF_THE_RUNNER = (
    'auto_scale_lr', 'cfg', 'custom_hooks', 'custom_imports', 'data_preprocessor', 'default_hooks', 'default_scope',
    'env_cfg', 'experiment_name', 'launcher', 'load_from', 'log_level', 'log_processor', 'model', 'optim_wrapper',
    'param_scheduler', 'randomness', 'resume', 'test_cfg', 'test_dataloader', 'test_evaluator', 'train_cfg',
    'train_dataloader', 'val_cfg', 'val_dataloader', 'val_evaluator', 'visualizer', 'work_dir',
)  # fmt: skip
"""Settings that MMEngine's Runner takes; a config need not have them all."""


def replace_settings(config: Config, settings: Mapping[str, Any]) -> None:
    """Replace settings of a config, in place and one after the other.

    Args:
        settings: dotted key -> value. Numbers in a key are places in a list. A dict is merged, as MMEngine does it.
            :func:`~aariz_mm.launching.settings.parse_options` gives values that are read by what they replace.
    Errors:
        ValueError: a key that is misspelt, leads into no dict or list or beyond its end, or whose settings a plain
            value would replace as a whole.
    """
    if any('_delete_' in key.split('.') for key in settings):
        config.merge_from_dict(dict(settings))  # it concerns its neighbours
        return
    texts = getattr(settings, 'texts', {})
    for key, value in settings.items():
        old = _find(config, key)
        if key in texts:
            value = read_value(texts[key], key, old)
        if isinstance(value, Mapping):
            config.merge_from_dict({key: value})
            continue
        _check_loss(key, old, value)
        first, *rest = key.split('.')
        config[first] = _put(config.get(first), rest, value)


def _find(config: Config, key: str) -> Any:
    """The value at a key; None where there is none yet and the key is no misspelling."""
    names, node = key.split('.'), config._cfg_dict
    for depth, name in enumerate(names):
        place = '.'.join(names[:depth])
        if isinstance(node, Mapping):
            if name not in node:
                _check_new(name, node, place)
                return None
            node = node[name]
        elif isinstance(node, list | tuple):
            node = node[_index(name, node, place)]
        else:
            raise ValueError(f'--cfg-options {key}: {place} is {node!r}, with no settings in it; give {place}=VALUE')
    return node


def _index(name: str, items: Sequence, place: str) -> int:
    if not (name.isascii() and name.isdigit()) or int(name) >= len(items):
        expected = f'a number from 0 to {len(items) - 1}' if items else 'none, for it is empty'
        raise ValueError(f'--cfg-options {place}.{name}: {place} is a list of {len(items)}, expected {expected}')
    return int(name)


def _check_new(name: str, siblings: Mapping, place: str) -> None:
    """Tell a new key from a misspelt one."""
    known = [str(key) for key in siblings]
    if not place:
        known.extend(key for key in _OF_THE_RUNNER if key not in siblings)
    if name in known or name in _OFTEN_NEW:
        return
    whole = f'{place}.{name}' if place else name
    near = _near_names(name, known)
    if near:
        raise ValueError(
            f'--cfg-options {whole}: the config has no such setting; did you mean {" or ".join(near)}? '
            'One that is really new goes into a config of your own'
        )
    if not place:
        warnings.warn(f'--cfg-options {whole}: neither the config nor the Runner knows it', stacklevel=4)


def _near_names(name: str, known: Iterable[str]) -> list[str]:
    """Those that differ by a slip; what differs by a number alone is another one of the same kind."""
    plain = {_plain(key): key for key in known}
    near = get_close_matches(_plain(name), plain, n=3, cutoff=_NEAR)
    return [plain[key] for key in near if key == _plain(name) or _letters(key) != _letters(name)]


def _plain(name: str) -> str:
    return name.lower().replace('-', '_')


def _letters(name: str) -> str:
    return ''.join(letter for letter in _plain(name) if not letter.isdigit())


def _check_loss(key: str, old: Any, value: Any) -> None:
    """A plain value that would take the place of many settings; None switches them off."""
    steps = isinstance(old, list | tuple) and any(isinstance(item, Mapping) for item in old)
    dicts = isinstance(value, list | tuple) and all(isinstance(item, Mapping) for item in value)
    if value is None or dicts or not (isinstance(old, Mapping) or (steps and not isinstance(value, list | tuple))):
        return
    inner = '0' if steps else next(iter(old), 'KEY')
    what = f'a list of {len(old)} dicts' if steps else f'a dict of {len(old)} settings'
    raise ValueError(f'--cfg-options {key}={value}: {key} is {what}, expected {key}.{inner}… or None')


def _put(node: Any, names: Sequence[str], value: Any) -> Any:
    """``node`` with another value at the end of the path; nothing that it shares with others is changed."""
    if not names:
        return value
    first, *rest = names
    if isinstance(node, list | tuple):
        items = list(node)
        items[int(first)] = _put(items[int(first)], rest, value)
        return type(node)(items)
    changed = ConfigDict() if node is None else copy.copy(node)
    changed[first] = _put(changed.get(first), rest, value)
    return changed
