"""Draws the pictures of overlays and tracings in the docs, on phantoms.

  python docs/draw_tracing.py [FOLDER]     writes overlay.jpg, tracing.jpg and tracing_print.svg; default docs/

The prediction of the overlay is the truth with random errors of 1 mm along x and y.
"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from aariz_mm.landmarks import CVM_STAGES, SYMBOLS
from aariz_mm.phantom import Phantom, draw_indexed_phantom
from aariz_mm.tracing import LAYERS, Tracing, trace, tracing_png, tracing_svg
from aariz_mm.visualization import draw_landmarks_overlay, save_jpeg

FOLDER = Path(__file__).resolve().parent
_ERROR_MM, _ELLIPSE_MM = 1.0, (1.8, 1.2)
_OVERLAY_SIDE, _TRACING_SIDE = 1000, 1200


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw and write."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument('folder', nargs='?', default=FOLDER, type=Path)
    folder = parser.parse_args(arguments).folder
    phantom = draw_indexed_phantom(0, 'test', 14)
    tracing = trace_phantom(phantom)
    picture = tracing_png(tracing, phantom.image, layers=LAYERS.keys() - {'ellipses'}, max_side=_TRACING_SIDE)
    print(save_jpeg(folder / 'overlay.jpg', draw_overlay(phantom), quality=75))
    print(save_jpeg(folder / 'tracing.jpg', picture, quality=75))
    svg = folder / 'tracing_print.svg'
    svg.write_text(tracing_svg(tracing, theme='print', title='Tracing of a phantom'), encoding='utf-8')
    print(svg)


def draw_overlay(phantom: Phantom) -> np.ndarray:
    """Truth and a made-up prediction on the phantom."""
    errors_mm = _ERROR_MM * np.random.default_rng(4).standard_normal(phantom.landmarks_px.shape)
    return draw_landmarks_overlay(
        phantom.image,
        SYMBOLS,
        pred_px=phantom.landmarks_px + errors_mm / phantom.pixel_size_mm,
        gt_px=phantom.landmarks_px,
        pixel_size_mm=phantom.pixel_size_mm,
        title=f'phantom · {phantom.device.name} · {CVM_STAGES[phantom.stage - 1]}',
        max_side=_OVERLAY_SIDE,
    )


def trace_phantom(phantom: Phantom) -> Tracing:
    """The tracing of its true landmarks, with made-up ellipses."""
    ellipse = [*(length / phantom.pixel_size_mm for length in _ELLIPSE_MM), 30.0]
    size = phantom.image.shape[1::-1]
    return trace(phantom.landmarks_px, SYMBOLS, phantom.pixel_size_mm, np.tile(ellipse, (len(SYMBOLS), 1)), size)


if __name__ == '__main__':
    main()
