"""Running statistics of several processes."""

from __future__ import annotations

from mmengine.dist import all_reduce_params
from mmengine.hooks import CheckpointHook, EMAHook, Hook
from mmpose.registry import HOOKS

__all__ = ['SharedStatisticsHook']


@HOOKS.register_module()
class SharedStatisticsHook(Hook):
    """Averages the buffers of the model, and of averaged weights, over the processes before scoring and saving.

    Batch normalisation counts each process's own images. Without this each process is validated with its own running
    mean and variance, and the checkpoint has those of the first. The Runner of this project adds it where there are
    several processes.
    """

    priority = 'HIGH'  # before averaged weights take the model's place, and before checkpoints

    def after_train_epoch(self, runner) -> None:
        """An epoch's checkpoint comes next."""
        _average(runner)

    def after_train_iter(self, runner, batch_idx: int, data_batch=None, outputs=None) -> None:
        """As above, where checkpoints are written between epochs."""
        if any(_saves_now(self, runner, hook) for hook in runner.hooks):
            _average(runner)

    def before_val_epoch(self, runner) -> None:
        """All processes are scored with the same model."""
        _average(runner)


def _saves_now(own: Hook, runner, hook: Hook) -> bool:
    if not isinstance(hook, CheckpointHook) or hook.by_epoch:
        return False
    return own.every_n_train_iters(runner, hook.interval, hook.save_begin) or own.is_last_train_iter(runner)


def _average(runner) -> None:
    models = [runner.model, *(hook.ema_model for hook in runner.hooks if isinstance(hook, EMAHook))]
    buffers = [buffer for model in models for buffer in model.buffers() if buffer.is_floating_point()]
    if buffers:
        all_reduce_params(buffers, op='mean')
