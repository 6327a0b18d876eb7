"""Cross-entropy between a heatmap's spatial softmax and a Gaussian about the landmark."""

from __future__ import annotations

import torch
from mmpose.registry import MODELS
from torch import Tensor, nn

from .total_weight import weighted_mean


def gaussian_profile(centers_cells: Tensor, size: int, sigma_cells: float) -> Tensor:
    """Normalised 1-D Gaussians, (..., size), about centres (...) in cells; each sums to 1."""
    cells = torch.arange(size, device=centers_cells.device, dtype=centers_cells.dtype)
    return (-0.5 * ((cells - centers_cells[..., None]) / sigma_cells) ** 2).softmax(dim=-1)


@MODELS.register_module()
class SpatialCrossEntropyLoss(nn.Module):
    """Cross-entropy of the softmax over all cells against a Gaussian that sums to 1.

    Unlike the mean squared error of heatmaps it cannot be lowered by predicting nothing, so no landmark
    collapses. The target is the product of two 1-D Gaussians and is never written out as a map.

    Args:
        sigma_cells: standard deviation of the target in heatmap cells.
        loss_weight: factor of the result.
    """

    def __init__(self, sigma_cells: float = 1.5, loss_weight: float = 1.0):
        super().__init__()
        if not sigma_cells > 0:
            raise ValueError(f'SpatialCrossEntropyLoss: sigma_cells must be positive, got {sigma_cells}')
        self.sigma_cells, self.loss_weight = sigma_cells, loss_weight

    def forward(self, logits: Tensor, target_cells: Tensor, target_weight: Tensor) -> Tensor:
        """Weighted mean over landmarks, of all processes (:func:`weighted_mean`).

        Args:
            logits: (B, K, H, W).
            target_cells: (B, K, 2), (x, y) in cells.
            target_weight: (B, K); 0 leaves a landmark out.
        Returns:
            Scalar; 0 (with a gradient of 0) where every weight is 0.
        """
        logits = logits.float()
        height, width = logits.shape[-2:]
        # NaN coordinates of what does not count would reach the gradient through a factor of 0.
        target_cells = torch.where(target_weight[..., None] > 0, target_cells, 0)
        target_x = gaussian_profile(target_cells[..., 0].float(), width, self.sigma_cells)
        target_y = gaussian_profile(target_cells[..., 1].float(), height, self.sigma_cells)
        expected_logit = (torch.matmul(logits, target_x[..., None])[..., 0] * target_y).sum(dim=-1)
        cross_entropy = logits.flatten(-2).logsumexp(dim=-1) - expected_logit
        return self.loss_weight * weighted_mean(cross_entropy, target_weight)
