"""A training that is told to end saves where it stands."""

from __future__ import annotations

import torch
from mmengine.dist import all_reduce, get_world_size
from mmengine.hooks import EMAHook, Hook
from mmengine.hooks.hook import DATA_BATCH
from mmpose.registry import HOOKS

from aariz_mm.engine.hooks.checkpoints import STEPS_OF_EPOCH, WholeCheckpointHook
from aariz_mm.processes.stopping import StoppedError, StopRequest

__all__ = ['StopHook']

_GPU_STEPS = 10
"""Several processes agree on stopping every so many steps, as it makes a GPU wait."""


@HOOKS.register_module()
class StopHook(Hook):
    """Ends a training between two steps once a signal has told it to, with a checkpoint that has them all.

    The Runner of this project adds it and sets ``request``. Within an epoch the checkpoint is ``iter_N.pth``, from
    which ``--resume`` goes on with the next step. Within a validation there is nothing new to save: it is made again.
    """

    priority = 'LOWEST'  # when all others have seen the step

    def __init__(self):
        self.request = StopRequest()

    def after_train_iter(self, runner, batch_idx: int, data_batch: DATA_BATCH = None, outputs=None) -> None:
        """Within an epoch; after its last step, the epoch is brought to its end first."""
        is_last = self.end_of_epoch(runner.train_dataloader, batch_idx)
        if not is_last and _is_between_updates(runner.optim_wrapper) and self._is_wanted(batch_idx):
            self._end(runner, batch_idx + 1)

    def before_train_epoch(self, runner) -> None:
        """Between two epochs."""
        is_between = not runner.message_hub.get_info(STEPS_OF_EPOCH, 0)
        if is_between and self._is_wanted():
            self._end(runner)

    def after_val_iter(self, runner, batch_idx: int, data_batch: DATA_BATCH = None, outputs=None) -> None:
        """Within a validation of one process; averaged weights give the place back to those that are trained.

        Several processes may have as many steps of a validation as they like, so they end behind it.
        """
        if get_world_size() == 1 and self.request.number:
            for hook in runner.hooks:
                if isinstance(hook, EMAHook):
                    hook.after_val_epoch(runner)
            self._end(runner)

    def _is_wanted(self, step: int = 0) -> bool:
        """Whether any process is told to stop, which all of them learn at the same step."""
        if get_world_size() == 1:
            return bool(self.request.number)
        if torch.cuda.is_available() and step % _GPU_STEPS:
            return False
        number = torch.tensor(self.request.number)
        all_reduce(number, 'max')
        self.request.number = int(number)
        return bool(self.request.number)

    def _end(self, runner, steps: int = 0) -> None:
        hook = next((hook for hook in runner.hooks if isinstance(hook, WholeCheckpointHook)), None)
        path = hook and hook.save_now(runner, steps)
        of = f'epoch {runner.epoch + 1}, step {steps}' if steps else f'epoch {runner.epoch}'
        saved = f'all up to {of} is in {path}; --resume goes on from there' if path else 'nothing was saved'
        text = f'ended by {self.request.name}: {saved}'
        runner.logger.info(text)
        runner.call_hook('after_run')
        raise StoppedError(text, self.request.number)


def _is_between_updates(wrapper) -> bool:
    """Whether no gradients are being gathered over several steps, which a checkpoint would not have."""
    return not hasattr(wrapper, '_inner_count') or wrapper.should_update()
