"""labelme: one JSON per image, a shape of type 'point' per landmark.

Positions are as the file has them; group ids and the image inside of the file are of no use here. Which file is the
image says ``imagePath``. Source: https://github.com/wkentaro/labelme (``labelme/label_file.py``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .marks import Contents, Mark, Misfit, Sheet, read_mark, size_of
from .sources import list_files, read_json

__all__ = ['read_labelme', 'render_labelme']

_WHAT = 'a JSON file of labelme'


def read_labelme(source: Path) -> Contents:
    """The marks of a file or of all files of a folder.

    Errors:
        FileNotFoundError: none there. ValueError: a file that is no JSON.
    """
    sheets, misfits = [], []
    for path in list_files(source, '.json', 'labelme file'):
        content = read_json(path, _WHAT)
        if not isinstance(content, dict) or not isinstance(content.get('shapes'), list):
            misfits.append(Misfit('not labelme', path.name, path.name, "no list 'shapes' in it"))
            continue
        name = content.get('imagePath') or path.stem
        marks, odd = _read_shapes(content['shapes'], path.name)
        misfits += odd
        size = size_of(content.get('imageWidth'), content.get('imageHeight'))
        sheets.append(Sheet((str(name),), tuple(marks), path.name, size=size))
    return Contents(tuple(sheets), tuple(misfits))


def _read_shapes(shapes: list, where: str) -> tuple[list[Mark], list[Misfit]]:
    marks, misfits = [], []
    for shape in shapes:
        points = _points_of(shape)
        if points is None:
            kind = shape.get('shape_type') if isinstance(shape, dict) else type(shape).__name__
            label = shape.get('label') if isinstance(shape, dict) else ''
            misfits.append(Misfit('other shape', str(kind), where, f'labelled {label!r}'))
        else:
            marks.append(read_mark(shape.get('label'), points[0]))
    return marks, misfits


def _points_of(shape: Any) -> list | None:
    """The one point of a shape; old files name no type."""
    points = shape.get('points') if isinstance(shape, dict) else None
    is_point = isinstance(points, list) and len(points) == 1 and shape.get('shape_type', 'point') in ('point', None)
    return points if is_point else None


def render_labelme(sheets: Sequence[Sheet]) -> dict[str, str]:
    """A JSON file for each image."""
    return {f'{_stem(sheet)}.json': json.dumps(_as_labelme(sheet), indent=2, ensure_ascii=False) for sheet in sheets}


def _stem(sheet: Sheet) -> str:
    return Path(sheet.names[0]).stem


def _as_labelme(sheet: Sheet) -> dict:
    shapes = [
        dict(label=mark.name, points=[[mark.x, mark.y]], group_id=None, description='', shape_type='point', flags={})
        for mark in sheet.marks
    ]
    width, height = sheet.size
    return dict(
        version='5.0.1', flags={}, shapes=shapes, imagePath=sheet.names[0], imageData=None, imageHeight=height,
        imageWidth=width,
    )  # fmt: skip
