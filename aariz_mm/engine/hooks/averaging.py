"""Averaged weights at the price of one pass over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from mmengine.hooks import EMAHook
from mmengine.model import BaseAveragedModel, ExponentialMovingAverage, MomentumAnnealingEMA
from mmpose.registry import HOOKS
from torch import Tensor, nn

__all__ = ['AveragingHook', 'Places', 'average_weights', 'float_places']

Places = Sequence[tuple[Mapping[str, Tensor], str]]
"""Mappings of tensors, and a name in each."""


@HOOKS.register_module()
class AveragingHook(EMAHook):
    """MMEngine's ``EMAHook`` with the same averages, checkpoints and settings, which takes less than half its time.

    An exponential average of weights and buffers is made for all tensors at once; other averages go MMEngine's way.
    Before averaging begins, MMEngine copies all weights at every step; here it is done when somebody looks at them.
    """

    def before_run(self, runner) -> None:
        """Make the averaged model."""
        super().before_run(runner)
        self._is_behind, self._places = False, None

    def after_train_iter(self, runner, batch_idx: int, data_batch=None, outputs=None) -> None:
        """Average, once it has begun."""
        if self._ema_started(runner):
            self._is_behind = False
            if self._places is None:
                self._places = (float_places(self.ema_model.module), float_places(self.src_model))
            average_weights(self.ema_model, self.src_model, self._places)
        else:
            self._is_behind = True

    def before_val_epoch(self, runner) -> None:
        """Put the average into the model."""
        self._catch_up()
        super().before_val_epoch(runner)

    def before_test_epoch(self, runner) -> None:
        """Put the average into the model."""
        self._catch_up()
        super().before_test_epoch(runner)

    def before_save_checkpoint(self, runner, checkpoint: dict) -> None:
        """Save the average as the weights."""
        self._catch_up()
        super().before_save_checkpoint(runner, checkpoint)

    @torch.no_grad()
    def _catch_up(self) -> None:
        """Let the average be the weights themselves as long as nothing is averaged."""
        if self._is_behind:
            self.ema_model.module.load_state_dict(self.src_model.state_dict())
            self._is_behind = False


@torch.no_grad()
def average_weights(average: BaseAveragedModel, model: nn.Module, places: tuple[Places, Places] | None = None) -> None:
    """One step of an average, as its ``update_parameters`` makes it.

    Args:
        average: changed in place. model: the weights that are taken into it.
        places: :func:`float_places` of the averaged model and of ``model``; None looks for them.
    """
    steps, exponential = int(average.steps), type(average) in (ExponentialMovingAverage, MomentumAnnealingEMA)
    if steps == 0 or not exponential or not average.update_buffers or steps % average.interval:
        average.update_parameters(model)
        return
    momentum = average.momentum
    if isinstance(average, MomentumAnnealingEMA):
        momentum = max(momentum, average.gamma / (average.gamma + steps))
    own, other = places or (float_places(average.module), float_places(model))
    ours, theirs = ([tensors[name] for tensors, name in each] for each in (own, other))
    torch._foreach_lerp_(ours, [tensor.to(mine.device) for mine, tensor in zip(ours, theirs, strict=True)], momentum)
    average.steps += 1


def float_places(model: nn.Module) -> Places:
    """Where the weights and buffers of a model are that can be averaged: a mapping and a name in it, for each once.

    Going through the modules takes longer than averaging; a place holds whatever tensor is there by then.
    """
    found: dict[int, tuple[Mapping[str, Tensor], str]] = {}
    for module in model.modules():
        for tensors in (module._parameters, module._buffers):
            for name, tensor in tensors.items():
                if tensor is not None and tensor.is_floating_point():
                    found.setdefault(id(tensor), (tensors, name))
    return list(found.values())
