"""Square crops of a batch about its landmarks."""

from __future__ import annotations

import torch
from torch import Tensor


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
    (x, x_inside), (y, y_inside) = (
        _along(corners_px[:, axis], side, length) for axis, length in enumerate(images.shape[:1:-1])
    )
    pixels = images[image_index[:, None, None], :, y[:, :, None], x[:, None]].permute(0, 3, 1, 2)
    return torch.where((y_inside[:, :, None] & x_inside[:, None])[:, None], pixels, 0)


def _along(corner: Tensor, side: int, length: int) -> tuple[Tensor, Tensor]:
    """Places (N, side) along one axis of the images, those beyond them at their border, and which are inside."""
    places = corner[:, None] + torch.arange(side, device=corner.device)
    return places.clamp(0, length - 1), (places >= 0) & (places < length)


def well_within(points_px: Tensor, corners_px: Tensor, side: int, margin_px: float) -> Tensor:
    """Which of N crops show which of K points at least so far within their borders: (N, K) bool.

    Args:
        points_px: (K, 2), image pixels.
        corners_px: (N, 2), top left pixels of the crops.
        side, margin_px: pixels.
    """
    places = points_px - corners_px[:, None]
    return (torch.minimum(places, side - 1 - places) >= margin_px).all(dim=-1)
