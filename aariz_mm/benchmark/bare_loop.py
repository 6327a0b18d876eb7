"""The reference of a training epoch: the same model, loss, clipping and optimiser in a plain loop on ready tensors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from copy import deepcopy
from typing import Any

import torch
from mmengine.optim import build_optim_wrapper
from torch import Tensor, nn

__all__ = ['BareLoop', 'ready_batch', 'sum_losses']

_Measured = Callable[[str], Any]


class BareLoop:
    """Trains a copy of a model.

    Args:
        model: it is copied, with its weights and their layout in memory.
        optim_wrapper: config, from which the optimiser, the clipping and the precision are taken.
    """

    def __init__(self, model: nn.Module, optim_wrapper: Mapping[str, Any]):
        self.model = deepcopy(model).train()
        self.wrapper = build_optim_wrapper(self.model, deepcopy(dict(optim_wrapper)))
        self.optimizer = self.wrapper.optimizer
        self.clip = dict(self.wrapper.clip_grad_kwargs or {})
        self.scaler = getattr(self.wrapper, 'loss_scaler', None)
        self.parameters = [value for value in self.model.parameters() if value.requires_grad]

    def epoch(self, batches: Sequence[Mapping[str, Any]], measured: _Measured = lambda name: nullcontext()) -> None:
        """A step on each of the batches.

        Args:
            batches: of :func:`ready_batch`.
            measured: gives a context by the name of what is done within.
        """
        for batch in batches:
            self.step(batch, measured)

    def step(self, batch: Mapping[str, Any], measured: _Measured = lambda name: nullcontext()) -> None:
        """One step."""
        with measured('forward and loss'), self.wrapper.optim_context(self.model):
            loss = sum_losses(self.model(batch['inputs'], batch['data_samples'], mode='loss'))
        with measured('backward'):
            (loss if self.scaler is None else self.scaler.scale(loss)).backward()
        with measured('clipping and optimiser'):
            self._update()
        with measured('zero_grad'):
            self.optimizer.zero_grad()

    def _update(self) -> None:
        if self.scaler is not None:
            self.scaler.unscale_(self.optimizer)
        if self.clip:
            torch.nn.utils.clip_grad_norm_(self.parameters, **self.clip)
        if self.scaler is None:
            self.optimizer.step()
        else:
            self.scaler.step(self.optimizer)
            self.scaler.update()


def sum_losses(losses: Mapping[str, Tensor]) -> Tensor:
    """What is learnt from, as MMEngine adds it up: everything with ``loss`` in its name."""
    return sum(value.mean() for name, value in losses.items() if 'loss' in name)


def ready_batch(model: nn.Module, batch: Mapping[str, Any]) -> dict[str, Any]:
    """A batch of the loader as the network takes it: normalised, on the device, laid out as it is fastest."""
    with torch.no_grad():
        ready = model.data_preprocessor(batch, True)
    inputs = ready['inputs'].contiguous(memory_format=torch.channels_last)
    return dict(inputs=inputs, data_samples=ready['data_samples'])
