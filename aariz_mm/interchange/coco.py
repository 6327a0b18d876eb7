"""COCO keypoints: one JSON of images, annotations and categories, whose ``keypoints`` name the points.

A point is x, y, v: v=0 is not marked, 1 marked though hidden, 2 marked. Boxes, areas and masks are of no use here.
Source: https://cocodataset.org/#format-data, 'Keypoint Detection'.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .marks import Contents, Mark, Misfit, Sheet, as_number, read_mark, size_of
from .sources import list_files, read_json

__all__ = ['read_coco', 'render_coco']

_WHAT = "a JSON object with the lists 'images', 'annotations' and 'categories'"


def read_coco(source: Path) -> Contents:
    """The marks of one JSON file, a sheet for each annotation and for each image that has none.

    Errors:
        FileNotFoundError: none there. ValueError: no COCO file, or an image without name.
    """
    sheets, misfits = [], []
    for path in list_files(source, '.json', 'COCO file'):
        lists = _read_lists(path)
        categories = {_key(entry): entry for entry in lists['categories']}
        images = {_key(entry): entry for entry in lists['images']}
        used = set()
        for annotation in lists['annotations']:
            image = images.get(str(annotation.get('image_id')))
            if image is None:
                where = f'annotation {annotation.get("id")}'
                misfits.append(Misfit('image not listed', str(annotation.get('image_id')), where))
                continue
            names = categories.get(str(annotation.get('category_id')), {}).get('keypoints')
            if not names and not annotation.get('keypoints'):  # a box or a mask of another category
                misfits.append(Misfit('no keypoints', f'annotation {annotation.get("id")}', image['file_name']))
                continue
            used.add(_key(image))
            sheet, odd = _read_annotation(annotation, names, image, path)
            sheets.append(sheet)
            misfits += odd
        sheets += [_sheet(image, path) for key, image in images.items() if key not in used]
    return Contents(tuple(sheets), tuple(misfits))


def _read_lists(path: Path) -> dict[str, list[dict]]:
    content = read_json(path, _WHAT)
    lists = {name: content.get(name) for name in ('images', 'annotations', 'categories')} if _is_object(content) else {}
    if not lists or not all(isinstance(entries, list) and all(map(_is_object, entries)) for entries in lists.values()):
        raise ValueError(f'{path}: not COCO; expected {_WHAT}')
    nameless = [image.get('id') for image in lists['images'] if not isinstance(image.get('file_name'), str)]
    if nameless:
        raise ValueError(f"{path}: images {nameless[:5]} have no 'file_name'; export it again")
    return lists


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _key(entry: dict) -> str:
    return str(entry.get('id'))


def _sheet(image: dict, path: Path, marks: Sequence[Mark] = (), refused: str = '') -> Sheet:
    size = size_of(image.get('width'), image.get('height'))
    return Sheet((image['file_name'],), tuple(marks), path.name, size=size, refused=refused)


def _read_annotation(annotation: dict, names: Any, image: dict, path: Path) -> tuple[Sheet, list[Misfit]]:
    values = annotation.get('keypoints')
    if not isinstance(names, list) or not isinstance(values, list) or len(values) != 3 * len(names):
        counts = [len(item) if isinstance(item, list) else 'no' for item in (values, names)]
        refused = f'annotation {annotation.get("id")} has {counts[0]} numbers for {counts[1]} names of its category'
        return _sheet(image, path, refused=refused), []
    marks, misfits = [], []
    for name, start in zip(names, range(0, len(values), 3), strict=True):
        x, y, flag = values[start : start + 3]
        if as_number(flag) > 0:
            marks.append(read_mark(name, (x, y)))
        elif as_number(x) or as_number(y):
            misfits.append(Misfit('not marked', str(name), image['file_name'], f'v={flag} at ({x}, {y})'))
    return _sheet(image, path, marks), misfits


def render_coco(sheets: Sequence[Sheet]) -> dict[str, str]:
    """One JSON file; its category has the names of all sheets."""
    names = list(dict.fromkeys(mark.name for sheet in sheets for mark in sheet.marks))
    images = [
        dict(id=number, file_name=sheet.names[0], width=sheet.size[0], height=sheet.size[1])
        for number, sheet in enumerate(sheets, 1)
    ]
    content = dict(
        images=images,
        annotations=[_as_annotation(number, sheet, names) for number, sheet in enumerate(sheets, 1)],
        categories=[dict(id=1, name='cephalogram', supercategory='cephalogram', keypoints=names, skeleton=[])],
    )
    return {'coco.json': json.dumps(content, indent=1, ensure_ascii=False)}


def _as_annotation(number: int, sheet: Sheet, names: Sequence[str]) -> dict:
    places = {mark.name: (mark.x, mark.y, 2) for mark in sheet.marks}
    width, height = sheet.size
    values = [value for name in names for value in places.get(name, (0, 0, 0))]
    return dict(
        id=number, image_id=number, category_id=1, keypoints=values,
        num_keypoints=len(places), bbox=[0, 0, width, height], area=width * height, iscrowd=0,
    )  # fmt: skip
