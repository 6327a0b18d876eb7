"""A loss that is no number: training ends before it is in the weights, and says which radiographs it came from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import torch
from mmengine.dist import all_reduce, get_world_size
from mmengine.hooks import Hook, LoggerHook
from mmpose.registry import HOOKS
from torch import Tensor

__all__ = ['FiniteLossHook', 'batch_names', 'broken_tensors']

_SKIPPED = 'skipped_batches'
_CURE = (
    'look at these radiographs and their landmarks (tools/doctor.py, tools/browse_dataset.py), lower the learning '
    'rate, or let some of such batches be skipped: --cfg-options default_hooks.finite_loss.max_skipped=10'
)


@HOOKS.register_module()
class FiniteLossHook(Hook):
    """Ends a training whose loss is NaN or infinite, with the names of the batch, or leaves such batches out.

    The loss is looked at before it is propagated, so the weights are those of the step before. On a GPU that would
    make every step wait, so it is looked at where losses are logged, and before anything is saved: by then weights in
    memory may be spoilt, no checkpoint is. Where batches are skipped, it is looked at in every step.

    Args:
        max_skipped: batches that may be left out in a whole training, resumptions included; 0 ends it with the first.
    Errors:
        ValueError: ``max_skipped`` is negative; while training, the loss or a weight is no finite number.
    """

    priority = 'VERY_HIGH'

    def __init__(self, max_skipped: int = 0):
        if isinstance(max_skipped, bool) or not isinstance(max_skipped, int) or max_skipped < 0:
            raise ValueError(f'FiniteLossHook: max_skipped={max_skipped!r}, expected a whole number of at least 0')
        self.max_skipped = max_skipped
        self._later: list[tuple[Tensor, int, list[str]]] = []
        self._names: list[str] = []

    def before_train(self, runner) -> None:
        """Stand between the model, which gives the loss, and the optimiser."""
        self._interval = next((hook.interval for hook in runner.hooks if isinstance(hook, LoggerHook)), 1)
        wrapper = runner.optim_wrapper
        if hasattr(wrapper, 'update_params'):
            wrapper.update_params = self._checked(runner, wrapper.update_params)

    def before_train_iter(self, runner, batch_idx: int, data_batch=None) -> None:
        """Remember what the batch is made of."""
        self._names = batch_names(data_batch)

    def after_train_iter(self, runner, batch_idx: int, data_batch=None, outputs=None) -> None:
        """Look at the losses that are due."""
        if self.every_n_inner_iters(batch_idx, self._interval) or self.end_of_epoch(runner.train_dataloader, batch_idx):
            self._look(runner)

    def before_save_checkpoint(self, runner, checkpoint: dict) -> None:
        """Let no weight that is no number take the place of one that is."""
        self._look(runner)
        broken = broken_tensors(dict(runner.model.named_parameters()))
        if broken:
            raise ValueError(
                f'epoch {runner.epoch + 1}: weights that are no finite numbers after a step with a finite loss, as in '
                f'{broken[0]}; the last checkpoint is whole. Lower the learning rate, clip gradients, or train without '
                '--amp'
            )

    def _checked(self, runner, update: Callable) -> Callable:
        def update_params(loss: Tensor, *args: Any, **settings: Any) -> None:
            if not self.max_skipped and loss.device.type != 'cpu':
                self._later.append((torch.isfinite(loss.detach()).all(), runner.iter, self._names))
            elif not self._is_finite(loss):
                self._skip(runner)
                return
            update(loss, *args, **settings)

        return update_params

    def _is_finite(self, loss: Tensor) -> bool:
        finite = torch.isfinite(loss.detach()).all()
        if self.max_skipped and get_world_size() > 1:  # all leave a batch out, or none
            finite = finite.to(torch.int32)
            all_reduce(finite, 'min')
        return bool(finite)

    def _skip(self, runner) -> None:
        skipped = runner.message_hub.get_info(_SKIPPED, 0) + 1
        runner.message_hub.update_info(_SKIPPED, skipped)
        text = _describe(runner.epoch, runner.iter, self._names)
        if skipped > self.max_skipped:
            before = f'{self.max_skipped} batches were skipped before it; ' if self.max_skipped else ''
            raise ValueError(f'{text}; {before}{_CURE}')
        runner.logger.warning(f'{text}; the batch is skipped, {skipped} of {self.max_skipped}')

    def _look(self, runner) -> None:
        later, self._later = self._later, []
        if not later or bool(torch.stack([finite for finite, _, _ in later]).all()):
            return
        step, names = next((step, names) for finite, step, names in later if not finite)
        raise ValueError(f'{_describe(runner.epoch, step, names)}; {_CURE}')


def batch_names(batch: Any) -> list[str]:
    """Paths of the images of a batch, as its samples tell them; none where they tell none."""
    samples = batch.get('data_samples') if isinstance(batch, Mapping) else None
    samples = samples if isinstance(samples, Iterable) else ()
    paths = (getattr(sample, 'metainfo', {}).get('img_path') for sample in samples)
    return [str(path) for path in paths if path]


def broken_tensors(tensors: Mapping[str, Any]) -> list[str]:
    """Names of tensors with a value that is no finite number."""
    floats = {
        name: value
        for name, value in tensors.items()
        if isinstance(value, Tensor) and value.is_floating_point() and value.numel()
    }
    # A sum is one pass without a copy; where it overflows, the values themselves are looked at.
    return [name for name, value in floats.items() if not value.sum().isfinite() and not value.isfinite().all()]


def _describe(epoch: int, step: int, names: list[str]) -> str:
    where = f'epoch {epoch + 1}, step {step + 1} of the training: the loss is no finite number'
    return f'{where}, of a batch with {", ".join(names)}' if names else where
