"""What a bundle computes, as torch modules that ONNX can represent: grey pixels in, landmarks and stage out."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import interpolate

from aariz_mm.codecs.spatial_softmax import local_expectation, map_spread, spatial_softmax, width_beyond

from .crops import cut_grey_crops

__all__ = [
    'CoarseToFineGraph',
    'CropStageGraph',
    'LandmarkGraph',
    'Normalize',
    'locate',
    'map_spread',
    'reduction_matrix',
]


class Normalize(nn.Module):
    """Grey (B, H, W) to the three channels that a backbone was trained on.

    Args:
        mean, std: of each channel, grey levels.
    """

    def __init__(self, mean: Sequence[float], std: Sequence[float]):
        super().__init__()
        self.register_buffer('mean', torch.tensor(mean, dtype=torch.float32).view(-1, 1, 1))
        self.register_buffer('std', torch.tensor(std, dtype=torch.float32).view(-1, 1, 1))

    def forward(self, grey: Tensor) -> Tensor:
        """(..., H, W) float32 -> (..., 3, H, W)."""
        return (grey[..., None, :, :] - self.mean) / self.std


class LandmarkGraph(nn.Module):
    """One network and a decoder: maps of landmarks, and stages where there is a branch for them.

    Args:
        normalize: see :class:`Normalize`. features: picture (B, 3, H, W) -> feature levels.
        head: a ``SpatialSoftmaxHead``.
        stage: feature levels -> probabilities (B, 6); None where there is none.
    """

    def __init__(self, normalize: Normalize, features: nn.Module, head: nn.Module, stage: nn.Module | None = None):
        super().__init__()
        self.normalize, self.features, self.head, self.stage = normalize, features, head, stage

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """(B, H, W) uint8 -> points, scores, spread, errors and, with a stage branch, stage."""
        feats = self.features(self.normalize(image.float()))
        found = locate(self.head, spatial_softmax(self.head(feats)))
        return found if self.stage is None else (*found, self.stage(feats))


class CoarseToFineGraph(nn.Module):
    """A first stage on the reduced picture, then crops about what it found, of the picture itself.

    Args:
        normalize, features, head: those of the first stage, as for :class:`LandmarkGraph`.
        input_size, coarse_size: (w, h) of the picture, and to which it is reduced for it.
        refiner: a ``LandmarkRefiner``.
        coarse_share: share of the first stage in the result.
    """

    def __init__(
        self,
        normalize: Normalize,
        features: nn.Module,
        head: nn.Module,
        input_size: Sequence[int],
        coarse_size: Sequence[int],
        refiner: nn.Module,
        coarse_share: float,
    ):
        super().__init__()
        self.normalize, self.features, self.head, self.refiner = normalize, features, head, refiner
        self.coarse_share = coarse_share
        # ONNX has no such reduction by torch's exporter; along each axis it is a product with a matrix.
        for name, length, cells in zip(('columns', 'rows'), input_size, coarse_size, strict=True):
            self.register_buffer(name, reduction_matrix(length, cells))

    def forward(self, image: Tensor) -> tuple[Tensor, ...]:
        """(B, H, W) uint8 -> points, scores, spread, errors."""
        grey = image.float()
        reduced = self.normalize(self.rows @ grey @ self.columns.T)
        coarse = locate(self.head, spatial_softmax(self.head(self.features(reduced))))[0]
        points = coarse
        for _ in range(self.refiner.rounds):
            points, *others = self._look_again(grey, points)
        return points + self.coarse_share * (coarse - points), *others

    def _look_again(self, grey: Tensor, points: Tensor) -> tuple[Tensor, ...]:
        """Points (B, K, 2) and all that stands beside them, from crops about points; the mean of several looks."""
        looks, count = self.refiner.looks_px, self.refiner.head.final_layer.out_channels
        centers = torch.cat([points + points.new_tensor(look) for look in looks], dim=1)
        crops, corners = cut_grey_crops(grey, centers, self.refiner.side, self.normalize)
        maps = spatial_softmax(self.refiner(crops.flatten(0, 1)))
        # The number of images stays open: it is never taken from a shape.
        maps = maps.reshape(-1, len(looks) * count, *maps.shape[1:])
        if self.refiner.neighbour_margin_px is not None:
            return self._mean_of_neighbours(maps, corners, count)
        own = torch.arange(count, device=maps.device).repeat(len(looks)).view(1, -1, 1, 1, 1)
        found, *others = locate(self.refiner.head, maps.gather(2, own.expand_as(maps[:, :, :1]))[:, :, 0])
        found = (found + corners).reshape(-1, len(looks), count, 2)
        others = [one.reshape(-1, len(looks), count, *one.shape[2:]) for one in others]
        return found.mean(dim=1), *(one.mean(dim=1) for one in others)

    def _mean_of_neighbours(self, maps: Tensor, corners: Tensor, count: int) -> tuple[Tensor, ...]:
        """As :class:`LandmarkRefiner` does it: crops of other landmarks count that show the place well inside."""
        crops = count * len(self.refiner.looks_px)
        found, scores, spread, errors = locate(self.refiner.head, maps.flatten(0, 1))
        found = found.reshape(-1, crops, count, 2) + corners[:, :, None]
        scores, errors = (one.reshape(-1, crops, count) for one in (scores, errors))
        spread = spread.reshape(-1, crops, count, 3)
        first = torch.stack([found[:, index, index] for index in range(count)], dim=1)
        places = first[:, None] - corners[:, :, None]
        inside = torch.minimum(places, self.refiner.side - 1 - places).amin(dim=-1) >= self.refiner.neighbour_margin_px
        numbers = torch.arange(count, device=maps.device)
        own = numbers.repeat(len(self.refiner.looks_px))[:, None] == numbers
        counted = (inside | own).float()
        shares = counted / counted.sum(dim=1, keepdim=True)
        found, spread = ((one * shares[..., None]).sum(dim=1) for one in (found, spread))
        return found, (scores * shares).sum(dim=1), spread, (errors * shares).sum(dim=1)


class CropStageGraph(nn.Module):
    """A classifier of C2-C4 crops.

    Args:
        normalize: see :class:`Normalize`. features: picture (B, 3, H, W) -> feature levels.
        stage: feature levels -> probabilities (B, 6).
    """

    def __init__(self, normalize: Normalize, features: nn.Module, stage: nn.Module):
        super().__init__()
        self.normalize, self.features, self.stage = normalize, features, stage

    def forward(self, image: Tensor) -> Tensor:
        """(B, H, W) uint8 -> stage."""
        return self.stage(self.features(self.normalize(image.float())))


def reduction_matrix(length: int, cells: int) -> Tensor:
    """What torch's antialiased bilinear reduction does along one axis, (cells, length); each row sums to 1."""
    identity = torch.eye(length)[None, None]
    return interpolate(identity, size=(cells, length), mode='bilinear', align_corners=False, antialias=True)[0, 0]


def locate(head: nn.Module, maps: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Points, scores, spread and errors of probability maps (B, K, h, w), by a head's codec.

    Returns:
        As :data:`~aariz_mm.reading.bundle.OUTPUTS` describes them.
    """
    codec = head.decoder
    cells, scores = local_expectation(maps, codec.radius_cells)
    per_cell = maps.new_tensor([1 / float(size) for size in codec.cells_per_pixel])
    errors = width_beyond(maps, codec.target_sigma_cells) * (per_cell[0] * per_cell[1]).sqrt()
    return (cells + 0.5) * per_cell - 0.5, scores, map_spread(maps, cells) * _squares(per_cell), errors


def _squares(per_cell: Tensor) -> Tensor:
    x, y = per_cell[0], per_cell[1]
    return torch.stack([x * x, y * y, x * y])
