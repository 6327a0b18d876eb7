"""Coordinates <-> spatial distributions: labels in heatmap cells one way, sub-pixel decoding the other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import numpy as np
import torch
from mmpose.codecs.base import BaseKeypointCodec
from mmpose.registry import KEYPOINT_CODECS
from torch import Tensor, nn

from ..evaluation.certainty import HEIGHT_SHARE
from ..geometry import cells_to_pixels, inside_image, pixels_to_cells

__all__ = [
    'MapReading',
    'SpatialSoftmaxCodec',
    'constants_like',
    'global_expectation',
    'height_scores',
    'local_expectation',
    'map_spread',
    'spatial_softmax',
    'width_beyond',
]

_SOFTNESS = 8
_LEAST_PROBABILITY = 1e-12


class MapReading(NamedTuple):
    """What maps say of K landmarks of B images, in input pixels.

    ``points`` (B, K, 2); ``masses`` (B, K), probability inside the decoding window; ``spreads`` (B, K, 3), variances
    along x and y and covariance; ``errors`` (B, K), how far off they may be by :func:`width_beyond`.
    """

    points: Tensor
    masses: Tensor
    spreads: Tensor
    errors: Tensor


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


def map_spread(maps: Tensor, cells: Tensor) -> Tensor:
    """Second moments of probability maps about points.

    Args:
        maps: (B, K, h, w), each sums to 1. cells: (B, K, 2), (x, y).
    Returns:
        (B, K, 3): xx, yy and xy, cells squared.
    """
    height, width = maps.shape[-2:]
    x = torch.arange(width, device=maps.device, dtype=maps.dtype) - cells[..., :1]
    y = torch.arange(height, device=maps.device, dtype=maps.dtype) - cells[..., 1:]
    along_y = (maps * x[..., None, :]).sum(dim=-1)  # (B, K, h)
    xx = (maps.sum(dim=-2) * x * x).sum(dim=-1)
    yy = (maps.sum(dim=-1) * y * y).sum(dim=-1)
    return torch.stack([xx, yy, (along_y * y).sum(dim=-1)], dim=-1)


def width_beyond(maps: Tensor, target_sigma_cells: float) -> Tensor:
    """By how much maps are wider than the target that they were trained on, (B, K) of (B, K, h, w), cells.

    The width is that of the Gaussian with the same entropy, ``exp(H) = 1 + 2 pi e sigma^2``, which the faint floor of a
    softmax over thousands of cells moves far less than the second moment. The target's own is taken off in quadrature,
    softly, so that a map sharper than its target still has a little, and the sharper the less.
    """
    total = maps.sum(dim=(-2, -1))
    whole = maps / total[..., None, None].clamp(min=_LEAST_PROBABILITY)
    entropy = -(whole * whole.clamp(min=_LEAST_PROBABILITY).log()).sum(dim=(-2, -1))
    # Of a single cell 0; what a view did not see of a map is doubt.
    variance = (entropy.exp() - 1).clamp(min=0) / (2 * math.pi * math.e) / total.clamp(min=_LEAST_PROBABILITY)
    if not target_sigma_cells:
        return variance.sqrt()
    softness = target_sigma_cells**2 / _SOFTNESS
    return (softness * nn.functional.softplus((variance - target_sigma_cells**2) / softness)).sqrt()


def height_scores(errors_px: Tensor, height_px: float) -> Tensor:
    """Scores (B, K), from 1 towards 0, of how far off landmarks may be in a picture so high: ``1 / (1 + e / e0)``.

    ``e0`` is 1 % of the height, which stands for the 2 mm of
    :func:`~aariz_mm.evaluation.certainty.score_of_error` where no pixel size is known.
    """
    return 1 / (1 + errors_px / (HEIGHT_SHARE * height_px))


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
        target_sigma_cells: width of the target that the maps are trained on, which is no doubt of theirs; 0 where there
            is none. :class:`SpatialSoftmaxHead` sets that of its loss.
    """

    label_mapping_table: ClassVar[dict] = dict(keypoint_labels='keypoint_labels', keypoint_weights='keypoint_weights')

    def __init__(
        self,
        input_size: Sequence[int],
        heatmap_size: Sequence[int],
        radius_cells: int = 5,
        target_sigma_cells: float = 0.0,
    ):
        super().__init__()
        self.target_sigma_cells = target_sigma_cells
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
        """Keypoints (B, K, 2) in input pixels and scores (B, K) of probability maps (B, K, H, W), on their device.

        The scores are :func:`height_scores` of how far off the maps say they may be.
        """
        found = self.read(probabilities)
        return found.points, height_scores(found.errors, self.input_size[1])

    def read(self, probabilities: Tensor) -> MapReading:
        """All that probability maps (B, K, H, W) say, on their device."""
        cells, masses = local_expectation(probabilities, self.radius_cells)
        per_pixel = constants_like(cells, self.cells_per_pixel)
        x, y = per_pixel.unbind()
        return MapReading(
            cells_to_pixels(cells, per_pixel),
            masses,
            map_spread(probabilities, cells) / torch.stack([x * x, y * y, x * y]),
            width_beyond(probabilities, self.target_sigma_cells) / (x * y).sqrt(),
        )

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
