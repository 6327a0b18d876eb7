"""Whether the numbers of a training agree: its length, schedules, validation, checkpoints and hooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from aariz_mm.launching.lengths import HOOK_EPOCHS, hooks_of, length_of, schedulers_of, unit_of
from aariz_mm.launching.plain_numbers import find_bad_numbers

__all__ = ['check_schedule', 'find_disagreements']


class _Span(NamedTuple):
    """Where a scheduler acts, in its own unit, and the length of the training in that unit."""

    begin: int
    end: int
    length: int

    @property
    def steps(self) -> int:
        """How many it takes."""
        return self.end - self.begin


def check_schedule(config: Mapping) -> None:
    """Check a config for training before anything is read.

    Errors:
        ValueError: settings that are no numbers, or numbers that do not agree; each with its key and the cure.
    """
    wrong = list(find_bad_numbers(config))
    if wrong:
        raise ValueError('; '.join(wrong))
    found = list(find_disagreements(config))
    if found:
        raise ValueError(
            'the numbers of this training do not agree: '
            + '; '.join(found)
            + '. Where train_cfg.max_epochs alone is set by --cfg-options, the schedules of our recipes follow it'
        )


def find_disagreements(config: Mapping) -> Iterator[str]:
    """One line for each number that does not agree with the length of the training; none where it trains nothing."""
    length = length_of(config)
    if length is None:
        return
    unit, steps = length
    if steps < 1:
        yield f'train_cfg.{unit}={steps}, expected at least 1'
        return
    for path, scheduler in schedulers_of(config):
        yield from _of_scheduler(path, scheduler, unit, steps)
    yield from _of_validation(config, unit, steps)
    for path, hook in hooks_of(config):
        yield from _of_hook(path, hook, unit, steps)


def _of_scheduler(path: str, scheduler: Mapping, unit: str, length: int) -> Iterator[str]:
    if unit_of(scheduler) != unit:
        if unit == 'max_iters' and not _is_plateau(scheduler):
            yield (
                f'{path} counts epochs and the loop counts iterations, so that it would never act; set '
                f'{path}.by_epoch=False and its lengths in iterations'
            )
        return
    begin, end = scheduler.get('begin') or 0, scheduler.get('end')
    span = _Span(begin, length if end is None or end == float('inf') else end, length)
    if span.begin >= length:
        yield f'{path}.begin={span.begin}: it would never begin within train_cfg.{unit}={length}; set a smaller one'
    elif span.steps < 1:
        yield f'{path}: from {span.begin} to {span.end} it has no step; set {path}.end to at least {span.begin + 1}'
    elif span.end > length:
        yield f'{path}.end={span.end}, but train_cfg.{unit}={length}: it would be cut off; set {path}.end={length}'
    else:
        for kind, check in _KINDS.items():
            if str(scheduler.get('type', '')).removesuffix('LR').removesuffix('Momentum') == kind:
                yield from check(path, scheduler, span)


def _is_plateau(scheduler: Mapping) -> bool:
    return str(scheduler.get('type', '')).startswith('ReduceOnPlateau')


def _of_one_cycle(path: str, scheduler: Mapping, span: _Span) -> Iterator[str]:
    total = scheduler.get('total_steps')
    if total is not None and total != span.steps:
        yield (
            f'{path}.total_steps={total}, but it acts for {span.steps}: the rate would not end low; '
            f'set {path}.total_steps={span.steps}'
        )


def _of_cosine(path: str, scheduler: Mapping, span: _Span) -> Iterator[str]:
    top = scheduler.get('T_max')
    # A schedule that begins at half an odd length has a T_max that is one off.
    if top is not None and abs(top - span.steps) > 1 and (top <= 0 or (span.steps / top) % 2 != 1):
        yield (
            f'{path}.T_max={top}, but it acts for {span.steps}: the rate would not end low; '
            f'set {path}.T_max={span.steps}'
        )


def _of_milestones(path: str, scheduler: Mapping, span: _Span) -> Iterator[str]:
    late = [milestone for milestone in scheduler.get('milestones') or [] if milestone >= span.length]
    if late:
        yield (
            f'{path}.milestones={list(scheduler["milestones"])}: {late} are never reached within {span.length}; set '
            f'earlier ones, or [] for a rate that stays'
        )


def _of_step(path: str, scheduler: Mapping, span: _Span) -> Iterator[str]:
    size = scheduler.get('step_size')
    if size is not None and size >= span.steps:
        yield f'{path}.step_size={size}, but it acts for {span.steps}: the rate would never fall; set a smaller one'


def _of_warm_up(path: str, scheduler: Mapping, span: _Span) -> Iterator[str]:
    """Linear and constant schedulers that begin low and last until the end."""
    start = scheduler.get('start_factor', scheduler.get('factor', 1 / 3))
    rises = start < scheduler.get('end_factor', 1.0)
    unreached = not scheduler.get('convert_to_iter_based') and span.steps < 2
    if rises and (span.end >= span.length or unreached):
        why = 'lasts until the end' if span.end >= span.length else 'needs at least 2 steps to rise'
        yield (
            f'{path}: a warm-up from {span.begin} to {span.end} {why}; set {path}.end below {span.length} and at least '
            f'{span.begin + 2}, or count it in iterations (by_epoch=False)'
        )


def _of_restarts(path: str, scheduler: Mapping, span: _Span) -> Iterator[str]:
    periods = scheduler.get('periods') or []
    if sum(periods) != span.steps:
        yield f'{path}.periods={list(periods)} are {sum(periods)} in all, but it acts for {span.steps}; make them equal'


_KINDS: dict[str, Callable[[str, Mapping, _Span], Iterator[str]]] = {
    'OneCycle': _of_one_cycle,
    'CosineAnnealing': _of_cosine,
    'MultiStep': _of_milestones,
    'Step': _of_step,
    'Linear': _of_warm_up,
    'Constant': _of_warm_up,
    'CosineRestart': _of_restarts,
}


def _of_validation(config: Mapping, unit: str, length: int) -> Iterator[str]:
    """Validation that never comes, and what waits for it."""
    off = config.get('val_cfg') is None and config.get('val_dataloader') is None
    begin = config['train_cfg'].get('val_begin', 1)
    if not off and begin > length:
        yield f'train_cfg.val_begin={begin}, but train_cfg.{unit}={length}: nothing is validated; set a smaller one'
    if not off:
        return
    for path, scheduler in schedulers_of(config):
        if _is_plateau(scheduler):
            yield f'{path} waits for a score of the validation, which is off; leave --no-validate out or set another'
    for path, hook in hooks_of(config):
        if 'EarlyStopping' in str(hook.get('type')):
            yield f'{path} waits for a score of the validation, which is off; leave --no-validate or the hook out'
        if hook.get('type') == 'CheckpointHook' and hook.get('save_best'):
            yield f'{path}.save_best={hook["save_best"]} needs the validation, which is off; set {path}.save_best=None'


def _of_hook(path: str, hook: Mapping, unit: str, length: int) -> Iterator[str]:
    for key in HOOK_EPOCHS if unit == 'max_epochs' else ():
        value, latest = hook.get(key), length if key == 'begin_epoch' else max(length - 1, 1)
        if isinstance(value, int) and value > latest:
            yield f'{path}.{key}={value}, but train_cfg.{unit}={length}; set at most {latest}'
    interval = hook.get('interval', 1)
    if hook.get('type') == 'CheckpointHook' and not hook.get('save_last', True):
        by_epoch = hook.get('by_epoch', True) == (unit == 'max_epochs')
        if by_epoch and not 0 < interval <= length:
            yield (
                f'{path}.interval={interval} without save_last, but train_cfg.{unit}={length}: no checkpoint would be '
                f'written; set {path}.interval to at most {length}'
            )
