"""The formats by name: what reads and what writes each, and what each can hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.landmarks import SUBSETS, SYMBOLS

from .cldetection import read_cldetection, render_cldetection
from .coco import read_coco, render_coco
from .cvat import read_cvat, render_cvat
from .isbi2015 import ORDER, read_isbi2015, render_isbi2015
from .label_studio import read_label_studio, render_label_studio
from .labelme import read_labelme, render_labelme
from .marks import Contents, Sheet
from .point_table import read_points, render_points

__all__ = ['FORMATS', 'Format', 'find_format']


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        title: what it is. read: from a file or folder to sheets. render: from sheets to file names and their texts.
        has_pixel_size: whether it states mm per pixel.
        has_readers: whether it holds several readers of an image.
        is_numbered: whether images are named by their number, which counts from 1.
        symbols: landmarks that it can hold. demands_all: whether an image must have all of them.
    """

    title: str
    read: Callable[[Path], Contents]
    render: Callable[[Sequence[Sheet]], dict[str, str]]
    has_pixel_size: bool = False
    has_readers: bool = False
    is_numbered: bool = False
    symbols: tuple[str, ...] = SYMBOLS
    demands_all: bool = False


FORMATS: dict[str, Format] = {
    'labelme': Format('labelme, one JSON per image', read_labelme, render_labelme),
    'coco': Format('COCO keypoints, one JSON', read_coco, render_coco),
    'cvat': Format('CVAT for images 1.1, one XML', read_cvat, render_cvat),
    'csv': Format('CSV, a line for each landmark or image', read_points, render_points),
    'label-studio': Format(
        'Label Studio, one JSON', read_label_studio, render_label_studio, has_readers=True
    ),
    'isbi2015': Format(
        'ISBI 2015, a text file per image', read_isbi2015, render_isbi2015, has_pixel_size=True, has_readers=True,
        symbols=ORDER, demands_all=True,
    ),
    'cldetection': Format(
        'CL-Detection 2023, one JSON', read_cldetection, render_cldetection, has_pixel_size=True, is_numbered=True,
        symbols=SUBSETS['cldetection24'],
    ),
}  # fmt: skip
"""Formats by the name that the command takes."""


def find_format(name: str) -> Format:
    """A format of the table.

    Errors:
        ValueError: unknown name.
    """
    if name not in FORMATS:
        raise ValueError(f'format {name!r} is unknown; use one of {sorted(FORMATS)}')
    return FORMATS[name]
