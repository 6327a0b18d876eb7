"""High-resolution features of the region of C2 to C4, cut out where the landmarks say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch import Tensor, nn

from aariz_mm.analysis.cervical_region import cervical_roi, jitter_box

from ...landmarks import select_symbols


class CervicalPooling(nn.Module):
    """RoIAlign (He et al., ICCV 2017) over the square of :func:`aariz_mm.analysis.cervical_region.cervical_roi`.

    An image whose landmarks give no region (too few are labelled, or an untrained model's lie in one place) gives its
    whole input instead, so that it is still predicted.

    Args:
        landmarks: the landmarks that it is given, a named subset or a list of symbols.
        output_size: cells along either side of the result.
        shift, scale: random shift (share of the side, either way) and range of the factor of the side while training;
            they stand for the errors that predicted landmarks have.
    """

    def __init__(
        self,
        landmarks: str | Iterable[str] = 'aariz29',
        output_size: int = 14,
        shift: float = 0.05,
        scale: tuple[float, float] = (0.9, 1.1),
    ):
        super().__init__()
        self.symbols, self.output_size = select_symbols(landmarks), output_size
        self.shift, self.scale = shift, tuple(scale)

    def forward(self, features: Tensor, points_px: Sequence[np.ndarray], input_size: Sequence[int]) -> Tensor:
        """Features of the region.

        Args:
            features: (B, C, H, W).
            points_px: landmarks (K, 2) of each of the B images in network-input pixels, NaN where missing.
            input_size: (w, h) of the network's input.
        Returns:
            (B, C, output_size, output_size) float32; 0 beyond the features' border.
        """
        from torchvision.ops import roi_align

        boxes = torch.as_tensor(self.boxes_px(points_px, input_size), dtype=torch.float32)
        # RoIAlign counts from the corner of the first pixel, the landmarks from its centre.
        rois = torch.cat([torch.arange(len(boxes))[:, None], boxes + 0.5], dim=1)
        rois = rois.to(features.device, non_blocking=True)
        cells_per_pixel = features.shape[-1] / input_size[0]
        return roi_align(features.float(), rois, self.output_size, cells_per_pixel, sampling_ratio=2, aligned=True)

    def boxes_px(self, points_px: Sequence[np.ndarray], input_size: Sequence[int]) -> np.ndarray:
        """The regions, (B, 4), x1 y1 x2 y2 in network-input pixels; while training other ones at every call."""
        return np.stack([self._box(points, input_size) for points in points_px])

    def _box(self, points_px: np.ndarray, input_size: Sequence[int]) -> np.ndarray:
        try:
            box = cervical_roi(points_px, self.symbols)
        except ValueError:
            if np.shape(points_px) != (len(self.symbols), 2):
                raise
            return whole_input_px(input_size)
        if not self.training:
            return box
        shift_x, shift_y, zoom = (2 * torch.rand(3) - 1).tolist()
        low, high = np.log(self.scale)
        return jitter_box(
            box, (self.shift * shift_x, self.shift * shift_y), np.exp(low + (high - low) * (zoom + 1) / 2)
        )


def whole_input_px(input_size: Sequence[int]) -> np.ndarray:
    """The box (4,) of a network's whole input of (w, h) pixels, whose centres lie on whole coordinates."""
    return np.array([0, 0, *input_size], dtype=np.float64) - 0.5
