"""What a training epoch costs through MMEngine's Runner, beside a bare loop on ready tensors."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS

from aariz_mm.benchmark.epoch_turns import EXTRA_EPOCHS, EpochTurns
from aariz_mm.benchmark.progress import tell
from aariz_mm.benchmark.results import Goal, Row, compare, single
from aariz_mm.launching.checked_runner import CheckedRunner

__all__ = ['around', 'measure_epochs', 'shorten']

_GOAL = (Goal('ratio', 1.05, 'at most 1.05 of the bare loop'),)
_BUSY = (Goal('ours', 100.0, 'at least 90 %', at_least=90.0),)
_MS, _PERCENT = 1000, 100
_NEVER = 1_000_000
_TOTAL = 'step without the wait for data'


def measure_epochs(config: Config, rounds: int = 5, steps: int = 6, clock: str = 'wall') -> list[Row]:
    """Costs per step in milliseconds: epochs of the Runner and of the bare loop in turn, then their parts.

    The first epoch of both does not count. Afterwards one more of each is measured part by part and, on a GPU, how much
    of it the GPU works.

    Args:
        config: ready to train, see :func:`~aariz_mm.launching.configs.build_train_config`; changed in place.
        rounds: pairs of epochs. steps: of an epoch, at least.
        clock: 'cpu' or 'wall'.
    """
    init_default_scope(config.get('default_scope', 'mmpose'))
    shorten(config, rounds, steps)
    runner = CheckedRunner.from_cfg(config)
    turns = EpochTurns(rounds, config.optim_wrapper, clock)
    turns.attach(runner)
    try:
        runner.train()
    finally:
        tell('')
    return _rows(turns, config.train_dataloader.batch_size)


def shorten(config: Config, rounds: int, steps: int) -> None:
    """Give a config epochs of so many steps, as many as are measured, without checkpoints and validation.

    Weights are averaged from the first step on where the config averages them at all.
    """
    loader = config.train_dataloader
    wanted, there = steps * loader.batch_size, len(DATASETS.build(loader.dataset))
    if there > wanted:
        loader.dataset.indices = wanted
    times = ceil(wanted / min(there, wanted))
    loader.dataset = dict(type='RepeatDataset', dataset=loader.dataset, times=times)
    loader.drop_last = True
    config.train_cfg = dict(type='EpochBasedTrainLoop', max_epochs=rounds + EXTRA_EPOCHS, val_interval=_NEVER)
    config.val_cfg = config.val_dataloader = config.val_evaluator = None
    config.default_hooks.checkpoint = dict(type='CheckpointHook', interval=-1, save_last=False)
    hooks = config.get('custom_hooks') or []
    config.custom_hooks = [hook for hook in hooks if 'monitor' not in hook]
    for hook in config.custom_hooks:
        if 'begin_epoch' in hook:
            hook.begin_epoch = 0


def around(bare: Sequence[float]) -> list[float]:
    """The mean of each two neighbours: what stands beside the epoch of ours between them.

    Example: [1, 3, 5] -> [2, 4]
    """
    return [(before + after) / 2 for before, after in pairwise(bare)]


def _rows(turns: EpochTurns, batch_size: int) -> list[Row]:
    steps = len(turns.batches)
    ours = [_MS * seconds / steps for seconds in turns.ours]
    bare = [_MS * seconds / steps for seconds in around(turns.bare)]
    rates = [[_MS * batch_size / each for each in values] for values in (ours, bare)]
    rows = [compare('step of an epoch', ours, bare, goals=_GOAL), compare('images a second', *rates, unit='images')]
    if turns.busy:
        rows.append(single('share of an epoch in which the GPU works', [_PERCENT * turns.busy[0]], '%', goals=_BUSY))
    return [*rows, *_part_rows(turns, steps)]


def _part_rows(turns: EpochTurns, steps: int) -> list[Row]:
    epoch = turns.parts.seconds.pop('epoch')[0]
    ours, bare = (
        {name: [_MS * value for value in values] for name, values in parts.per_step(steps).items()}
        for parts in (turns.parts, turns.bare_parts)
    )
    whole = ours.pop(_TOTAL)
    rest = [total - sum(parts) for total, *parts in zip(whole, *ours.values(), strict=True)]
    waits = [(_MS * epoch - sum(whole)) / steps]
    rows = [single('part: waiting for data', waits)]
    for name, values in ours.items():
        beside = bare.get(name)
        rows.append(single(f'part: {name}', values) if beside is None else compare(f'part: {name}', values, beside))
    return [*rows, single('part: rest of the loop', rest)]
