"""Finds the ruler that a head holder images on radiographs: marks, pixels per mark, and the pixel size by it.

Nothing is assumed of the marks: without --ruler-mm, pixels per mark are all that is said. Exit status: 0 a ruler was
found on each radiograph, 1 on some none was, 2 a mistake in the arguments.

Example: aariz-mm find-ruler my_radiographs/ --ruler-mm 10 --out-dir work_dirs/rulers
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from aariz_mm.cli.options import read_ruler_mm

if TYPE_CHECKING:
    import numpy as np

    from aariz_mm.radiographs.ruler import Ruler, RulerSearch

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('images', nargs='+', metavar='IMAGE_OR_FOLDER', help='radiographs, or folders of them')
    parser.add_argument('--ruler-mm', type=read_ruler_mm, metavar='MM', help='true distance of neighbouring marks')
    parser.add_argument('--out-dir', help='write a picture of the marks found there, for each radiograph')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Search, print and draw; returns the exit status."""
    from aariz_mm.radiographs.images import read_radiograph
    from aariz_mm.radiographs.listing import list_images
    from aariz_mm.radiographs.ruler import search_ruler

    missing = 0
    for path in list_images(args.images):
        grey = read_radiograph(path)
        search = search_ruler(grey)
        print(f'{path}: {_describe(search, args.ruler_mm)}')
        missing += search.ruler is None
        if search.ruler is not None and args.out_dir:
            _draw(Path(args.out_dir) / f'{Path(path).name}_ruler.png', grey, search.ruler)
    return int(missing > 0)


def _describe(search: RulerSearch, mark_mm: float | None) -> str:
    from aariz_mm.radiographs.ruler import scale_from_ruler

    ruler = search.ruler
    if ruler is None:
        return f'no ruler found: {search.reason}'
    text = f'{ruler.marks} marks, {ruler.px_per_mark:.3f} pixels a mark (± {100 * ruler.uncertainty:.1f} %)'
    if ruler.major_every is not None:
        text += f', every {ruler.major_every}th longer'
    if mark_mm is None:
        return text
    size, (low, high) = scale_from_ruler(ruler, mark_mm)
    return f'{text}: {size:.4f} mm per pixel (95 % interval {low:.4f} to {high:.4f}) if they are {mark_mm:g} mm apart'


def _draw(path: Path, grey: np.ndarray, ruler: Ruler) -> None:
    from aariz_mm.visualization import draw_ruler_overlay, save_png

    save_png(path, draw_ruler_overlay(grey, ruler))
