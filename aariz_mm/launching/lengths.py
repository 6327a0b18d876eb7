"""What follows from the length of a training, derived again where a user changes the length alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from aariz_mm.processes.ranks import is_first_process

__all__ = ['AVERAGING', 'HOOK_EPOCHS', 'follow_length', 'hooks_of', 'length_of', 'schedulers_of', 'unit_of']

AVERAGING = ('EMAHook', 'AveragingHook')
"""Types of hooks that average weights."""
HOOK_EPOCHS = ('begin_epoch', 'frozen_epochs', 'switch_epoch')
"""Settings of hooks that are an epoch of the training."""
_SCALED = ('total_steps', 'T_max', 'begin', 'end', 'step_size')


def length_of(config: Mapping) -> tuple[str, int] | None:
    """``'max_epochs'`` or ``'max_iters'`` and its value; None where the config trains nothing."""
    train_cfg = config.get('train_cfg') or {}
    for key in ('max_iters', 'max_epochs') if _counts_iterations(train_cfg) else ('max_epochs', 'max_iters'):
        if isinstance(train_cfg.get(key), int):
            return key, train_cfg[key]
    return None


def _counts_iterations(train_cfg: Mapping) -> bool:
    return train_cfg.get('by_epoch') is False or 'IterBased' in str(train_cfg.get('type'))


def unit_of(scheduler: Mapping) -> str:
    """Which length a scheduler's numbers are compared with: 'max_epochs' or 'max_iters'."""
    return 'max_epochs' if scheduler.get('by_epoch', True) else 'max_iters'


def schedulers_of(config: Mapping) -> Iterator[tuple[str, Mapping]]:
    """Key and settings of every scheduler, such as 'param_scheduler.0', whichever way MMEngine lets them be written."""
    given = config.get('param_scheduler') or []
    if isinstance(given, Mapping) and 'type' in given:
        yield 'param_scheduler', given
        return
    for name, part in given.items() if isinstance(given, Mapping) else [(None, given)]:
        path = 'param_scheduler' if name is None else f'param_scheduler.{name}'
        for index, scheduler in enumerate(part if isinstance(part, list | tuple) else [part]):
            if isinstance(scheduler, Mapping):
                yield (f'{path}.{index}' if isinstance(part, list | tuple) else path), scheduler


def hooks_of(config: Mapping) -> Iterator[tuple[str, Mapping]]:
    """Key and settings of every hook, such as 'custom_hooks.1'."""
    for name, hook in (config.get('default_hooks') or {}).items():
        if isinstance(hook, Mapping):
            yield f'default_hooks.{name}', hook
    for index, hook in enumerate(config.get('custom_hooks') or []):
        if isinstance(hook, Mapping):
            yield f'custom_hooks.{index}', hook


def follow_length(config: Any, before: Any) -> dict[str, Any]:
    """Derive again what follows from the epochs or iterations of a training, in proportion.

    Schedules in the unit of the loop, the epoch from which weights are averaged and over how many steps, the epochs
    for which layers stay frozen, and a validation after the last epoch only. What the user set too stays as set.

    Args:
        config: the config with the user's settings; changed in place.
        before: the same without them.
    Returns:
        Dotted key -> new value, which are also printed on standard error; empty where the length is the same.
    """
    old, new = length_of(before), length_of(config)
    if old is None or new is None or old == new or old[0] != new[0] or not old[1] > 0 or not new[1] > 0:
        return {}
    derived = dict(_derive(config, before, old[0], old[1], new[1]))
    config.merge_from_dict(derived)
    if derived and is_first_process():
        listed = ', '.join(f'{key}={value}' for key, value in derived.items())
        print(f'train_cfg.{old[0]} is {new[1]} instead of {old[1]}; with it {listed}', file=sys.stderr)
    return derived


def _derive(config: Mapping, before: Mapping, unit: str, old: int, new: int) -> Iterator[tuple[str, Any]]:
    val_interval = config['train_cfg'].get('val_interval')
    is_as_before = val_interval is not None and val_interval == before['train_cfg'].get('val_interval')
    if is_as_before and (val_interval == old or val_interval > new):
        yield 'train_cfg.val_interval', new
    earlier = dict(schedulers_of(before))
    for path, scheduler in schedulers_of(config):
        if unit_of(scheduler) == unit and _same_kind(scheduler, earlier.get(path)):
            yield from _scheduler_changes(path, scheduler, earlier[path], old, new)
    earlier = dict(hooks_of(before))
    for path, hook in hooks_of(config):
        if unit == 'max_epochs' and _same_kind(hook, earlier.get(path)):
            yield from _hook_changes(path, hook, earlier[path], old, new)


def _same_kind(part: Mapping, earlier: Mapping | None) -> bool:
    return earlier is not None and part.get('type') == earlier.get('type')


def _scheduler_changes(path: str, scheduler: Mapping, earlier: Mapping, old: int, new: int) -> Iterator:
    for key in _SCALED:
        value = scheduler.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0 and value == earlier.get(key):
            scaled = max(_scale(value, old, new), key == 'step_size')
            if scaled != value:
                yield f'{path}.{key}', scaled
    milestones = scheduler.get('milestones')
    if milestones and list(milestones) == list(earlier.get('milestones') or ()):
        yield f'{path}.milestones', [max(_scale(value, old, new), 1) for value in milestones]


def _hook_changes(path: str, hook: Mapping, earlier: Mapping, old: int, new: int) -> Iterator:
    for key in HOOK_EPOCHS:
        value = hook.get(key)
        if isinstance(value, int) and value > 0 and value == earlier.get(key):
            scaled = min(-(-value * new // old), max(new - (value < old), 1))  # what ends before the end stays so
            if scaled != value:
                yield f'{path}.{key}', scaled
    momentum = hook.get('momentum')
    if hook.get('type') in AVERAGING and hook.get('begin_epoch') and momentum == earlier.get('momentum') is not None:
        yield f'{path}.momentum', float(f'{min(momentum * old / new, 0.5):.4g}')


def _scale(value: int, old: int, new: int) -> int:
    """``value`` of ``old`` in proportion to ``new``; the end stays the end."""
    return value * new // old
