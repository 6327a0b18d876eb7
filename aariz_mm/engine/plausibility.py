"""Whether what a model predicted of a sample can be: its landmarks against a usual face."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from aariz_mm.arrays import as_array
from aariz_mm.intake.plausibility import Plausibility, assess

__all__ = ['assess_sample', 'input_points_px']


def assess_sample(inputs: Any, sample: Any, symbols: Sequence[str]) -> Plausibility:
    """Compare the landmarks predicted of a sample with a usual face, on the pixels that the network saw.

    Args:
        inputs: (C, h, w), array or tensor, as the pipeline packed it.
        sample: its data sample with ``pred_instances.keypoints`` (1, K, 2) in original pixels.
        symbols: K landmark symbols.
    """
    points = as_array(sample.get('pred_instances').get('keypoints'))[0, :, :2]
    grey = np.ascontiguousarray(as_array(inputs)[0])
    return assess(grey, input_points_px(points, sample), symbols)


def input_points_px(points_px: np.ndarray, sample: Any) -> np.ndarray:
    """Points (K, 2) in original pixels -> pixels of the network's input, the inverse of what MMPose does."""
    size, scale, center = (as_array(sample.get(f'input_{key}')) for key in ('size', 'scale', 'center'))
    return (points_px - center + scale / 2) / scale * size
