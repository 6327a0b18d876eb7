"""X-ray film: layers of thickness, drawn with cv2 into small windows, and the response of the detector.

A layer is a (H, W) float32 array of attenuation; the ``add_`` functions change it in place. Coordinates and sizes are
pixels, pixel centres at whole numbers.
"""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.geometry import pixels_to_cells

__all__ = ['add_region', 'add_stroke', 'rounded_thickness', 'texture']

_SHIFT = 4
"""Fractional bits of cv2's drawing functions: 1/16 pixel."""


def _window(points_px: np.ndarray, margin_px: float, shape: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """x0, y0, x1, y1 of the points' surroundings inside the image; None where they lie outside."""
    low = np.maximum(np.floor(points_px.min(0) - margin_px), 0).astype(int)
    high = np.minimum(np.ceil(points_px.max(0) + margin_px) + 1, shape[::-1]).astype(int)
    return None if (high - low < 2).any() else (low[0], low[1], high[0], high[1])


def _fixed_point(points_px: np.ndarray, origin: tuple[int, int]) -> np.ndarray:
    return np.round((points_px - origin) * (1 << _SHIFT)).astype(np.int32).reshape(-1, 1, 2)


def _blurred(mask: np.ndarray, sigma_px: float) -> np.ndarray:
    """Gaussian blur; wide ones are made on a coarser grid, which is as smooth and much faster."""
    step = int(sigma_px // 3)
    if step < 2:
        return cv2.GaussianBlur(mask, (0, 0), sigma_px) if sigma_px > 0.2 else mask
    size = mask.shape[::-1]
    small = cv2.resize(mask, (max(2, size[0] // step), max(2, size[1] // step)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / step)
    return cv2.resize(small, size, interpolation=cv2.INTER_LINEAR)


def _add_mask(layer: np.ndarray, window: tuple[int, int, int, int], mask: np.ndarray, amount: float) -> None:
    x0, y0, x1, y1 = window
    view = layer[y0:y1, x0:x1]
    view += mask * np.float32(amount / 255.0)


def add_region(layer: np.ndarray, outline_px: np.ndarray, amount: float, blur_px: float = 0.0) -> None:
    """Add a filled outline, (n, 2), of even thickness with a soft edge."""
    window = _window(outline_px, 3 * blur_px + 2, layer.shape)
    if window is None:
        return
    mask = np.zeros((window[3] - window[1], window[2] - window[0]), np.uint8)
    cv2.fillPoly(mask, [_fixed_point(outline_px, window[:2])], 255, cv2.LINE_AA, _SHIFT)
    _add_mask(layer, window, _blurred(mask, blur_px), amount)


def add_stroke(
    layer: np.ndarray, line_px: np.ndarray, amount: float, width_px: float, blur_px: float = 0.0, closed: bool = False
) -> None:
    """Add a line, (n, 2); one thinner than a pixel is drawn a pixel wide and fainter."""
    window = _window(line_px, 3 * blur_px + width_px + 2, layer.shape)
    if window is None:
        return
    mask = np.zeros((window[3] - window[1], window[2] - window[0]), np.uint8)
    drawn_px = max(1, round(width_px))
    cv2.polylines(mask, [_fixed_point(line_px, window[:2])], closed, 255, drawn_px, cv2.LINE_AA, _SHIFT)
    _add_mask(layer, window, _blurred(mask, blur_px), amount * width_px / drawn_px)


def rounded_thickness(outline_px: np.ndarray, radius_px: float, shape: tuple[int, int]) -> np.ndarray:
    """Thickness of a body that is round at its outline: chord of a circle, 0 at the outline, 1 at radius_px inside.

    Returns:
        (H, W) float32; the body may reach over the image's border.
    """
    height, width = shape
    pad = int(min(radius_px, 0.25 * max(shape))) // 2 * 2 + 2
    half = np.zeros(((height + 2 * pad) // 2 + 1, (width + 2 * pad) // 2 + 1), np.uint8)
    cv2.fillPoly(half, [_fixed_point(pixels_to_cells(outline_px + pad, 0.5), (0, 0))], 255, 0, _SHIFT)
    depth = 2 * cv2.distanceTransform(half, cv2.DIST_L2, 5)
    chord = np.sqrt(np.clip(1 - (1 - np.minimum(depth / radius_px, 1)) ** 2, 0, 1)).astype(np.float32)
    chord = cv2.GaussianBlur(chord, (0, 0), 0.8)
    full = cv2.resize(chord, (half.shape[1] * 2, half.shape[0] * 2), interpolation=cv2.INTER_LINEAR)
    return full[pad : pad + height, pad : pad + width]


def texture(rng: np.random.Generator, shape: tuple[int, int], scales_px: tuple[float, ...]) -> np.ndarray:
    """Smooth random field, (H, W) float32, unit variance or so: one octave of noise per scale."""
    field = np.zeros(shape, np.float32)
    for scale in scales_px:
        coarse = [max(2, int(side / max(scale, 1.0)) + 2) for side in shape]
        noise = rng.standard_normal(coarse, dtype=np.float32)
        field += cv2.resize(noise, shape[::-1], interpolation=cv2.INTER_CUBIC)
    return field / np.float32(np.sqrt(len(scales_px)))
