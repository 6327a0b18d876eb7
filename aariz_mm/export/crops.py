"""Crops cut inside an exported graph."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from aariz_mm.models.estimators.crops import crop_corners_px

__all__ = ['cut_grey_crops']


def cut_grey_crops(
    grey: Tensor, centers_px: Tensor, side: int, normalize: Callable[[Tensor], Tensor]
) -> tuple[Tensor, Tensor]:
    """What :func:`~aariz_mm.models.estimators.crops.cut_crops` cuts of a normalised picture, 0 beyond it.

    Args:
        grey: (B, H, W) float32. centers_px: (B, N, 2). side: pixels. normalize: (..., H, W) -> (..., 3, H, W).
    Returns:
        Crops (B, N, 3, side, side), and their top left pixels (B, N, 2) int64.
    """
    height, width = grey.shape[-2:]
    corners = crop_corners_px(centers_px, side)
    steps = torch.arange(side, device=grey.device)
    x, y = corners[..., :1] + steps, corners[..., 1:] + steps  # (B, N, side)
    inside = ((y >= 0) & (y < height))[..., :, None] & ((x >= 0) & (x < width))[..., None, :]
    index = y.clamp(0, height - 1)[..., :, None] * width + x.clamp(0, width - 1)[..., None, :]
    pixels = grey.flatten(1).gather(1, index.flatten(1)).view(index.shape)
    return normalize(pixels) * inside[..., None, :, :], corners
