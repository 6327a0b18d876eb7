"""One synthetic lateral cephalogram: sample a head, warp the anatomy onto it, add up thickness, expose the film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.curves import parse_outline, rotation, thin_plate_warp

from .cervical import CervicalOutlines, sample_cervical_outlines
from .devices import Device, image_size, phantom_pixel_size_mm, sample_device
from .exposure import expose, paint_extras
from .painting import Layers, paint_clutter, paint_head, paint_neck, paint_pieces, paint_teeth, total_thickness
from .shape_model import CENTROID_FRACTION, MEAN_MM, sample_pose, sample_shape
from .teeth import place_teeth

__all__ = ['STAGE_PROBABILITIES', 'Phantom', 'check_size', 'draw_phantom', 'place_head']

_MIN_SIDE_PX = 128
_MARGIN = 0.025
"""Least distance of a landmark from the border, as a fraction of the side."""
STAGE_PROBABILITIES = np.array([1, 1, 1, 3, 4, 2]) / 12
"""Half the frequencies of Aariz' training set (18/38/37/185/311/111), half uniform, in twelfths."""
_DENTAL = {'LPM', 'UPM', 'LMT', 'UMT', 'LIT', 'UIT', 'LIA', 'UIA'}
# Points that stay with the model's frame, so that the warp stays small far from the landmarks.
_ANCHORS_MM = np.array(
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
    pixel_size_mm, side = phantom_pixel_size_mm(device, size), np.array(image_size(device, size))
    factor, degrees, shift_mm = sample_pose(rng)
    matrix = rotation(degrees) * factor / pixel_size_mm
    posed = shape_mm @ matrix.T
    offset = side * CENTROID_FRACTION + shift_mm / pixel_size_mm - posed.mean(0)
    margin = _MARGIN * side + 1
    offset += np.maximum(margin - (posed + offset).min(0), 0)
    offset -= np.maximum((posed + offset).max(0) - (side - 1 - margin), 0)
    return lambda points_mm: points_mm @ matrix.T + offset


def _head_warp(rng: np.random.Generator, shape_mm: np.ndarray):
    """Warp of the drawn anatomy, in model mm, that takes the mean landmarks to a head's; the vault varies by itself."""
    fixed = [index for index, symbol in enumerate(SYMBOLS) if symbol not in _DENTAL]
    at = {symbol: index for index, symbol in enumerate(SYMBOLS)}
    bites = [[at['UIT'], at['LIT']], [at['UMT'], at['LMT']]]

    def controls(shape):
        return np.vstack([shape[fixed], *(shape[bite].mean(0) for bite in bites)])

    anchors = _ANCHORS_MM + np.clip(2.5 * rng.standard_normal(_ANCHORS_MM.shape), -5, 5)
    source = np.vstack([controls(MEAN_MM), _ANCHORS_MM])
    return thin_plate_warp(source, np.vstack([controls(shape_mm), anchors]))


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
    check_size(size)
    if stage is not None and stage not in range(1, 7):
        raise ValueError(f'CVM stage {stage!r}: expected a whole number from 1 to 6, or None for a random one')
    rng = np.random.default_rng(seed_or_rng)
    device = sample_device(rng) if device is None else device
    stage = int(rng.choice(6, p=STAGE_PROBABILITIES)) + 1 if stage is None else stage
    shape_mm = sample_shape(rng)
    to_px = place_head(rng, shape_mm, device, size)
    landmarks_px, pixel_size_mm = to_px(shape_mm), phantom_pixel_size_mm(device, size)
    layers = Layers(image_size(device, size)[::-1], pixel_size_mm)
    warp, neck = _head_warp(rng, shape_mm), sample_cervical_outlines(rng, stage)
    _paint(layers, rng, shape_mm, neck, warp, to_px)
    paint_extras(layers.soft, device, dict(zip(SYMBOLS, landmarks_px, strict=True)), pixel_size_mm)
    image = expose(rng, total_thickness(layers, rng), device, pixel_size_mm)
    return Phantom(image, landmarks_px, stage, pixel_size_mm, device, tuple(map(to_px, neck.bodies[:3])))


def _paint(layers: Layers, rng: np.random.Generator, shape_mm: np.ndarray, neck: CervicalOutlines, warp, to_px) -> None:
    """Everything anatomical onto the layers; ``warp`` acts on the table's outlines, ``to_px`` on what is placed."""
    named = dict(zip(SYMBOLS, MEAN_MM, strict=True))

    def warped_to_px(points_mm):
        return to_px(warp(points_mm))

    paint_head(layers, lambda text: parse_outline(text, named, closed=True), warped_to_px)
    paint_pieces(layers, rng, named, warped_to_px)
    paint_clutter(layers, rng, warped_to_px)
    paint_neck(layers, neck, to_px)
    paint_teeth(layers, *place_teeth(shape_mm), to_px)


def check_size(size: tuple[int, int]) -> None:
    """Raise ValueError unless the size is two whole numbers of at least 128 pixels."""
    if len(size) != 2 or any(int(side) != side or side < _MIN_SIDE_PX for side in size):
        raise ValueError(
            f'size {tuple(size)}: expected width and height, whole numbers of at least {_MIN_SIDE_PX} pixels'
        )
