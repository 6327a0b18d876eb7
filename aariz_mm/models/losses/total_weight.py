"""By how much a weighted sum is divided, where several processes each have a part of the batch."""

from __future__ import annotations

import torch
from torch import Tensor, distributed

__all__ = ['mean_over_processes', 'weighted_mean']


def weighted_mean(losses: Tensor, weight: Tensor) -> Tensor:
    """Mean of losses by weights (..., the same shape) of the whole batch, this process's share of it.

    Gradients are averaged over processes, so a mean over each one's own weights would count a landmark for less in the
    process that has more of them. Divided by the mean total weight of all processes, the gradients are those of one
    process with all their images.

    Returns:
        Scalar; 0 (with a gradient of 0) where every weight is 0.
    """
    total = mean_over_processes(weight.sum())
    return (losses * weight).sum() / total.clamp(min=torch.finfo(torch.float32).tiny)


def mean_over_processes(value: Tensor) -> Tensor:
    """Mean of a scalar over all processes; itself where there is one. Every process has to call it."""
    if not (distributed.is_available() and distributed.is_initialized()) or distributed.get_world_size() == 1:
        return value
    mean = value.detach().clone()
    distributed.all_reduce(mean)
    return mean / distributed.get_world_size()
