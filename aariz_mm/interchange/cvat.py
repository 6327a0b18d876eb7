"""CVAT, 'CVAT for images 1.1': one XML of images with their points, bare or in a skeleton.

A point that is ``outside`` is not marked, an ``occluded`` one is marked though hidden.
Source: https://docs.cvat.ai/docs/manual/advanced/xml_format/.
"""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from pathlib import Path

from .marks import Contents, Mark, Misfit, Sheet, size_of
from .sources import list_files, read_xml

__all__ = ['read_cvat', 'render_cvat']

_WHAT = "an XML file of 'CVAT for images 1.1', with <annotations> as its root"
_NO_SHAPES = ('attribute', 'tag')


def read_cvat(source: Path) -> Contents:
    """The marks of one XML file.

    Errors:
        FileNotFoundError: none there. ValueError: no XML, one with a document type, or none of CVAT for images.
    """
    sheets, misfits = [], []
    for path in list_files(source, '.xml', 'CVAT file'):
        root = read_xml(path, _WHAT)
        images = root.findall('image')
        if root.tag != 'annotations' or root.find('track') is not None or not images:
            raise ValueError(f'{path}: no <image> of CVAT for images in it; export the task as "CVAT for images 1.1"')
        for image in images:
            name = image.get('name') or ''
            found = list(_read_shapes(image, name))
            misfits += [item for item in found if isinstance(item, Misfit)]
            marks = tuple(item for item in found if isinstance(item, Mark))
            size = size_of(*(_number(image.get(side)) for side in ('width', 'height')))
            sheets.append(Sheet((name,), marks, path.name, size=size))
    return Contents(tuple(sheets), tuple(misfits))


def _read_shapes(parent: ElementTree.Element, where: str) -> Iterator[Mark | Misfit]:
    for shape in parent:
        label = shape.get('label') or ''
        if shape.tag == 'skeleton':
            yield from _read_shapes(shape, where)
        elif shape.tag == 'points' and shape.get('outside') != '1':
            yield _read_points(shape.get('points') or '', label, where)
        elif shape.tag != 'points' and shape.tag not in _NO_SHAPES:
            yield Misfit('other shape', str(shape.tag), where, f'labelled {label!r}')


def _read_points(text: str, label: str, where: str) -> Mark | Misfit:
    points = [point for point in text.split(';') if point.strip()]
    if len(points) != 1:
        return Misfit('several points in a shape', label, where, f'{len(points)} points, expected one')
    x, _, y = points[0].partition(',')
    return Mark(label, _number(x), _number(y))


def _number(text: str | None) -> float:
    try:
        return float(text or 'nan')
    except ValueError:
        return float('nan')


def render_cvat(sheets: Sequence[Sheet]) -> dict[str, str]:
    """One XML file with a ``<points>`` for each landmark."""
    root = ElementTree.Element('annotations')
    ElementTree.SubElement(root, 'version').text = '1.1'
    for number, sheet in enumerate(sheets):
        width, height = map(str, sheet.size)
        image = ElementTree.SubElement(
            root, 'image', dict(id=str(number), name=sheet.names[0], width=width, height=height)
        )
        for mark in sheet.marks:
            place = f'{mark.x!r},{mark.y!r}'
            ElementTree.SubElement(
                image, 'points', dict(label=mark.name, source='manual', occluded='0', points=place, z_order='0')
            )
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding='unicode')
    return {'annotations.xml': f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'}
