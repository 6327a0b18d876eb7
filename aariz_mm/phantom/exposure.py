"""From thickness to a grey image: film response, sharpening, noise, collimation and the aids of the machine."""

from __future__ import annotations

import cv2
import numpy as np

from .devices import Device
from .film import add_region, add_stroke

__all__ = ['expose', 'paint_extras']

_WHITE = 0.93
"""Grey that an endless thickness tends to."""


def paint_extras(layer: np.ndarray, device: Device, landmarks_px: dict[str, np.ndarray], pixel_size_mm: float) -> None:
    """Add what the machine projects onto the film, in place: ear rod, nose rest, ruler (10 mm ticks)."""
    scale = 1.0 / pixel_size_mm
    if 'ear rod' in device.extras:
        ring = np.array([[np.cos(a), np.sin(a)] for a in np.linspace(0, 2 * np.pi, 40, endpoint=False)])
        centre = landmarks_px['Po'] + [0.0, 4.5 * scale]
        add_stroke(layer, centre + 2.6 * scale * ring, 0.5, 1.3 * scale, 0.2 * scale, closed=True)
    if 'nose rest' in device.extras:
        tip = landmarks_px['N`'] + [1.5 * scale, 0.0]
        rest = tip + scale * np.array([[0, -2.5], [16, -2.5], [16, -70], [22, -70], [22, 2.5], [0, 2.5]])
        add_region(layer, rest, 0.22, 0.3 * scale)
    if 'ruler' in device.extras:
        top = np.array([layer.shape[1] - 13 * scale, 30 * scale])
        add_stroke(layer, top + scale * np.array([[0, 0], [0, 100]]), 0.7, 0.6 * scale)
        for tick in range(11):
            length = 5 if tick % 5 == 0 else 3
            add_stroke(layer, top + scale * np.array([[0, 10 * tick], [length, 10 * tick]]), 0.7, 0.5 * scale)


def expose(rng: np.random.Generator, thickness: np.ndarray, device: Device, pixel_size_mm: float) -> np.ndarray:
    """Grey image of a layer of thickness as the device would show it.

    Args:
        thickness: (H, W) float32, not modified; negative values count as none.
    Returns:
        (H, W) uint8, thicker is brighter.
    """
    exposure = device.exposure * rng.uniform(0.9, 1.12)
    light = 1 - np.exp(-exposure * np.maximum(thickness, 0))
    light = cv2.GaussianBlur(light, (0, 0), max(device.blur_mm / pixel_size_mm, 0.3))
    light = _WHITE * cv2.pow(light, device.gamma * rng.uniform(0.93, 1.07)) + 0.02
    wide = cv2.resize(cv2.resize(light, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), light.shape[::-1])
    wide = cv2.GaussianBlur(wide, (0, 0), max(1.2 / pixel_size_mm, 1.0)) if min(light.shape) < 400 else wide
    light += device.sharpen * 0.5 * (light - wide)
    light *= _uneven_field(rng, light.shape)
    grain = cv2.GaussianBlur(rng.standard_normal(light.shape, dtype=np.float32), (0, 0), 0.6)
    # quantum noise: relatively stronger where little light arrives; 1.9 undoes the blur's damping
    light += grain * np.float32(1.9 * device.noise / 255) * (0.5 + 0.6 * np.sqrt(np.clip(light, 0, 1)))
    light *= _collimation(rng, light.shape, device, pixel_size_mm)
    return np.clip(np.round(255 * light), 0, 255).astype(np.uint8)


def _uneven_field(rng: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Heel effect and slow drift of the detector, (H, W) around 1."""
    slope = rng.uniform(-0.06, 0.06, 2)
    y, x = (np.linspace(-1, 1, side, dtype=np.float32) for side in shape)
    falloff = 1 - 0.10 * (x[None] ** 2 + y[:, None] ** 2) / 2
    return falloff + np.float32(slope[0]) * x[None] + np.float32(slope[1]) * y[:, None]


def _collimation(rng: np.random.Generator, shape: tuple[int, int], device: Device, pixel_size_mm: float) -> np.ndarray:
    """(H, W) in 0-1: the lead border of the beam, slightly turned."""
    height, width = shape
    left, top, right, bottom = (np.array(device.border_mm) * rng.uniform(0.6, 1.2, 4)) / pixel_size_mm
    corners = np.array(
        [[left, top], [width - 1 - right, top], [width - 1 - right, height - 1 - bottom], [left, height - 1 - bottom]]
    )
    corners += rng.uniform(-0.4, 0.4, (4, 2)) / pixel_size_mm * (np.array(device.border_mm) > 0).any()
    beam = np.zeros(shape, np.float32)
    reach = 20.0
    open_side = np.array(device.border_mm) == 0
    if open_side[0]:
        corners[[0, 3], 0] = -reach
    if open_side[1]:
        corners[[0, 1], 1] = -reach
    if open_side[2]:
        corners[[1, 2], 0] = width + reach
    if open_side[3]:
        corners[[2, 3], 1] = height + reach
    add_region(beam, corners, 1.0, max(0.3 / pixel_size_mm, 0.6))
    return 0.04 + 0.96 * beam
