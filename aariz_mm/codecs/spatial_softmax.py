"""Coordinates <-> spatial distributions: labels in heatmap cells one way, sub-pixel decoding the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import torch
from mmpose.codecs.base import BaseKeypointCodec
from mmpose.registry import KEYPOINT_CODECS
from torch import Tensor

from ..geometry import cells_to_pixels, inside_image, pixels_to_cells

__all__ = ['SpatialSoftmaxCodec', 'constants_like', 'global_expectation', 'local_expectation', 'spatial_softmax']


def spatial_softmax(logits: Tensor) -> Tensor:
    """Probability maps (B, K, H, W) float32 of logits; each map sums to 1."""
    return logits.float().flatten(-2).softmax(dim=-1).view(logits.shape)


def global_expectation(probabilities: Tensor) -> Tensor:
    """Mean position of each map of (B, K, H, W) probabilities, (B, K, 2) as (x, y) in cells."""
    height, width = probabilities.shape[-2:]
    xs = torch.arange(width, device=probabilities.device, dtype=probabilities.dtype)
    ys = torch.arange(height, device=probabilities.device, dtype=probabilities.dtype)
    return torch.stack([probabilities.sum(dim=-2) @ xs, probabilities.sum(dim=-1) @ ys], dim=-1)


def local_expectation(probabilities: Tensor, radius_cells: int) -> tuple[Tensor, Tensor]:
    """Mean position within a square window about the mode, and the probability inside that window.

    The window keeps a far second peak from pulling the point; its probability says how sure the map is.

    Args:
        probabilities: (B, K, H, W), each map sums to 1.
        radius_cells: half side of the window.
    Returns:
        Points (B, K, 2) as (x, y) in cells, and scores (B, K) in [0, 1].
    """
    height, width = probabilities.shape[-2:]
    flat = probabilities.flatten(-2)
    mode = flat.argmax(dim=-1)
    offsets = torch.arange(-radius_cells, radius_cells + 1, device=flat.device)
    ys = (mode // width)[..., None] + offsets
    xs = (mode % width)[..., None] + offsets
    inside = ((ys >= 0) & (ys < height))[..., :, None] & ((xs >= 0) & (xs < width))[..., None, :]
    index = ys.clamp(0, height - 1)[..., :, None] * width + xs.clamp(0, width - 1)[..., None, :]
    window = flat.gather(-1, index.flatten(-2)).unflatten(-1, index.shape[-2:]) * inside
    mass = window.sum(dim=(-2, -1))
    x = (window.sum(dim=-2) * xs).sum(dim=-1) / mass
    y = (window.sum(dim=-1) * ys).sum(dim=-1) / mass
    return torch.stack([x, y], dim=-1), mass


def constants_like(tensor: Tensor, values: Sequence[float]) -> Tensor:
    """N numbers as a tensor (N,) of the type and on the device of another.

    They are written by the device itself: a copy from the host would make the host wait for all that is under way.
    """
    return torch.stack([tensor.new_full((), float(value)) for value in values])


@KEYPOINT_CODECS.register_module()
class SpatialSoftmaxCodec(BaseKeypointCodec):
    """Landmarks as positions in heatmap cells, decoded from logits by a local expectation about the mode.

    No heatmap is made here: the loss builds its targets on the device from ``keypoint_labels``.

    Args:
        input_size: network input [w, h] in pixels.
        heatmap_size: the head's output [w, h] in cells.
        radius_cells: half side of the decoding window.
    """

    label_mapping_table: ClassVar[dict] = dict(keypoint_labels='keypoint_labels', keypoint_weights='keypoint_weights')

    def __init__(self, input_size: Sequence[int], heatmap_size: Sequence[int], radius_cells: int = 5):
        super().__init__()
        if any(size % cells for size, cells in zip(input_size, heatmap_size, strict=True)) or radius_cells < 1:
            raise ValueError(
                f'SpatialSoftmaxCodec: input_size {input_size} must be a whole multiple of heatmap_size '
                f'{heatmap_size}, and radius_cells {radius_cells} at least 1'
            )
        self.input_size, self.heatmap_size, self.radius_cells = tuple(input_size), tuple(heatmap_size), radius_cells
        self.cells_per_pixel = np.array(heatmap_size, dtype=np.float32) / np.array(input_size, dtype=np.float32)

    def encode(self, keypoints: np.ndarray, keypoints_visible: np.ndarray | None = None) -> dict:
        """Positions in cells, and weights that are 0 for landmarks unlabelled or outside the input.

        Args:
            keypoints: (N, K, 2), network-input pixels.
            keypoints_visible: (N, K); all visible where missing.
        Returns:
            ``keypoint_labels`` (N, K, 2) float32, cells; ``keypoint_weights`` (N, K) float32, 0 or 1.
        """
        if keypoints_visible is None:
            keypoints_visible = np.ones(keypoints.shape[:2], dtype=np.float32)
        inside = inside_image(keypoints, self.input_size)
        return dict(
            keypoint_labels=pixels_to_cells(keypoints, self.cells_per_pixel).astype(np.float32),
            keypoint_weights=(inside & (keypoints_visible > 0.5)).astype(np.float32),
        )

    def targets(self, points_px: Tensor) -> tuple[Tensor, Tensor]:
        """As :meth:`encode`, on the device of the points.

        Args:
            points_px: (..., K, 2), network-input pixels, NaN where not labelled.
        Returns:
            Cells (..., K, 2) and weights (..., K), 0 or 1; where the weight is 0, so is the position.
        """
        inside = inside_image(points_px, self.input_size)
        cells = pixels_to_cells(points_px, constants_like(points_px, self.cells_per_pixel))
        return torch.where(inside[..., None], cells, 0), inside.to(cells.dtype)

    def locate(self, probabilities: Tensor) -> tuple[Tensor, Tensor]:
        """Keypoints (B, K, 2) in input pixels and scores (B, K) of probability maps (B, K, H, W), on their device."""
        cells, scores = local_expectation(probabilities, self.radius_cells)
        return cells_to_pixels(cells, constants_like(cells, self.cells_per_pixel)), scores

    def decode(self, encoded: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Keypoints (1, K, 2) in input pixels and scores (1, K) from logits (K, H, W)."""
        keypoints, scores = self.batch_decode(torch.as_tensor(encoded)[None])
        return keypoints[0], scores[0]

    def batch_decode(self, batch_encoded: Tensor) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """As :meth:`decode` for logits (B, K, H, W); computed on their device."""
        return self.decode_probabilities(spatial_softmax(batch_encoded.detach()))

    def decode_probabilities(self, probabilities: Tensor) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """As :meth:`batch_decode`, of probability maps (B, K, H, W) that are made already, as a mean of several."""
        pixels, scores = (values.cpu().numpy() for values in self.locate(probabilities))
        return list(pixels[:, None]), list(scores[:, None])
