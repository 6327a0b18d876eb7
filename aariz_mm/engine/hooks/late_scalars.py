"""Losses are read from the device when they are logged, so that no step waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mmengine.hooks import LoggerHook, RuntimeInfoHook
from mmengine.utils import apply_to
from mmpose.registry import HOOKS
from torch import Tensor

__all__ = ['LateRuntimeInfoHook']


@HOOKS.register_module()
class LateRuntimeInfoHook(RuntimeInfoHook):
    """MMEngine's ``RuntimeInfoHook``, which reads the losses of a step when the logger wants them.

    The stock hook reads each number at every step, and the optimiser wrapper the norm of the gradients; a GPU has to
    finish first, and then waits for the next step to be made up. The values and what is logged are the same.
    """

    def before_train(self, runner) -> None:
        """Let the optimiser wrapper leave the norm of the gradients to this hook."""
        super().before_train(runner)
        self._kept: list[tuple[str, Any]] = []
        self._interval = next((hook.interval for hook in runner.hooks if isinstance(hook, LoggerHook)), 1)
        wrapper = runner.optim_wrapper
        if getattr(wrapper, 'clip_grad_kwargs', None) and not isinstance(wrapper.clip_func, _KeepsNorm):
            wrapper.clip_func = _KeepsNorm(wrapper.clip_func, f'train/{wrapper.grad_name}', self._kept)

    def after_train_iter(self, runner, batch_idx: int, data_batch=None, outputs: dict | None = None) -> None:
        """Keep the numbers of the step, and hand all on where they are about to be logged."""
        for key, value in (outputs or {}).items():
            self._kept.append((f'train/{key}', value.detach() if isinstance(value, Tensor) else value))
        if self.every_n_inner_iters(batch_idx, self._interval) or self.end_of_epoch(runner.train_dataloader, batch_idx):
            self._hand_on(runner)

    def before_save_checkpoint(self, runner, checkpoint: dict) -> None:
        """Let the checkpoint know what came before it."""
        if self._kept:
            self._hand_on(runner)
            checkpoint['message_hub'] = apply_to(
                runner.message_hub.state_dict(), lambda value: isinstance(value, Tensor), Tensor.cpu
            )

    def _hand_on(self, runner) -> None:
        for name, value in self._kept:
            runner.message_hub.update_scalar(name, value)
        self._kept.clear()


class _KeepsNorm:
    """Clips gradients; the norm goes to a list and not to the caller, who would read it at once."""

    def __init__(self, clip: Callable, name: str, kept: list[tuple[str, Any]]):
        self.clip, self.name, self.kept = clip, name, kept

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        norm = self.clip(*args, **kwargs)
        if norm is not None:
            self.kept.append((self.name, norm.detach()))
