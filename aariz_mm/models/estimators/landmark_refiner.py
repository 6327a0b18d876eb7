"""The second stage: one network that looks again, at full resolution, at a crop about each landmark."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from mmengine.model import BaseModule
from mmpose.registry import MODELS
from torch import Tensor

from ...codecs.spatial_softmax import MapReading, constants_like, height_scores, spatial_softmax
from .crops import crop_corners_px, cut_crops, well_within

_REFINE_NAMES = dict(
    loss_heatmap='loss_refine_heatmap', loss_coordinate='loss_refine_coordinate', error_px='refine_error_px'
)


class _Crops(NamedTuple):
    """Crops of a batch: pixels (N, C, side, side), the image and landmark of each (N,), top left pixels (N, 2)."""

    pixels: Tensor
    image: Tensor
    landmark: Tensor
    corners_px: Tensor


@MODELS.register_module()
class LandmarkRefiner(BaseModule):
    """Finds each landmark again within a crop about where it was found before.

    All landmarks share the backbone, the neck and the head's convolutions; the head's last layer has a map for each.
    While training, crops lie about the true landmarks with a random offset, which stands for the first stage's error,
    and every landmark that a crop shows is learnt from it, not its own alone. It is predicted from its own crop and,
    with ``neighbour_margin_px``, from those of its neighbours.

    Args:
        backbone, neck, head: configs; the head is a ``SpatialSoftmaxHead`` whose decoder has the crop's
            side as ``input_size``.
        offset_sd_px: standard deviation of the offset along x and y, network-input pixels.
        crops_per_image: landmarks drawn from each image at every step; None takes all that are labelled.
        rounds: how often each landmark is looked at, each time about where it was found last.
        looks_px: (x, y) offsets of the crops that are cut about each landmark when it is looked for, network-input
            pixels, each less than half a crop; their predictions are averaged.
        neighbour_margin_px: the crops of other landmarks are averaged, too, which show the place found at the
            landmark's first look at least this far within their border, network-input pixels. It costs no further
            pass of the network. None reads the own crops alone.
    Errors:
        ValueError: the decoder's input is not square, ``rounds`` is below 1, no look or one too far, or
            ``neighbour_margin_px`` below 0.
    """

    def __init__(
        self,
        backbone: dict,
        head: dict,
        neck: dict | None = None,
        offset_sd_px: float = 8.0,
        crops_per_image: int | None = None,
        rounds: int = 1,
        looks_px: Sequence[Sequence[float]] = ((0, 0),),
        neighbour_margin_px: float | None = None,
        init_cfg: dict | None = None,
    ):
        super().__init__(init_cfg)
        self.backbone, self.head = MODELS.build(backbone), MODELS.build(head)
        self.neck = None if neck is None else MODELS.build(neck)
        width, height = self.head.decoder.input_size
        if width != height or rounds < 1:
            raise ValueError(
                f'LandmarkRefiner: crops of {width} x {height} pixels and rounds={rounds}; expected square crops (the '
                "input_size of the head's decoder) and at least one round"
            )
        if neighbour_margin_px is not None and not neighbour_margin_px >= 0:
            raise ValueError(
                f'LandmarkRefiner: neighbour_margin_px={neighbour_margin_px}, expected pixels from 0 on, or None for '
                'predictions from the own crop alone'
            )
        self.side, self.offset_sd_px, self.crops_per_image, self.rounds = width, offset_sd_px, crops_per_image, rounds
        self.looks_px, self.neighbour_margin_px = _looks(looks_px, width), neighbour_margin_px

    def forward(self, crops: Tensor) -> Tensor:
        """(N, C, side, side) -> logits (N, K, h, w), of every landmark."""
        return self.head(self._features(crops))

    def _features(self, crops: Tensor) -> tuple[Tensor, ...]:
        feats = self.backbone(crops)
        return feats if self.neck is None else self.neck(feats)

    def loss(self, images: Tensor, points_px: Tensor) -> dict[str, Tensor]:
        """Losses of the head, named as its own with ``refine`` in them.

        Args:
            images: (B, C, H, W), network input.
            points_px: (B, K, 2), true landmarks in its pixels, NaN where not labelled; those beyond the border,
                of which a crop would show the padding alone, count as little. Best on the host, where samples
                hold them: they decide how many crops there are, and the host would have to wait for the GPU.
        """
        points_px = torch.where(_on_image(points_px, images)[..., None], points_px, torch.nan)
        crops = self._training_crops(images, points_px)
        losses = self.head.loss_of_targets(self._features(crops.pixels), *self._targets(points_px, crops))
        return {_REFINE_NAMES.get(name, name): value for name, value in losses.items()}

    def _targets(self, points_px: Tensor, crops: _Crops) -> tuple[Tensor, Tensor]:
        """Cells (N, K, 2) and weights (N, K), of every landmark that a crop shows, on the device of the crops."""
        points = points_px.to(crops.corners_px.device, non_blocking=True)
        return self.head.decoder.targets(points[crops.image] - crops.corners_px[:, None])

    def _training_crops(self, images: Tensor, points_px: Tensor) -> _Crops:
        inside = _on_image(points_px, images)
        chance = torch.rand(inside.shape, device=inside.device) * inside
        count = min(self.crops_per_image or inside.shape[1], inside.shape[1])
        chosen = torch.zeros_like(inside).scatter_(1, chance.topk(count, dim=1).indices, True) & inside
        if not chosen.any():
            chosen[:, 0] = True  # a batch without landmarks still makes a step, whose weights are all 0
        image, landmark = chosen.nonzero(as_tuple=True)
        centers = torch.nan_to_num(points_px[image, landmark])
        return self._cut(images, image, landmark, centers + self.offset_sd_px * torch.randn_like(centers))

    def _cut(self, images: Tensor, image: Tensor, landmark: Tensor, centers_px: Tensor) -> _Crops:
        corners = crop_corners_px(centers_px, self.side)
        image, landmark, corners = (each.to(images.device, non_blocking=True) for each in (image, landmark, corners))
        return _Crops(cut_crops(images, image, corners, self.side), image, landmark, corners)

    @torch.no_grad()
    def refine(self, images: Tensor, points_px: Tensor) -> tuple[Tensor, Tensor]:
        """Landmarks found again.

        Args:
            images: (B, C, H, W), network input.
            points_px: (B, K, 2), where the first stage found them, in its pixels.
        Returns:
            Points (B, K, 2) and scores (B, K).
        """
        found = self.read(images, points_px)
        return found.points, height_scores(found.errors, images.shape[-2])

    @torch.no_grad()
    def read(self, images: Tensor, points_px: Tensor) -> MapReading:
        """As :meth:`refine`, with all that the maps say."""
        found = None
        for _ in range(self.rounds):
            of_images = [self._refine_image(image, points) for image, points in zip(images, points_px, strict=True)]
            found = MapReading(*(torch.stack(parts) for parts in zip(*of_images, strict=True)))
            points_px = found.points
        return found

    def _refine_image(self, image: Tensor, points_px: Tensor) -> MapReading:
        count = len(points_px)
        landmark = torch.arange(count, device=image.device).repeat(len(self.looks_px))
        centers = torch.cat([points_px + constants_like(points_px, offset) for offset in self.looks_px])
        crops = self._cut(image[None], torch.zeros_like(landmark), landmark, centers)
        # One look at a time: all crops of several together overflow the CPU's cache and are slower.
        logits = torch.cat([self(look) for look in crops.pixels.split(count)])
        if self.neighbour_margin_px is None:
            own = logits[torch.arange(len(landmark), device=image.device), landmark, None]
            found = self._decode(own, crops.corners_px)
            return MapReading(*(each.view(-1, count, *each.shape[2:]).mean(dim=0) for each in found))
        found = self._decode(logits, crops.corners_px)
        first = found.points[:count].diagonal().T  # (K, 2), from each landmark's own crop at the first look
        counted = well_within(first, crops.corners_px, self.side, self.neighbour_margin_px)
        counted |= landmark[:, None] == landmark[:count]  # the own crops, wherever they show the place
        shares = counted / counted.sum(dim=0)
        return MapReading(*((each * shares[(..., *[None] * (each.ndim - 2))]).sum(dim=0) for each in found))

    def _decode(self, logits: Tensor, corners_px: Tensor) -> MapReading:
        """What logits (N, M, h, w) of N crops say of M landmarks, in input pixels."""
        found = self.head.decoder.read(spatial_softmax(logits))
        return found._replace(points=found.points + corners_px[:, None])


def _on_image(points_px: Tensor, images: Tensor) -> Tensor:
    """Which points (B, K, 2) lie on their image (B, C, H, W): (B, K) bool; NaN does not."""
    height, width = images.shape[-2:]
    x, y = points_px.unbind(dim=-1)
    return (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)


def _looks(looks_px: Sequence[Sequence[float]], side: int) -> tuple[tuple[float, float], ...]:
    looks = tuple(tuple(look) for look in looks_px)
    if not looks or any(len(look) != 2 or max(map(abs, look)) >= side / 2 for look in looks):
        raise ValueError(
            f'LandmarkRefiner: looks_px={looks_px}, expected at least one (x, y), each less than half the side of a '
            f'crop ({side} px), which would not show its landmark beyond it'
        )
    return looks
