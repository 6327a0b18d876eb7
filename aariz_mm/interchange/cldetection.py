"""The JSON of the CL-Detection 2023 challenge (``train-gt.json``): 'Multiple points' of all images in one list.

A point is ``{"name": "1", "point": [x, y, image], "scale": mm per pixel}``; images count from 1. Of its 38 landmarks
Aariz has 24. The numbers are those of the organizers' list, https://github.com/cwwang1979/CL-detection2023 (README,
'Details on the Landmark Annotations'); the first 19 are ISBI 2015's. The structure is that which
https://github.com/szuboy/CL-Detection2023 reads and writes (``step1_preprocessing.py``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .isbi2015 import ORDER
from .marks import Contents, Mark, Sheet, as_number, read_mark
from .sources import list_files, read_json

__all__ = ['NUMBERS', 'OTHERS', 'read_cldetection', 'render_cldetection']

NUMBERS: dict[str, int] = {symbol: number for number, symbol in enumerate(ORDER, 1)} | {
    'UIA': 21, 'LIA': 22, 'Co': 25, 'Pn': 26, 'N`': 35
}  # fmt: skip
"""The challenge's number of each landmark of ``SUBSETS['cldetection24']``."""

OTHERS: dict[int, str] = {
    20: 'D', 23: 'Columella', 24: 'Pterygomaxillary fissure', 27: 'Basion', 28: 'PT', 29: 'Bolton',
    30: "UL', vermilion border", 31: "LL', vermilion border", 32: 'Soft tissue gnathion', 33: 'Soft tissue menton',
    34: 'Glabella', 36: 'Cervical point', 37: 'Upper molar, mesial contact', 38: 'Lower molar, mesial contact',
}  # fmt: skip
"""The landmarks that Aariz has not: its molars are cusp tips, those of the challenge are contact points."""

_WHAT = "a JSON object with the list 'points' of {name, point: [x, y, image number], scale}"
_SYMBOLS = {number: symbol for symbol, number in NUMBERS.items()}


def read_cldetection(source: Path) -> Contents:
    """The marks of one JSON file, a sheet for each image number; a landmark Aariz has not is named 'number title'.

    Errors:
        FileNotFoundError: none there. ValueError: another structure.
    """
    sheets = []
    for path in list_files(source, '.json', 'JSON file of CL-Detection'):
        for image, points in sorted(_points_by_image(path).items()):
            scales = {as_number(_as_float(point.get('scale'))) for point in points if point.get('scale') is not None}
            refused = f'its points name several scales, {sorted(scales)}' if len(scales) > 1 else ''
            marks = tuple(read_mark(_name(point), point['point']) for point in points)
            scale = next(iter(scales)) if len(scales) == 1 else None
            sheets.append(Sheet((str(image),), marks, path.name, pixel_size_mm=scale, refused=refused))
    return Contents(tuple(sheets))


def _points_by_image(path: Path) -> dict[int, list[dict]]:
    content = read_json(path, _WHAT)
    points = content.get('points') if isinstance(content, dict) else None
    if not isinstance(points, list) or not points:
        raise ValueError(f'{path}: not of CL-Detection 2023; expected {_WHAT}')
    images: dict[int, list[dict]] = {}
    for number, point in enumerate(points):
        place = point.get('point') if isinstance(point, dict) else None
        image = as_number(place[2]) if isinstance(place, list) and len(place) == 3 else float('nan')
        if not (image.is_integer() and image >= 1):
            raise ValueError(f'{path}: entry {number} of points is {point!r}; expected {_WHAT}, images from 1 on')
        images.setdefault(int(image), []).append(point)
    return images


def _as_float(value: Any) -> Any:
    """A scale, which files have as a number or as text."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return None


def _name(point: dict) -> str:
    name = str(point.get('name')).strip()
    number = int(name) if name.isdecimal() else 0
    return _SYMBOLS.get(number, f'{number} {OTHERS[number]}' if number in OTHERS else name)


def render_cldetection(sheets: Sequence[Sheet]) -> dict[str, str]:
    """One JSON file; the name of each image is its number."""
    points = [_as_point(mark, sheet) for sheet in sheets for mark in sheet.marks]
    content = dict(name='Orthodontic landmarks', type='Multiple points', points=points, version=dict(major=1, minor=0))
    return {'train-gt.json': json.dumps(content, indent=1)}


def _as_point(mark: Mark, sheet: Sheet) -> dict:
    image = int(Path(sheet.names[0]).stem)
    return dict(name=str(NUMBERS[mark.name]), point=[mark.x, mark.y, image], scale=sheet.pixel_size_mm)
