"""The cervical region on a radiograph, and the probabilities of the CVM stages as bars; arrays in, arrays out."""

from __future__ import annotations

import cv2
import numpy as np

from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.visualization.palette import BAND, HALO, INK, MUTED_INK, PREDICTION, TRUTH, Color
from aariz_mm.visualization.text import TextRun, draw_texts, text_size

_BAR_COLOR: Color = (112, 116, 124)


def draw_region(image: np.ndarray, box_px: np.ndarray, color: Color = PREDICTION) -> np.ndarray:
    """A copy of a radiograph with a frame; what lies outside the picture is not drawn.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB.
        box_px: (4,), x1 y1 x2 y2, pixels.
    Returns:
        (H, W, 3) uint8 RGB; the line's width is in proportion to the picture.
    """
    canvas = np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image.copy()
    thickness = max(round(max(image.shape[:2]) / 700), 1)
    low, high = np.clip(np.round(np.reshape(box_px, (2, 2))), -(2**15), 2**15).astype(int).tolist()
    for width, paint in ((3 * thickness, HALO), (thickness, color)):
        cv2.rectangle(canvas, low, high, paint, width)
    return canvas


def stage_band(
    width: int, probabilities: np.ndarray, size_px: int, answer: int | None = None, true_stage: int | None = None
) -> np.ndarray:
    """A band with a bar for each CVM stage; the answer is orange, the true stage stands on a cyan line.

    Args:
        width: of the band, px.
        probabilities: (6,), stage 1 first.
        size_px: of the letters.
        answer, true_stage: 1 to 6; None where unknown.
    Returns:
        (h, width, 3) uint8 RGB; a bar of probability 1 is ``4 * size_px`` high.
    Errors:
        ValueError: not six probabilities.
    """
    probabilities = np.asarray(probabilities, dtype=np.float64)
    if probabilities.shape != (len(CVM_STAGES),):
        raise ValueError(f'stage_band: expected {len(CVM_STAGES)} probabilities, got shape {probabilities.shape}')
    pad, bar_px = round(0.6 * size_px), 4 * size_px
    title = 'CVM stage'
    left = pad + text_size(title, size_px)[0] + 2 * pad
    column = (width - left - pad) / len(probabilities)
    foot = pad + round(1.3 * size_px) + bar_px
    band = np.full((foot + round(1.6 * size_px), width, 3), BAND, np.uint8)
    runs = [TextRun(title, pad, foot - size_px, size_px, MUTED_INK)]
    for stage, probability in enumerate(probabilities, start=1):
        middle = left + (stage - 0.5) * column
        x0, x1 = round(middle - 0.3 * column), round(middle + 0.3 * column)
        band[foot - round(bar_px * probability) : foot, x0:x1] = PREDICTION if stage == answer else _BAR_COLOR
        if stage == true_stage:
            band[foot : foot + max(size_px // 8, 2), x0:x1] = TRUTH
        words = f'{100 * probability:.0f} %'
        above = foot - bar_px * probability - 1.25 * size_px
        runs.append(TextRun(words, middle - text_size(words, size_px)[0] / 2, above, size_px, INK))
        name = f'S{stage}'
        runs.append(TextRun(name, middle - text_size(name, size_px)[0] / 2, foot + 0.25 * size_px, size_px, INK))
    return draw_texts(band, runs)
