"""A CVM stage beside the part that the model saw: below a radiograph, or as the picture of a crop; arrays alone."""

from __future__ import annotations

import numpy as np

from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.predictions import StagePrediction
from aariz_mm.visualization.activation import cut_box, draw_activation
from aariz_mm.visualization.cervical import stage_band
from aariz_mm.visualization.palette import BAND, EARLIER, LATER, PREDICTION, TRUTH, Color
from aariz_mm.visualization.panels import LegendItem, footer_band, header_band

__all__ = ['draw_evidence', 'draw_stage_picture', 'stage_strip', 'summarise_stage']

_EVIDENCE_SHARE = 0.3
"""Width of the activation map below a radiograph, as a share of the radiograph's."""


def stage_strip(
    width: int, image: np.ndarray, prediction: StagePrediction, size_px: int, true_stage: int | None = None
) -> np.ndarray:
    """What goes below a radiograph: the part that the model saw with its activation map, the bars and a legend.

    Args:
        width: of the strip, px.
        image: (H, W) or (H, W, 3) uint8, the radiograph that ``prediction`` is of.
        size_px: of the letters.
        true_stage: 1 to 6; None where unknown.
    Returns:
        (h, width, 3) uint8 RGB; without an activation map, the bars alone.
    """
    footer = footer_band(width, _legend(prediction, true_stage, size_px), size_px)
    if prediction.activation is None:
        return np.concatenate(
            [stage_band(width, prediction.probabilities, size_px, prediction.stage, true_stage), footer]
        )
    pad = round(0.6 * size_px)
    evidence = draw_evidence(image, prediction, round(_EVIDENCE_SHARE * width))
    bars_width = width - evidence.shape[1] - pad
    bars = stage_band(
        bars_width, prediction.probabilities, size_px, prediction.stage, true_stage, height=evidence.shape[0] + 2 * pad
    )
    strip = np.full((bars.shape[0], width, 3), BAND, np.uint8)
    strip[pad : pad + evidence.shape[0], pad : pad + evidence.shape[1]] = evidence
    strip[:, width - bars_width :] = bars
    return np.concatenate([strip, footer])


def draw_evidence(image: np.ndarray, prediction: StagePrediction, width: int) -> np.ndarray:
    """The part of a picture that the model saw, with its activation map.

    Args:
        image: (H, W) or (H, W, 3) uint8, the radiograph or crop that ``prediction`` is of.
        width: of the result, px.
    Returns:
        (h, width, 3) uint8 RGB, the aspect of that part.
    Errors:
        ValueError: the prediction has no activation map, as of a head that predicts by six free logits.
    """
    if prediction.activation is None:
        raise ValueError(
            'draw_evidence: the head predicts by six free logits; train it with ordinal=True for one score'
        )
    return draw_activation(cut_box(image, prediction.seen_px, width), prediction.activation)


def draw_stage_picture(
    image: np.ndarray,
    prediction: StagePrediction,
    true_stage: int | None = None,
    title: str = '',
    width: int = 960,
) -> np.ndarray:
    """A crop, the same crop with its activation map, and the six stages as bars.

    Args:
        image: (H, W) or (H, W, 3) uint8, grey or RGB, the crop.
        true_stage: 1 to 6; None where unknown.
        title: text above, beside what is true and what was predicted.
        width: of the result, px.
    Returns:
        (h, width, 3) uint8 RGB; without an activation map the crop alone, in the middle.
    """
    size_px = max(round(width / 48), 11)
    gap = max(width // 120, 2)
    half = (width - gap) // 2
    whole_px = np.array([0, 0, image.shape[1], image.shape[0]]) - 0.5
    plain = cut_box(image, whole_px if prediction.seen_px is None else prediction.seen_px, half)
    panels = np.full((plain.shape[0], width, 3), BAND, np.uint8)
    if prediction.activation is None:
        panels[:, (width - half) // 2 :][:, :half] = plain
    else:
        panels[:, :half], panels[:, width - half :] = plain, draw_activation(plain, prediction.activation)
    bands = [
        header_band(width, title, summarise_stage(prediction, true_stage), size_px),
        panels,
        stage_band(width, prediction.probabilities, size_px, prediction.stage, true_stage, height=width // 4),
        footer_band(width, _legend(prediction, true_stage, size_px), size_px),
    ]
    return np.concatenate(bands)


def summarise_stage(prediction: StagePrediction, true_stage: int | None = None) -> str:
    """What is true and what was predicted. Example: ``'true CVM-S4 · predicted CVM-S5'``"""
    predicted = f'predicted {CVM_STAGES[prediction.stage - 1]}'
    return predicted if true_stage is None else f'true {CVM_STAGES[true_stage - 1]} · {predicted}'


def _legend(prediction: StagePrediction, true_stage: int | None, size_px: int) -> list[LegendItem]:
    items = [_swatch('predicted', PREDICTION, size_px)]
    if true_stage is not None:
        items.append(_swatch('true', TRUTH, size_px))
    if prediction.activation is not None:
        items.append(_swatch('speaks for a later stage', LATER, size_px))
        items.append(_swatch('for an earlier one', EARLIER, size_px))
    return items


def _swatch(text: str, color: Color, size_px: int) -> LegendItem:
    def draw(canvas, left_middle):
        left, middle = np.round(left_middle).astype(int)
        canvas[middle - size_px // 4 : middle + size_px // 4, left : left + size_px] = color

    return LegendItem(text, icon_px=size_px, draw_icon=draw)
