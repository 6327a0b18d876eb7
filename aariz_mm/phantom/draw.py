"""One synthetic lateral cephalogram: sample a head, warp the anatomy onto it, add up thickness, expose the film."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.curves import parse_outline, rotation, thin_plate_warp

from .cervical import CervicalOutlines, sample_cervical_outlines
from .devices import Device, image_size, phantom_pixel_size_mm, sample_device
from .exposure import expose, paint_extras
from .painting import (
    Layers,
    paint_clutter,
    paint_head,
    paint_neck,
    paint_pieces,
    paint_teeth,
    sample_twin_shift,
    total_thickness,
)
from .shape_model import CENTROID_FRACTION, MEAN_MM, sample_pose, sample_shape
from .teeth import place_teeth

__all__ = [
    'ANCHORS_MM',
    'STAGE_PROBABILITIES',
    'Head',
    'Phantom',
    'check_size',
    'draw_phantom',
    'lay_head',
    'mean_outline',
    'paint_phantom',
    'place_head',
    'sample_head',
    'warp_controls',
]

_MIN_SIDE_PX = 128
_MARGIN = 0.025
"""Least distance of a landmark from the border, as a fraction of the side."""
STAGE_PROBABILITIES = np.array([1, 1, 1, 3, 4, 2]) / 12
"""Half the frequencies of Aariz' training set (18/38/37/185/311/111), half uniform, in twelfths."""
_MEAN_POINTS = dict(zip(SYMBOLS, MEAN_MM, strict=True))
_DENTAL = {'LPM', 'UPM', 'LMT', 'UMT', 'LIT', 'UIT', 'LIA', 'UIA'}
ANCHORS_MM = np.array(
    [
        (-60, -112),
        (20, -113),
        (69, -75),
        (-117, -10),
        (-82, 70),
        (-78, 150),
        (12, 180),
        (-20, 75),
        (130, 0),
        (130, 120),
    ],
    float,
)
"""(10, 2) points that stay with the model's frame, so that the warp stays small far from the landmarks."""


@dataclass(frozen=True)
class Phantom:
    """A drawn head: grey image (H, W) uint8, true landmarks (29, 2) px (x, y), CVM stage 1-6, scale and device.

    ``vertebrae_px`` are the outlines of C2 (with its dens), C3 and C4, each (n, 2) px, closed.
    """

    image: np.ndarray
    landmarks_px: np.ndarray
    stage: int
    pixel_size_mm: float
    device: Device
    vertebrae_px: tuple[np.ndarray, ...]


def place_head(rng: np.random.Generator, shape_mm: np.ndarray, device: Device, size: tuple[int, int]):
    """Pose of a head in the image.

    Args:
        shape_mm: (29, 2) landmarks in the model's frame; size: nominal width, height in pixels.
    Returns:
        Function from (n, 2) model mm to image pixels; it keeps every landmark inside the margin.
    """
    matrix, offset = lay_head(sample_pose(rng), shape_mm, phantom_pixel_size_mm(device, size), image_size(device, size))
    return lambda points_mm: points_mm @ matrix.T + offset


def lay_head(
    pose: tuple[float, float, np.ndarray], shape_mm: np.ndarray, pixel_size_mm: float, image_size: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Matrix (2, 2) and offset (2,) from model mm to pixels, for a pose as of ``sample_pose``; its factor enlarges.

    Every landmark of (29, 2) lies inside the margin of the image of (w, h) pixels.
    """
    side = np.array(image_size)
    factor, degrees, shift_mm = pose
    matrix = rotation(degrees) * factor / pixel_size_mm
    posed = shape_mm @ matrix.T
    offset = side * CENTROID_FRACTION + shift_mm / pixel_size_mm - posed.mean(0)
    margin = _MARGIN * side + 1
    offset += np.maximum(margin - (posed + offset).min(0), 0)
    offset -= np.maximum((posed + offset).max(0) - (side - 1 - margin), 0)
    return matrix, offset


def _head_warp(rng: np.random.Generator, shape_mm: np.ndarray):
    """Warp of the drawn anatomy, in model mm, that takes the mean landmarks to a head's; the vault varies by itself."""
    anchors = ANCHORS_MM + np.clip(2.5 * rng.standard_normal(ANCHORS_MM.shape), -5, 5)
    source = np.vstack([warp_controls(MEAN_MM), ANCHORS_MM])
    return thin_plate_warp(source, np.vstack([warp_controls(shape_mm), anchors]))


def warp_controls(shape_mm: np.ndarray) -> np.ndarray:
    """(n, 2) of landmarks (29, 2): those that the anatomy is warped by, and the middles of both bites for the teeth."""
    at = {symbol: index for index, symbol in enumerate(SYMBOLS)}
    fixed = [index for symbol, index in at.items() if symbol not in _DENTAL]
    bites = [[at['UIT'], at['LIT']], [at['UMT'], at['LMT']]]
    return np.vstack([shape_mm[fixed], *(shape_mm[bite].mean(0) for bite in bites)])


def draw_phantom(
    seed_or_rng: int | np.random.SeedSequence | np.random.Generator,
    size: tuple[int, int] = (900, 1100),
    stage: int | None = None,
    device: Device | None = None,
) -> Phantom:
    """A synthetic lateral cephalogram, facing right.

    Args:
        seed_or_rng: the same seed gives the same phantom.
        size: nominal (width, height) in pixels; a device's own differs by a few percent.
        stage: CVM stage 1-6; random by ``STAGE_PROBABILITIES`` if None.
        device: one of ``DEVICES``; random by the released frequencies if None.
    Errors:
        ValueError: a size under 128 pixels, or no such stage.
    """
    return paint_phantom(sample_head(seed_or_rng, size, stage, device), size)


def paint_phantom(head: Head, size: tuple[int, int], film_rng: np.random.Generator | None = None) -> Phantom:
    """The radiograph of a head.

    Args:
        size: nominal (width, height) in pixels. film_rng: for texture, noise and exposure; that of the head by default.
            The anatomy is painted by the head's own, and is the same for the same one.
    """
    film_rng = head.rng if film_rng is None else film_rng
    landmarks_px = head.to_px(head.shape_mm)
    layers = Layers(image_size(head.device, size)[::-1], head.pixel_size_mm)
    _paint(layers, head)
    named_px = dict(zip(SYMBOLS, landmarks_px, strict=True))
    paint_extras(layers.soft, head.device, named_px, head.pixel_size_mm)
    image = expose(film_rng, total_thickness(layers, film_rng), head.device, head.pixel_size_mm)
    vertebrae_px = tuple(map(head.to_px, head.neck.bodies[:3]))
    return Phantom(image, landmarks_px, head.stage, head.pixel_size_mm, head.device, vertebrae_px)


@dataclass(frozen=True)
class Head:
    """A sampled head before it is painted: ``rng`` as the painting goes on with it, and where everything lies.

    ``shape_mm`` are the landmarks in the model's frame. ``warp`` takes the drawn anatomy to this head, still in model
    mm; ``to_px`` takes model mm into the image. ``twin_shift_mm`` is how far the other side of paired structures lies.
    """

    rng: np.random.Generator
    device: Device
    stage: int
    pixel_size_mm: float
    shape_mm: np.ndarray
    to_px: Callable[[np.ndarray], np.ndarray]
    warp: Callable[[np.ndarray], np.ndarray]
    neck: CervicalOutlines
    twin_shift_mm: np.ndarray

    def warped_to_px(self, points_mm: np.ndarray) -> np.ndarray:
        """Pixels of points of the drawn anatomy."""
        return self.to_px(self.warp(points_mm))


def sample_head(
    seed_or_rng: int | np.random.SeedSequence | np.random.Generator,
    size: tuple[int, int],
    stage: int | None,
    device: Device | None,
) -> Head:
    """The head that :func:`draw_phantom` paints for the same arguments; errors as there."""
    check_size(size)
    if stage is not None and stage not in range(1, 7):
        raise ValueError(f'CVM stage {stage!r}: expected a whole number from 1 to 6, or None for a random one')
    rng = np.random.default_rng(seed_or_rng)
    device = sample_device(rng) if device is None else device
    stage = int(rng.choice(6, p=STAGE_PROBABILITIES)) + 1 if stage is None else stage
    shape_mm = sample_shape(rng)
    to_px = place_head(rng, shape_mm, device, size)
    warp, neck = _head_warp(rng, shape_mm), sample_cervical_outlines(rng, stage)
    scale = phantom_pixel_size_mm(device, size)
    return Head(rng, device, stage, scale, shape_mm, to_px, warp, neck, sample_twin_shift(rng))


@functools.cache
def mean_outline(text: str, closed: bool) -> np.ndarray:
    """(n, 2) model mm, read-only: an outline of the table of the anatomy on the mean head."""
    outline = parse_outline(text, _MEAN_POINTS, closed)
    outline.flags.writeable = False
    return outline


def _paint(layers: Layers, head: Head) -> None:
    """Everything anatomical onto the layers."""
    paint_head(layers, lambda text: mean_outline(text, closed=True), head.warped_to_px)
    paint_pieces(layers, head.rng, mean_outline, head.warped_to_px, head.twin_shift_mm)
    paint_clutter(layers, head.rng, head.warped_to_px)
    paint_neck(layers, head.neck, head.to_px)
    paint_teeth(layers, *place_teeth(head.shape_mm), head.to_px)


def check_size(size: tuple[int, int]) -> None:
    """Raise ValueError unless the size is two whole numbers of at least 128 pixels."""
    if len(size) != 2 or any(int(side) != side or side < _MIN_SIDE_PX for side in size):
        raise ValueError(
            f'size {tuple(size)}: expected width and height, whole numbers of at least {_MIN_SIDE_PX} pixels'
        )
