"""Epochs of MMEngine's Runner and of a bare loop in turn, each on the clock."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from copy import deepcopy
from typing import Any

import torch
from mmengine.hooks import Hook
from mmengine.runner import Runner

from aariz_mm.benchmark.bare_loop import BareLoop, ready_batch
from aariz_mm.benchmark.gpu_share import busy_of_gpu
from aariz_mm.benchmark.progress import tell
from aariz_mm.benchmark.step_parts import StepParts, watch
from aariz_mm.benchmark.turns import CLOCKS

__all__ = ['EXTRA_EPOCHS', 'EpochTurns']

EXTRA_EPOCHS = 3
"""Epochs beside those that are compared: one to warm up, one part by part, one for the share of the GPU."""


class EpochTurns:
    """Measures a Runner that it is attached to.

    ``ours`` and ``bare`` are seconds of epochs, a bare one before and after each of ours; ``parts`` and ``bare_parts``
    are of one epoch more; ``busy`` is the share of time in which a GPU worked, in a last one, empty without a GPU.

    Args:
        rounds: epochs of the Runner that are measured.
        optim_wrapper: config, for the bare loop.
        clock: 'cpu' or 'wall'.
    """

    def __init__(self, rounds: int, optim_wrapper: Mapping[str, Any], clock: str = 'wall'):
        self.rounds, self.optim_wrapper, self.clock = rounds, deepcopy(dict(optim_wrapper)), CLOCKS[clock]
        self.ours: list[float] = []
        self.bare: list[float] = []
        self.busy: list[float] = []
        self.batches: list[dict] = []
        self.device = 'cpu'
        self._stack = ExitStack()

    def attach(self, runner: Runner) -> None:
        """Measure what a Runner trains from now on."""
        runner.register_hook(_Start(self), priority='HIGHEST')
        runner.register_hook(_End(self), priority='LOWEST')

    def prepare(self, runner: Runner) -> None:
        """Copy the model that training starts from."""
        self.device = next(runner.model.parameters()).device.type
        self.loop = BareLoop(getattr(runner.model, 'module', runner.model), self.optim_wrapper)
        self.parts, self.bare_parts = StepParts(self.device, self.clock), StepParts(self.device, self.clock)

    def start(self, runner: Runner) -> None:
        """Before an epoch of the Runner."""
        tell(f'epoch: {runner.epoch + 1} of {self.rounds + EXTRA_EPOCHS}')
        if runner.epoch == self.rounds + 1:
            self._stack.enter_context(watch(runner, self.parts))
        if runner.epoch == self.rounds + 2 and self.device != 'cpu':
            self.busy = self._stack.enter_context(busy_of_gpu())
        self.started = self._now()

    def keep(self, runner: Runner, batch: Mapping[str, Any]) -> None:
        """After a step of the Runner; the batches of the first epoch are those of the bare loop."""
        if runner.epoch == 0:
            self.batches.append(ready_batch(getattr(runner.model, 'module', runner.model), batch))

    def end(self, runner: Runner) -> None:
        """After an epoch of the Runner; the bare loop has its turn."""
        seconds = self._now() - self.started
        self._stack.close()
        measured = 1 <= runner.epoch <= self.rounds
        if measured:
            self.ours.append(seconds)
        if runner.epoch == self.rounds + 1:
            self.parts.seconds['epoch'].append(seconds)
            self.loop.epoch(self.batches, self.bare_parts.measured)
        elif runner.epoch <= self.rounds:
            self._bare_epoch(runner.epoch)

    def _bare_epoch(self, epoch: int) -> None:
        if epoch == 0:  # one that does not count
            self.loop.epoch(self.batches)
        start = self._now()
        self.loop.epoch(self.batches)
        self.bare.append(self._now() - start)

    def _now(self) -> float:
        if self.device != 'cpu':
            torch.cuda.synchronize()
        return self.clock()


class _Start(Hook):
    """The first of all hooks."""

    def __init__(self, turns: EpochTurns):
        self.turns = turns

    def before_train_epoch(self, runner: Runner) -> None:
        self.turns.start(runner)


class _End(Hook):
    """The last of all hooks."""

    def __init__(self, turns: EpochTurns):
        self.turns = turns

    def before_train(self, runner: Runner) -> None:
        self.turns.prepare(runner)

    def after_train_iter(self, runner: Runner, batch_idx: int, data_batch=None, outputs=None) -> None:
        self.turns.keep(runner, data_batch)

    def after_train_epoch(self, runner: Runner) -> None:
        self.turns.end(runner)
