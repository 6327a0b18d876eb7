"""Fixed views of a batch for test-time augmentation. No flip: a lateral cephalogram has a side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import affine_grid, grid_sample, interpolate

from ...geometry import crop_matrix


@dataclass(frozen=True)
class View:
    """A batch seen turned, enlarged or moved; of the same meaning as what ``CVMCropAffine`` does in training.

    Args:
        rotation_deg: counter-clockwise as seen, about the centre.
        scale: above 1 enlarges, about the centre.
        shift: (x, y), to the right and down, as shares of the input's width and height.
    Errors:
        ValueError: a scale that is not above 0 (a negative one would flip), a shift that is no pair, or no number.
    """

    rotation_deg: float = 0.0
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self):
        is_pair = isinstance(self.shift, Sequence) and len(self.shift) == 2
        if not is_pair or self.scale <= 0 or not np.isfinite([self.rotation_deg, self.scale, *self.shift]).all():
            raise ValueError(
                f'{self}: expected an angle, a scale above 0 and a shift (x, y); a view is never a flip, for a '
                'cephalogram has a side'
            )
        object.__setattr__(self, 'shift', tuple(self.shift))

    @property
    def is_identity(self) -> bool:
        """Whether the view is the batch itself."""
        return self == View()

    def warp(self, inputs: Tensor) -> Tensor:
        """The view of a batch, on its device.

        Args:
            inputs: (B, C, H, W), floating point.
        Returns:
            The same shape, bilinear; beyond the input its border is repeated, as ``CVMCropAffine`` does. The identity
            gives ``inputs`` itself: nothing is resampled.
        """
        if self.is_identity:
            return inputs
        size = inputs.shape[-1], inputs.shape[-2]
        return _resample(inputs, sampling_matrix(self.matrix(size), size), padding_mode='border')

    def matrix(self, size: tuple[int, int]) -> np.ndarray:
        """Affine (2, 3) from a pixel of the input, (w, h) pixels large, to the pixel of the view where it is seen."""
        return crop_matrix(size, size, self.rotation_deg, self.scale, self.shift)

    def points_to_input(self, points_px: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """Where points of the view lie in the input: the inverse of what :meth:`warp` does to them.

        Args:
            points_px: (..., 2), pixels of the view, (x, y).
            size: (w, h) of the input, pixels.
        Returns:
            The same shape and type, pixels of the input; ``points_px`` itself for the identity.
        Example: a view shifted by (0.1, 0) of 100 x 100 px shows at (40, 7) what lies at (30, 7)
        """
        if self.is_identity:
            return points_px
        matrix = self.matrix(size)
        return ((points_px - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T).astype(points_px.dtype)

    def maps_to_input(self, maps: Tensor, size: tuple[int, int]) -> Tensor:
        """Probability maps of the view, seen in the frame of the input.

        Cells and pixels fill the same extent, edge to edge, so the matrix is that of the pixels whatever the stride.

        Args:
            maps: (B, K, h, w), over the whole view.
            size: (w, h) of the input, pixels.
        Returns:
            The same shape, bilinear. A map keeps its sum, but for what lies outside the input; 0 where the view saw
            nothing. The identity gives ``maps`` itself.
        """
        if self.is_identity:
            return maps
        to_input = np.linalg.inv(np.vstack([self.matrix(size), [0, 0, 1]]))[:2]
        return self.scale**2 * _resample(maps, sampling_matrix(to_input, size), padding_mode='zeros')


def build_view(settings: Mapping) -> View:
    """The view of a config's settings; those left out do nothing.

    Errors:
        ValueError: an unknown or an impossible setting.
    """
    known = [field.name for field in fields(View)]
    unknown = sorted(set(settings) - set(known))
    if unknown:
        raise ValueError(
            f'view {dict(settings)}: {unknown} unknown, expected some of {known}; there is no flip, for a cephalogram '
            'has a side'
        )
    return View(**settings)


def sampling_matrix(matrix: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """``affine_grid``'s theta (2, 3) for a warp of pixels, ``align_corners=False``.

    Args:
        matrix: (2, 3), from a pixel of the input to the pixel of the result where it is then seen.
        size: (w, h) of input and result, pixels.
    Returns:
        From the result to the input, where torch counts from -1 to 1 between the outer edges of the border pixels.
    """
    half = np.asarray(size, dtype=np.float64) / 2
    to_pixels = np.array([[half[0], 0, half[0] - 0.5], [0, half[1], half[1] - 0.5], [0, 0, 1]])
    to_input = np.linalg.inv(np.vstack([matrix, [0, 0, 1]]))
    return (np.linalg.inv(to_pixels) @ to_input @ to_pixels)[:2]


def _resample(inputs: Tensor, sampling: np.ndarray, padding_mode: str) -> Tensor:
    """(B, C, H, W) seen by a :func:`sampling_matrix`, bilinear; the same shape, type and device."""
    theta = torch.as_tensor(sampling, dtype=inputs.dtype, device=inputs.device)
    grid = affine_grid(theta.expand(len(inputs), 2, 3), inputs.shape, align_corners=False)
    return grid_sample(inputs, grid, mode='bilinear', padding_mode=padding_mode, align_corners=False)


def resize(inputs: Tensor, size: Sequence[int] | None) -> Tensor:
    """A batch at the size that a member was trained with; pictures fill the same extent, edge to edge.

    So a point at x is then at :func:`~aariz_mm.geometry.pixels_to_cells` of it, with ``size`` over the size before.

    Args:
        inputs: (B, C, H, W), floating point.
        size: (w, h); None leaves the batch as it is.
    Returns:
        (B, C, h, w), bilinear, averaged where it is reduced; ``inputs`` itself where it has that size.
    Errors:
        ValueError: another aspect, by more than 2 %; the picture would be distorted.
    """
    before = inputs.shape[-1], inputs.shape[-2]
    if size is None or tuple(size) == before:
        return inputs
    width, height = size
    if abs(width * before[1] / (height * before[0]) - 1) > 0.02:
        raise ValueError(
            f"input size {width} x {height} of a member, but the pipeline's is {before[0]} x {before[1]}: the picture "
            'would be distorted; members that predict together need sizes of one aspect'
        )
    return interpolate(inputs, size=(height, width), mode='bilinear', align_corners=False, antialias=True)
