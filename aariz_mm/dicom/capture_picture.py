"""The picture of a secondary capture: the tracing on the radiograph, under a line that says what it is not for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from aariz_mm.tracing import tracing_png
from aariz_mm.visualization.panels import header_band

from .graphics import shown_tracing

__all__ = ['draw_capture']

_SIDE = 1400
_TITLE = 'aariz_mm: not for diagnosis'
_LETTERS = 0.022
"""Size of letters, as a share of the width."""


def draw_capture(content: Mapping[str, Any], grey: np.ndarray) -> np.ndarray:
    """(h, w, 3) uint8 RGB of a radiograph (H, W) uint8 and its result; nothing of a file's name stands in it.

    Errors:
        ValueError: as :func:`~aariz_mm.dicom.graphics.shown_tracing`.
    """
    picture = tracing_png(shown_tracing(content, grey.shape[1::-1]), grey, max_side=_SIDE)
    width = picture.shape[1]
    band = header_band(width, _TITLE, _state(content), max(round(_LETTERS * width), 10))
    return np.concatenate([band, picture])


def _state(content: Mapping[str, Any]) -> str:
    return 'corrected by a person' if content.get('corrected') else 'found by a model, not verified'
