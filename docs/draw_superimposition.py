"""Draws the picture of a superimposition in the docs, on phantoms.

python docs/draw_superimposition.py [FOLDER]     writes superimposition.svg; default docs/
"""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import Phantom, draw_grown
from aariz_mm.superimposition import Timepoint, load_timepoint, superimpose
from aariz_mm.superimposition.overlay import draw_superimposition, layer_names
from aariz_mm.tracing.svg import drawing_svg

FOLDER = Path(__file__).resolve().parent


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw and write."""
    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument('folder', nargs='?', default=FOLDER, type=Path)
    folder = parser.parse_args(arguments).folder
    pair = draw_grown(seed=1, years=4, size=(450, 550))
    found = superimpose([timepoint(pair.before, 'T1'), timepoint(pair.after, 'T2')], 'sn')
    drawing = draw_superimposition(found, 'by landmarks')
    svg = folder / 'superimposition.svg'
    svg.write_text(
        drawing_svg(drawing, None, 1.0, 'Superimposition of a phantom', layer_names(found)), encoding='utf-8'
    )
    print(svg)


def timepoint(phantom: Phantom, label: str) -> Timepoint:
    """A phantom's true landmarks, with made-up ellipses."""
    ellipse = dict(semi_major=1.2 / phantom.pixel_size_mm, semi_minor=0.8 / phantom.pixel_size_mm, angle_deg=30.0)
    marks = [
        landmark_entry(symbol, *map(float, point)) | dict(ellipse_px=ellipse)
        for symbol, point in zip(SYMBOLS, phantom.landmarks_px, strict=True)
    ]
    return load_timepoint(dict(landmarks=marks, pixel_size_mm=phantom.pixel_size_mm), label, magnification=1.0)


if __name__ == '__main__':
    main()
