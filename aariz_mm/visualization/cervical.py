"""The cervical region on a radiograph, and the probabilities of the CVM stages as bars; arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.analysis.cervical_region import cervical_roi
from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.visualization.marks import draw_frame, draw_line, draw_ring
from aariz_mm.visualization.overlay import display_scale, resize_for_display, to_display
from aariz_mm.visualization.palette import BAND, INK, MUTED_INK, PREDICTION, TRUTH, Color
from aariz_mm.visualization.text import TextRun, draw_texts, text_size

__all__ = ['draw_cervical_truth', 'draw_region', 'stage_band']

_BAR_COLOR: Color = (112, 116, 124)


def draw_region(
    image: np.ndarray, box_px: np.ndarray, color: Color = PREDICTION, thickness: int | None = None
) -> np.ndarray:
    """A copy of a radiograph with a frame; what lies outside the picture is not drawn.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB.
        box_px: (4,), x1 y1 x2 y2, pixels.
        thickness: of the line, px; by default in proportion to the picture.
    Returns:
        (H, W, 3) uint8 RGB.
    """
    canvas = np.repeat(image[:, :, None], 3, axis=2) if image.ndim == 2 else image.copy()
    thickness = thickness or max(round(max(image.shape[:2]) / 700), 1)
    draw_frame(canvas, np.reshape(box_px, (2, 2)), thickness, color)
    return canvas


def draw_cervical_truth(
    image: np.ndarray,
    symbols: Sequence[str],
    landmarks_px: np.ndarray,
    vertebrae_px: Sequence[np.ndarray],
    max_side: int = 400,
) -> np.ndarray:
    """A radiograph with its true landmarks, the region that they give, and the true outlines of vertebrae.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB.
        symbols, landmarks_px: K symbols and (K, 2), pixels.
        vertebrae_px: outlines (n, 2), pixels, closed.
        max_side: longer side of the result, px.
    Returns:
        (h, w, 3) uint8 RGB: landmarks as rings and outlines cyan, the region orange.
    """
    scale = display_scale(image.shape, max_side)
    canvas = resize_for_display(image, scale)
    for outline in vertebrae_px:
        corners = to_display(outline, scale)
        for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
            draw_line(canvas, start, end, TRUTH, 1)
    for point in to_display(landmarks_px, scale):
        draw_ring(canvas, point, max_side / 160, 1)
    region = to_display(cervical_roi(landmarks_px, symbols).reshape(2, 2), scale)
    return draw_region(canvas, region, thickness=2)


def stage_band(
    width: int,
    probabilities: np.ndarray,
    size_px: int,
    pred_stage: int | None = None,
    true_stage: int | None = None,
    height: int | None = None,
) -> np.ndarray:
    """A band with a bar for each CVM stage and their mean; the prediction is orange, the truth on a cyan line.

    Args:
        width: of the band, px.
        probabilities: (6,), stage 1 first.
        size_px: of the letters.
        pred_stage, true_stage: 1 to 6; None where unknown.
        height: of the band, px; by default such that a bar of probability 1 is ``4 * size_px`` high.
    Returns:
        (h, width, 3) uint8 RGB.
    Errors:
        ValueError: not six probabilities, or a height that leaves no room for bars.
    """
    probabilities = np.asarray(probabilities, dtype=np.float64)
    if probabilities.shape != (len(CVM_STAGES),):
        raise ValueError(f'stage_band: expected {len(CVM_STAGES)} probabilities, got shape {probabilities.shape}')
    pad, below = round(0.6 * size_px), round(1.6 * size_px)
    above = pad + round(1.3 * size_px)
    bar_px = 4 * size_px if height is None else height - above - below
    if bar_px < size_px:
        raise ValueError(
            f'stage_band: height {height} px leaves {bar_px} px for the bars; give at least {size_px} more'
        )
    title = 'CVM stage'
    mean = f'mean {np.dot(probabilities, np.arange(1, len(CVM_STAGES) + 1)):.1f}'
    left = pad + text_size(title, size_px)[0] + 2 * pad
    column = (width - left - pad) / len(probabilities)
    foot = above + bar_px
    band = np.full((foot + below, width, 3), BAND, np.uint8)
    runs = [
        TextRun(title, pad, foot - 2.3 * size_px, size_px, MUTED_INK),
        TextRun(mean, pad, foot - size_px, size_px, MUTED_INK),
    ]
    for stage, probability in enumerate(probabilities, start=1):
        middle = left + (stage - 0.5) * column
        x0, x1 = round(middle - 0.3 * column), round(middle + 0.3 * column)
        band[foot - round(bar_px * probability) : foot, x0:x1] = PREDICTION if stage == pred_stage else _BAR_COLOR
        if stage == true_stage:
            band[foot : foot + max(size_px // 4, 3), x0:x1] = TRUTH
        words = f'{100 * probability:.0f} %'
        top = foot - bar_px * probability - 1.25 * size_px
        runs.append(TextRun(words, middle - text_size(words, size_px)[0] / 2, top, size_px, INK))
        name = f'S{stage}'
        runs.append(TextRun(name, middle - text_size(name, size_px)[0] / 2, foot + 0.25 * size_px, size_px, INK))
    return draw_texts(band, runs)
