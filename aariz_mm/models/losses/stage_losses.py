"""Losses of an ordered stage, from its unnormalised log-probabilities; images without a stage do not count."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from mmpose.registry import MODELS
from torch import Tensor, nn

from .total_weight import weighted_mean

NO_STAGE = -1
"""Stage index of an image whose stage is unknown."""


class StageLoss(nn.Module):
    """Weighted mean over the images of all processes that have a stage; subclasses give :meth:`loss_per_image`.

    Args:
        class_weight: weight of an image by its stage, S1 first; None weighs all equally. The mean is divided by the
            sum of weights, so only their ratios matter.
        loss_weight: factor of the result.
    Errors:
        ValueError: a weight is negative, or all are 0.
    """

    def __init__(self, class_weight: Sequence[float] | None = None, loss_weight: float = 1.0):
        super().__init__()
        self.loss_weight = loss_weight
        weight = None if class_weight is None else torch.tensor(class_weight, dtype=torch.float32)
        if weight is not None and (weight.ndim != 1 or (weight < 0).any() or not (weight > 0).any()):
            raise ValueError(f'{type(self).__name__}: class_weight={class_weight}: expected non-negative, one positive')
        self.register_buffer('class_weight', weight, persistent=False)

    def forward(self, logits: Tensor, stage_index: Tensor) -> Tensor:
        """Loss of a batch.

        Args:
            logits: (B, C), log-probabilities up to a constant per image.
            stage_index: (B,) int64, 0 to C - 1, or :data:`NO_STAGE`.
        Returns:
            Scalar; 0 (with a gradient of 0) where no image has a stage.
        Errors:
            ValueError: an index is none of these, or the number of class weights is not C.
        """
        num_stages = logits.shape[1]
        strange = stage_index[(stage_index < NO_STAGE) | (stage_index >= num_stages)]
        if strange.numel():
            raise ValueError(f'stage index {int(strange[0])}: expected 0 to {num_stages - 1}, or -1 for none')
        if self.class_weight is not None and len(self.class_weight) != num_stages:
            raise ValueError(f'class_weight: {len(self.class_weight)} values, expected one for each of {num_stages}')
        index = stage_index.clamp(min=0)
        weight = torch.ones_like(index, dtype=torch.float32) if self.class_weight is None else self.class_weight[index]
        weight = weight * (stage_index >= 0)
        losses = self.loss_per_image(logits.float().log_softmax(dim=1), index)
        return self.loss_weight * weighted_mean(losses, weight)

    def loss_per_image(self, log_probabilities: Tensor, index: Tensor) -> Tensor:
        """(B, C) log-probabilities and (B,) stage indices -> (B,)."""
        raise NotImplementedError


@MODELS.register_module()
class StageCrossEntropyLoss(StageLoss):
    """Cross-entropy against the labelled stage, or against soft labels over its neighbours.

    Args:
        label_sd: standard deviation, in stages, of the Gaussian that is the soft label; 0 is the plain cross-entropy.
            Two readers of the same film often differ by one stage, so 0.5 to 1 is near the truth.
    """

    def __init__(self, label_sd: float = 0.0, **kwargs):
        super().__init__(**kwargs)
        if label_sd < 0:
            raise ValueError(f'StageCrossEntropyLoss: label_sd must not be negative, got {label_sd}')
        self.label_sd = label_sd

    def loss_per_image(self, log_probabilities: Tensor, index: Tensor) -> Tensor:
        """Minus the mean log-probability under the label."""
        return -(soft_labels(index, log_probabilities.shape[1], self.label_sd) * log_probabilities).sum(dim=1)


@MODELS.register_module()
class StageFocalLoss(StageLoss):
    """``-(1 - p) ** gamma * log p`` of the labelled stage (Lin et al., ICCV 2017); gamma 0 is the cross-entropy."""

    def __init__(self, gamma: float = 2.0, **kwargs):
        super().__init__(**kwargs)
        if gamma < 0:
            raise ValueError(f'StageFocalLoss: gamma must not be negative, got {gamma}')
        self.gamma = gamma

    def loss_per_image(self, log_probabilities: Tensor, index: Tensor) -> Tensor:
        """Focal loss of the labelled stage."""
        log_p = log_probabilities.gather(1, index[:, None])[:, 0]
        # 1 - p is kept off 0, where the gradient of a power below 1 is infinite.
        return -((-torch.expm1(log_p)).clamp(min=1e-6) ** self.gamma) * log_p


@MODELS.register_module()
class StageCumulativeLoss(StageLoss):
    """Mean binary cross-entropy of the C - 1 questions "is the stage above k?" (the loss of CORAL, Cao et al. 2020).

    The predictions are sums of one distribution over the stages, so they can't contradict each other, and a stage that
    is two off costs more than one that is one off.
    """

    def loss_per_image(self, log_probabilities: Tensor, index: Tensor) -> Tensor:
        """Binary cross-entropy, mean over the questions."""
        at_most = log_probabilities.logcumsumexp(dim=1)[:, :-1]
        above = log_probabilities.flip(1).logcumsumexp(dim=1).flip(1)[:, 1:]
        is_above = index[:, None] > torch.arange(at_most.shape[1], device=index.device)
        return -torch.where(is_above, above, at_most).mean(dim=1)


def soft_labels(index: Tensor, num_stages: int, sd: float) -> Tensor:
    """(B,) stage indices -> (B, C) labels that sum to 1: a Gaussian of ``sd`` stages, one-hot where ``sd`` is 0.

    Example: index 1 of 3, sd 1 -> 0.274, 0.452, 0.274
    """
    stages = torch.arange(num_stages, device=index.device)
    distance = (stages - index[:, None]).float()
    return (distance == 0).float() if sd == 0 else (-0.5 * (distance / sd) ** 2).softmax(dim=1)
