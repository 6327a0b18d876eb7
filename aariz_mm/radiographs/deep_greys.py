"""The pixels of a radiograph in their full depth, as a viewer windows them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

__all__ = ['DeepGrey', 'deep_grey']

_SAMPLED_SIDE = 256
_WINDOW_PERCENTILES = (0.5, 99.5)
_FEWEST_INSIDE = 0.2
"""Share of the pixels that are neither black nor white, below which all of them make the window."""
_WHITE_16 = 65535


@dataclass(frozen=True)
class DeepGrey:
    """``pixels`` (H, W) uint8 or uint16, neither turned nor mirrored, and the window that shows them well.

    ``low`` is shown black and ``high`` white; ``invert`` turns the greys afterwards, as of a negative.
    """

    pixels: np.ndarray
    low: int
    high: int
    invert: bool

    @property
    def bits(self) -> int:
        """8 or 16, of a stored sample."""
        return 8 * self.pixels.dtype.itemsize


def deep_grey(pixels: np.ndarray, greys: np.ndarray) -> DeepGrey:
    """Full depth of a radiograph beside its 8-bit grey.

    Args:
        pixels: (H, W) or (H, W, 3) as stored. greys: (H, W) uint8, bone bright, as
            :class:`~aariz_mm.radiographs.radiograph.Radiograph` has it; what it cuts off makes no part of the window.
    """
    deep = greys if pixels.ndim == 3 else _in_16_bit(pixels)
    step = max(1, min(greys.shape) // _SAMPLED_SIDE)
    some, shown = deep[::step, ::step], greys[::step, ::step]
    inside = (shown > 0) & (shown < 255)
    chosen = some[inside] if inside.mean() >= _FEWEST_INSIDE else some.ravel()
    low, high = (round(float(end)) for end in np.percentile(chosen, _WINDOW_PERCENTILES))
    return DeepGrey(deep, low, max(high, low + 1), _runs_against(some, shown))


def _in_16_bit(pixels: np.ndarray) -> np.ndarray:
    """Whole numbers of 8 or 16 bits without a sign; others are moved or stretched into 16."""
    if pixels.dtype in (np.uint8, np.uint16):
        return pixels
    if pixels.dtype.kind == 'b' or pixels.dtype == np.int8:
        return (pixels.astype(np.int16) - pixels.min()).astype(np.uint8)
    values = pixels.astype(np.float64)
    finite = values[np.isfinite(values)]
    least, most = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    shifted = np.nan_to_num(values, nan=least, posinf=most, neginf=least) - least
    if pixels.dtype.kind in 'iu' and most - least <= _WHITE_16:
        return shifted.astype(np.uint16)
    return np.round(shifted * (_WHITE_16 / max(most - least, np.finfo(float).tiny))).astype(np.uint16)


def _runs_against(some: np.ndarray, shown: np.ndarray) -> bool:
    """Whether larger values are darker."""
    together = cv2.meanStdDev(some)[1].item() * cv2.meanStdDev(shown)[1].item()
    if together == 0:
        return False
    centred = (part.astype(np.float64) - part.mean() for part in (some, shown))
    return float(np.multiply(*centred).sum()) < 0
