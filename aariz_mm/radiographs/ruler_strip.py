"""The grey levels beside a row of marks, cut out upright."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

__all__ = [
    'SAMPLES',
    'Strip',
    'climb_per_step',
    'cut_strip',
    'flatten',
    'inner_part',
    'marked_part',
    'pattern_width_px',
    'sample_grid',
]

SAMPLES = 24
"""Samples a step: enough for marks ten times as fine."""


@dataclass(frozen=True)
class Strip:
    """Grey levels beside the line of a row.

    grey: (across, along) float32, NaN outside the image. origin, step: (2,), pixels: first mark, and from mark to mark.
    first: where the strip begins, in steps from the origin. middle: index of the row that lies on the line. across_px:
    from row to row.
    """

    grey: np.ndarray
    origin: np.ndarray
    step: np.ndarray
    first: float
    middle: int
    across_px: float


def cut_strip(grey: np.ndarray, origin: np.ndarray, step: np.ndarray, count: int, more: int, reach: float) -> Strip:
    """The row with ``more`` steps before and behind it and ``reach`` steps beside it."""
    length = np.linalg.norm(step)
    across_px = max(length / 8, 0.5)
    half = int(np.ceil(reach * length / across_px))
    normal = np.array([-step[1], step[0]]) / length * across_px
    size = (count - 1 + 2 * more) * SAMPLES + 1, 2 * half + 1
    corner = origin - more * step - half * normal
    to_image = np.stack([step / SAMPLES, normal, corner], axis=1)
    values = sample_grid(grey, to_image, size)
    return Strip(values, origin, step, -float(more), half, across_px)


def sample_grid(grey: np.ndarray, to_image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Grey levels (float32) on a slanting grid of [w, h] places; NaN outside the image."""
    corners = np.array([(0, 0, 1), (size[0], 0, 1), (0, size[1], 1), (size[0], size[1], 1)]) @ to_image.T
    low = np.clip(np.floor(corners.min(axis=0)).astype(int) - 2, 0, np.array(grey.shape[::-1]) - 1)
    high = np.maximum(np.ceil(corners.max(axis=0)).astype(int) + 3, low + 1)
    part = grey[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    in_part = to_image - np.stack([np.zeros(2), np.zeros(2), low], axis=1)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(part, in_part, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=np.nan)


def flatten(values: np.ndarray) -> np.ndarray:
    """Without what changes slowly: the mean over one step is taken off."""
    width = SAMPLES + 1
    kernel = np.ones(width, np.float32)
    kernel[[0, -1]] = 0.5
    kernel /= kernel.sum()
    return values - cv2.filter2D(values, -1, kernel[None], borderType=cv2.BORDER_REPLICATE)


def inner_part(first: float, count: int) -> slice:
    begin = round((-0.5 - first) * SAMPLES)
    return slice(max(begin, 0), begin + count * SAMPLES)


def marked_part(strip: Strip, flat: np.ndarray, count: int) -> np.ndarray:
    """The strip where it has the marks of its middle, flattened."""
    inner = np.nan_to_num(flat[:, inner_part(strip.first, count)])
    middle = inner[strip.middle - 1 : strip.middle + 2].mean(axis=0)
    share = inner @ middle / (float(middle @ middle) + 1e-6)
    low, high = _run(share > 0.5, strip.middle)
    return flat[low : high + 1]


def pattern_width_px(strip: Strip, flat: np.ndarray, count: int, finer: int) -> float:
    """How far across the row something repeats at the distance of the marks, wherever it begins."""
    inner = np.nan_to_num(flat[:, inner_part(strip.first, count)])
    turns = np.exp(-2j * np.pi * finer * np.arange(inner.shape[1]) / SAMPLES)
    amplitude = cv2.blur(np.abs(inner @ turns).astype(np.float32)[:, None], (1, 5))[:, 0]
    low, high = _run(amplitude > 0.4 * amplitude[strip.middle], strip.middle)
    return (high - low + 1) * strip.across_px


def climb_per_step(strip: Strip, count: int) -> float:
    """By how many grey levels the middle of the strip rises or falls from one step to the next."""
    line = strip.grey[strip.middle - 1 : strip.middle + 2, inner_part(strip.first, count)].mean(axis=0)
    means = np.nan_to_num(line).reshape(count, -1).mean(axis=1)
    return abs(float(np.median(np.diff(means)))) if count > 1 else 0.0


def _run(inside: np.ndarray, middle: int) -> tuple[int, int]:
    """First and last index of the run of True around the middle."""
    after, before = np.cumprod(inside[middle:]).sum(), np.cumprod(inside[middle::-1]).sum()
    return middle - max(int(before) - 1, 0), middle + max(int(after) - 1, 0)
