"""The seven devices of the Aariz dataset and the look that the phantom gives to each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ['DEVICES', 'Device', 'image_size', 'phantom_pixel_size_mm', 'sample_device']

_BASE_FIELD_MM = 190.0
"""Shorter side of the drawn field: S-N of 70 mm is then 0.37 of it, as in the real images."""


@dataclass(frozen=True)
class Device:
    """A machine: name, pixel size and number of images of the released table, and a look of our own making.

    field: size of the drawn field against the base field. aspect: factors of the nominal width and height. exposure,
    gamma: film response. noise: grey levels. blur_mm: focal spot. sharpen: edge enhancement. border_mm: collimation,
    left, top, right, bottom. extras: aids that project onto the image.
    """

    name: str
    pixel_size_mm: float
    images: int
    field: float
    aspect: tuple[float, float]
    exposure: float
    gamma: float
    noise: float
    blur_mm: float
    sharpen: float
    border_mm: tuple[float, float, float, float]
    extras: tuple[str, ...] = ()


DEVICES: tuple[Device, ...] = (
    Device('ART Plus', 0.1, 366, 1.0, (1.0, 1.0), 1.15, 1.25, 3.0, 0.10, 0.9, (4, 0, 0, 0)),
    Device('Veraviewepocs 2D', 0.144, 177, 1.06, (1.0, 0.97), 1.35, 1.0, 5.0, 0.16, 0.5, (2, 3, 5, 3), ('nose rest',)),
    Device('ProMax with ProTouch', 0.139, 135, 1.04, (1.02, 1.0), 1.0, 1.1, 3.5, 0.13, 0.8, (0, 6, 0, 5), ('ear rod',)),
    Device('Hyperion X5', 0.089, 143, 1.02, (0.97, 1.0), 1.5, 1.5, 4.0, 0.12, 1.1, (3, 3, 3, 3), ('ruler',)),
    Device('Rotograph EVO', 0.135, 79, 1.1, (1.0, 1.03), 1.2, 0.85, 6.5, 0.20, 0.3, (6, 4, 6, 8),
           ('ear rod', 'nose rest')),
    Device('Smart3D', 0.1, 59, 1.03, (1.04, 1.0), 0.9, 0.95, 4.5, 0.15, 0.6, (0, 0, 8, 0)),
    Device('ProMax 2D', 0.139, 41, 1.05, (1.0, 1.0), 1.3, 1.3, 4.0, 0.14, 0.7, (3, 5, 0, 5), ('ear rod', 'ruler')),
)  # fmt: skip


def image_size(device: Device, size: tuple[int, int]) -> tuple[int, int]:
    """(width, height) in pixels of a device's images at a nominal size."""
    return round(size[0] * device.aspect[0]), round(size[1] * device.aspect[1])


def phantom_pixel_size_mm(device: Device, size: tuple[int, int]) -> float:
    """Millimetres per pixel of a device's phantom images at a nominal size.

    The released pixel size times a binning factor, one per device and nominal size and rounded to 1/1000, that makes
    the mean S-N distance 70 mm: unlike the released one, it is anatomically right for every device.
    """
    wanted = _BASE_FIELD_MM * device.field / min(image_size(device, size))
    return round(device.pixel_size_mm * round(wanted / device.pixel_size_mm, 3), 6)


def sample_device(rng: np.random.Generator) -> Device:
    """A device, as often as the released table has it."""
    images = np.array([device.images for device in DEVICES], float)
    return DEVICES[rng.choice(len(DEVICES), p=images / images.sum())]
