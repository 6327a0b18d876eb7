"""A radiograph with its landmarks and its CVM stage: arrays in, array out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from aariz_mm.predictions import StagePrediction
from aariz_mm.visualization.cervical import draw_region
from aariz_mm.visualization.overlay import draw_landmarks_overlay
from aariz_mm.visualization.scene import Style
from aariz_mm.visualization.stage_picture import stage_strip

__all__ = ['draw_prediction_overlay']


def draw_prediction_overlay(
    image: np.ndarray,
    symbols: Sequence[str],
    prediction: StagePrediction | None,
    true_stage: int | None = None,
    **options: Any,
) -> np.ndarray:
    """The overlay of :func:`draw_landmarks_overlay` with the cervical region framed and the stage in a strip below.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB, in original pixels.
        symbols: K landmark symbols.
        prediction: None draws the landmarks alone.
        true_stage: 1 to 6; None where unknown.
        options: more arguments of :func:`draw_landmarks_overlay`.
    Returns:
        (h, w, 3) uint8 RGB. Inputs are not modified.
    """
    if prediction is None:
        return draw_landmarks_overlay(image, symbols, **options)
    region = prediction.cervical_roi_px
    overlay = draw_landmarks_overlay(image, symbols, region_px=region, **options)
    shows_part = region is not None and prediction.activation is not None
    seen = draw_region(image, region) if shows_part else image
    strip = stage_strip(overlay.shape[1], seen, prediction, Style.of(max(overlay.shape[:2])).band, true_stage)
    return np.concatenate([overlay, strip])
