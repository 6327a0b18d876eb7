"""The picture of a report: the tracing on the radiograph, or alone."""

from __future__ import annotations

import numpy as np

from aariz_mm.reading.tracings import TracedFile, trace_content
from aariz_mm.tracing import LAYERS, tracing_png
from aariz_mm.visualization import encode_jpeg, encode_png

from .document import Picture
from .language import speaker

__all__ = ['draw_tracing_picture']

_SIDE, _QUALITY = 1300, 88
_LAYERS = LAYERS.keys() - {'ellipses', 'angles'}


def draw_tracing_picture(
    traced: TracedFile, grey: np.ndarray | None, language: str, pixel_size_mm: float | None = None
) -> Picture | None:
    """The tracing of a file.

    Args:
        grey: (H, W) uint8, the radiograph; None draws the tracing alone. pixel_size_mm: instead of what the file says.
    Returns:
        A JPEG on the radiograph, a PNG alone; None where there is no landmark to draw.
    """
    say = speaker(language)
    tracing = trace_content(traced.content, None if grey is None else grey.shape[1::-1], pixel_size_mm, traced.path)
    if not any(layer.shapes for layer in tracing.layers):
        return None
    grey = None if tracing.image_size is None else grey
    pixels = tracing_png(tracing, grey, 'light' if grey is None else 'dark', _LAYERS, _SIDE)
    data = encode_png(pixels) if grey is None else encode_jpeg(pixels, _QUALITY)
    alt = say('tracing_alt', name=traced.name[:80])
    return Picture(data, pixels.shape[1::-1], alt, say('tracing_alone' if grey is None else 'tracing_on_film'))
