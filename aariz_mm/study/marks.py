"""The landmarks of one source: files in the Aariz layout, results of ``aariz-mm read``, labelme, COCO, CVAT."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.files import read_landmarks
from aariz_mm.annotations.problems import CURE
from aariz_mm.files import is_hidden, load_json
from aariz_mm.interchange.coco import read_coco
from aariz_mm.interchange.cvat import read_cvat
from aariz_mm.interchange.labelme import read_labelme
from aariz_mm.interchange.marks import Sheet
from aariz_mm.interchange.names import find_symbol
from aariz_mm.interchange.sources import base_name
from aariz_mm.landmarks import SYMBOLS

__all__ = ['Marks', 'read_marks']

_EXPECTED = (
    'expected a folder of landmark files (Aariz layout, results of aariz-mm read, labelme), a COCO .json '
    'or a CVAT .xml; '
    'bring other formats into the Aariz layout by tools/import_annotations.py'
)
_ANYWHERE = (math.inf, math.inf)
"""Size of an image that is not at hand."""


@dataclass
class Marks:
    """Of one source, by radiograph: points (29, 2) in original pixels, NaN where missing; what else its files say.

    ``problems`` are (radiograph or file, why something of it is left out).
    """

    points_px: dict[str, np.ndarray] = field(default_factory=dict)
    pixel_size_mm: dict[str, float] = field(default_factory=dict)
    size_px: dict[str, tuple[int, int]] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)


def read_marks(path: Path) -> Marks:
    """The landmarks of a folder or file. A file that cannot be read is a problem of its own, not an end.

    Errors:
        FileNotFoundError: nothing there. ValueError: no landmark file in it, or two of one radiograph.
    """
    marks = Marks()
    if path.is_file() and path.suffix.lower() == '.xml':
        _add_sheets(marks, read_cvat(path))
    for file in _list_files(path):
        _add_file(marks, file, file.relative_to(path) if path.is_dir() else Path(file.name))
    if not marks.points_px:
        why = f' ({marks.problems[0][0]}: {marks.problems[0][1]})' if marks.problems else ''
        raise ValueError(f'{path}: no landmarks in it{why}; {_EXPECTED}')
    return marks


def _list_files(path: Path) -> list[Path]:
    if not path.exists():
        raise FileNotFoundError(f'{path}: no such folder or file; {_EXPECTED}')
    if path.is_file():
        return [path] if path.suffix.lower() == '.json' else []
    found = [one for one in sorted(path.rglob('*')) if one.suffix.lower() == '.json' and one.is_file()]
    return [one for one in found if not any(map(is_hidden, one.relative_to(path).parts))]


def _add_file(marks: Marks, file: Path, name: Path) -> None:
    try:
        content = load_json(file, 'export it again')
        if isinstance(content, dict) and isinstance(content.get('shapes'), list):
            _add_sheets(marks, read_labelme(file))
        elif isinstance(content, dict) and isinstance(content.get('annotations'), list) and 'images' in content:
            _add_sheets(marks, read_coco(file))
        elif isinstance(content, dict) and 'landmarks' in content:
            _add_annotation(marks, file, name, content)
        else:
            marks.problems.append((name.as_posix(), 'no landmark file'))
    except ValueError as error:
        marks.problems.append((name.as_posix(), str(error).removeprefix(f'{file}: ').replace(f'; {CURE}', '')))


def _add_annotation(marks: Marks, file: Path, name: Path, content: dict[str, Any]) -> None:
    """A file in the layout of Aariz; a result of a reading may be named otherwise than its radiograph."""
    image_id = name.as_posix()[: -len(name.suffix)]
    is_result = 'prediction_sha256' in content or 'image_sha256' in content
    points = read_landmarks(file, str(content.get('ceph_id')) if is_result else file.stem, _ANYWHERE, 'missing')
    size, scale = content.get('image_size'), content.get('pixel_size_mm')
    _add(marks, image_id, points, tuple(size) if isinstance(size, list) and len(size) == 2 else None)
    if isinstance(scale, int | float) and math.isfinite(scale) and scale > 0:
        marks.pixel_size_mm[image_id] = float(scale)


def _add_sheets(marks: Marks, contents: Any) -> None:
    for sheet in contents.sheets:
        if sheet.marks:
            points, problems = _points_of(sheet)
            image_id = Path(base_name(sheet.names[0])).stem
            _add(marks, image_id, points, sheet.size)
            marks.problems += [(image_id, problem) for problem in problems]
    marks.problems += [(one.where, f'{one.kind}: {one.what}') for one in contents.misfits]


def _points_of(sheet: Sheet) -> tuple[np.ndarray, Iterable[str]]:
    points, problems = np.full((len(SYMBOLS), 2), np.nan), []
    for mark in sheet.marks:
        symbol = find_symbol(mark.name)
        if not symbol:
            problems.append(f'unknown landmark {mark.name!r}')
        elif np.isfinite(points[SYMBOLS.index(symbol)]).all():
            problems.append(f'{symbol} is there twice; the first one counts')
        else:
            points[SYMBOLS.index(symbol)] = mark.x, mark.y
    return points, problems


def _add(marks: Marks, image_id: str, points: np.ndarray, size: tuple[int, int] | None) -> None:
    if image_id in marks.points_px:
        raise ValueError(f'two annotations of {image_id}; keep one, repeats go into a folder of their own')
    marks.points_px[image_id] = points
    if size is not None:
        marks.size_px[image_id] = size
