"""Square crops of a batch about its landmarks."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.functional import pad


def crop_corners_px(centers_px: Tensor, side: int) -> Tensor:
    """Top left pixels (..., 2) int64 of crops of ``side`` pixels about centres (..., 2).

    Pixel ``side // 2`` of a crop is the one nearest to the centre: a crop holds whole pixels and is not resampled.
    """
    return centers_px.round().long() - side // 2


def cut_crops(images: Tensor, image_index: Tensor, corners_px: Tensor, side: int) -> Tensor:
    """Square crops, 0 beyond the images.

    Args:
        images: (B, C, H, W).
        image_index: (N,) int64, the image of each crop.
        corners_px: (N, 2) int64, (x, y) of the top left pixel; may lie outside the image.
        side: pixels.
    Returns:
        (N, C, side, side).
    """
    height, width = images.shape[-2:]
    windows = pad(images, (side,) * 4).unfold(2, side, 1).unfold(3, side, 1)  # every crop there is, as a view
    # A crop that is clear of the image stays so, just beside it.
    x, y = corners_px[:, 0].clamp(-side, width) + side, corners_px[:, 1].clamp(-side, height) + side
    return windows[image_index, :, y, x]


def well_within(points_px: Tensor, corners_px: Tensor, side: int, margin_px: float) -> Tensor:
    """Which of N crops show which of K points at least so far within their borders: (N, K) bool.

    Args:
        points_px: (K, 2), image pixels.
        corners_px: (N, 2), top left pixels of the crops.
        side, margin_px: pixels.
    """
    places = points_px - corners_px[:, None]
    return (torch.minimum(places, side - 1 - places) >= margin_px).all(dim=-1)
