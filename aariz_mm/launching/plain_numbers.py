"""Settings that are plain numbers, checked before anything is built: torch's own errors name no key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aariz_mm.launching.lengths import schedulers_of
from aariz_mm.launching.settings import get_setting

__all__ = ['find_bad_numbers', 'find_idle_rates']

_WHOLE = {
    'train_cfg.max_epochs': 1, 'train_cfg.max_iters': 1, 'train_cfg.val_interval': 1, 'train_cfg.val_begin': 0,
    'randomness.seed': 0, 'auto_scale_lr.base_batch_size': 1,
    **{f'{kind}_dataloader.batch_size': 1 for kind in ('train', 'val', 'test')},
    **{f'{kind}_dataloader.num_workers': 0 for kind in ('train', 'val', 'test')},
}  # fmt: skip
"""Key of each whole number and the least that it may be."""
_POSITIVE = ('optim_wrapper.optimizer.lr',)


def find_bad_numbers(config: Mapping) -> Iterator[str]:
    """One line for each setting that is not the number that it has to be; what is not set is left alone."""
    for key, least in _WHOLE.items():
        value = get_setting(config, key)
        if value is not None and (type(value) is not int or value < least):
            yield f'{key}={value!r}, expected a whole number of at least {least}'
    for key in _POSITIVE:
        value = get_setting(config, key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not value > 0):
            yield f'{key}={value!r}, expected a positive number, such as 1e-3'


def find_idle_rates(config: Mapping, before: Mapping) -> Iterator[str]:
    """One line where a rate was changed that a one-cycle schedule replaces, so that the change has no effect.

    Args:
        config: with a user's settings. before: as the file has it.
    """
    cycles = [path for path, scheduler in schedulers_of(config) if scheduler.get('type') == 'OneCycleLR']
    for key in ('optim_wrapper.optimizer.lr', 'optim_wrapper.paramwise_cfg'):
        if cycles and get_setting(config, key) != get_setting(before, key):
            yield (
                f'{key} has no effect on the rate: {cycles[0]} (OneCycleLR) sets it, for all parameters; set '
                f'{cycles[0]}.eta_max, its highest, or take another schedule'
            )
