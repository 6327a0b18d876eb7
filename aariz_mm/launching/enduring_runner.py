"""MMEngine's Runner whose trainings may be ended at any moment, by whatever, and go on as if they had not been."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from mmengine.hooks import CheckpointHook, Hook
from mmengine.runner import EpochBasedTrainLoop
from torch import nn
from torch.utils.data import DataLoader

from aariz_mm.engine.hooks import FiniteLossHook, ResumedValidationHook, StopHook, WholeCheckpointHook
from aariz_mm.engine.loops import RepeatableTrainLoop
from aariz_mm.launching.process_runner import ProcessRunner
from aariz_mm.processes.stopping import leave_stops_to_parent, listen_for_stops

__all__ = ['EnduringRunner']

_STOCK_HOOK = ('CheckpointHook', 'mmengine.CheckpointHook', CheckpointHook)
_STOCK_LOOP = ('EpochBasedTrainLoop', 'mmengine.EpochBasedTrainLoop', EpochBasedTrainLoop)


class EnduringRunner(ProcessRunner):
    """The Runner with four more differences, by which trainings survive.

    - Checkpoints are written by :class:`WholeCheckpointHook` wherever a config names MMEngine's hook.
    - Epochs are run by :class:`RepeatableTrainLoop` wherever a config names MMEngine's loop.
    - A loss that is no finite number ends the training (:class:`FiniteLossHook`); a score that the last checkpoint does
      not know is made first (:class:`ResumedValidationHook`).
    - SIGTERM and SIGINT let a training end in order (:class:`StopHook`).
    """

    def register_hook(self, hook: Hook | dict, priority: Any = None) -> None:
        """As MMEngine, with our checkpoints in the place of its own."""
        if isinstance(hook, Mapping) and hook.get('type') in _STOCK_HOOK:
            hook = dict(hook, type=WholeCheckpointHook)
        super().register_hook(hook, priority)

    def register_hooks(self, default_hooks: dict | None = None, custom_hooks: list | None = None) -> None:
        """As MMEngine, and those by which a training survives, unless the config has them."""
        super().register_hooks(default_hooks, custom_hooks)
        for kind in (FiniteLossHook, ResumedValidationHook, StopHook):
            if not any(isinstance(hook, kind) for hook in self.hooks):
                self.register_hook(kind())

    def build_train_loop(self, loop):
        """As MMEngine, with our loop in the place of its own."""
        if isinstance(loop, Mapping):
            by_epoch = 'type' not in loop and loop.get('by_epoch')
            if by_epoch or loop.get('type') in _STOCK_LOOP:
                settings = {key: value for key, value in loop.items() if key not in ('type', 'by_epoch')}
                loop = dict(settings, type=RepeatableTrainLoop)
        return super().build_train_loop(loop)

    @staticmethod
    def build_dataloader(dataloader, *args, **settings) -> DataLoader:
        """As MMEngine; its workers leave the end of a training to the process that trains."""
        built = ProcessRunner.build_dataloader(dataloader, *args, **settings)
        if isinstance(dataloader, Mapping):
            built.worker_init_fn = partial(_begin_worker, built.worker_init_fn)
        return built

    def train(self) -> nn.Module:
        """As MMEngine.

        Errors:
            StoppedError: a signal told it to end, after a checkpoint.
        """
        with listen_for_stops() as request:
            for hook in self.hooks:
                if isinstance(hook, StopHook):
                    hook.request = request
            return super().train()


def _begin_worker(begin: Callable[[int], None] | None, worker_id: int) -> None:
    leave_stops_to_parent()
    if begin is not None:
        begin(worker_id)
