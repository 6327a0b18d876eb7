"""Readers of the released annotation files: landmark JSON, CVM JSON, device table."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.entries import check_apart, landmark_index, name_landmark, read_point
from aariz_mm.annotations.problems import image_problem
from aariz_mm.landmarks import CVM_STAGES, LANDMARKS

__all__ = [
    'MachineRow',
    'parse_pixel_size_mm',
    'read_cvm_stage',
    'read_json',
    'read_landmarks',
    'read_machines',
]

_NO_PIXEL_SIZE = (
    ": none is known; calibrate the radiograph on the review page, or set the dataset's pixel_size to mm per pixel or "
    "'sn70'"
)
_COLUMNS = ('cephalogram_id', 'machine', 'pixel_size')


@dataclass(frozen=True)
class MachineRow:
    """One row of the device table, its cells as written; ``pixel_size`` is in mm per original pixel.

    ``image_format`` and ``mode`` are '' where the table has no such column.
    """

    machine: str
    pixel_size: str
    line: int
    image_format: str = ''
    mode: str = ''


def read_landmarks(path: Path, ceph_id: str, image_size: tuple[int, int], unmarked: str = 'raise') -> np.ndarray:
    """Landmarks of one reader's file, joined by ``landmark_id``.

    Args:
        image_size: (w, h) of the image, which the points must lie in.
        unmarked: 'missing' takes an entry that was not marked, see :func:`is_unmarked`, as if it were not there;
            'raise' refuses it.
    Returns:
        (29, 2) float64, original pixels (x, y), official order; NaN where the file has no such landmark.
    Errors:
        ImageProblem: broken file, foreign ``ceph_id``, unknown or repeated landmark, an id that contradicts symbol or
            title, a value that is not a finite number, a point outside the image, or three landmarks in one place.
    """
    entries = read_json(path, ceph_id).get('landmarks')
    if not isinstance(entries, list):
        raise image_problem('broken annotation', path, f"'landmarks' is {_kind(entries)}, expected a list")
    points = np.full((len(LANDMARKS), 2), np.nan)
    seen = set()
    for entry in entries:
        index = landmark_index(entry, path)
        if index in seen:
            raise image_problem(
                'duplicate landmark', path, f'landmark {name_landmark(index)} is there twice, expected once'
            )
        seen.add(index)
        points[index] = read_point(entry, index, image_size, path, unmarked)
    check_apart(points, path)
    return points


def read_cvm_stage(path: Path, ceph_id: str) -> int:
    """CVM stage, 1 to 6.

    Errors:
        ImageProblem: broken file, foreign ``ceph_id``, a stage outside 1 to 6, or a title that says another stage.
    """
    entry = read_json(path, ceph_id).get('cvm_stage')
    if not isinstance(entry, dict):
        raise image_problem('broken annotation', path, f"'cvm_stage' is {_kind(entry)}, expected an object")
    stage, title = entry.get('value'), entry.get('title')
    if type(stage) is not int or not 1 <= stage <= len(CVM_STAGES):
        raise image_problem('bad CVM stage', path, f'CVM stage {stage!r}, expected a whole number from 1 to 6')
    if title is not None and str(title).strip() != CVM_STAGES[stage - 1]:
        raise image_problem(
            'bad CVM stage', path, f'title {title!r} contradicts value {stage}, expected {CVM_STAGES[stage - 1]!r}'
        )
    return stage


def read_machines(path: Path) -> dict[str, tuple[MachineRow, ...]]:
    """Rows of the device table by cephalogram id (every row of an id that is repeated).

    A byte-order mark, blanks around cells and blank lines are harmless.
    Errors:
        ValueError: not UTF-8 text, a column is missing, or a row has no id.
    """
    try:
        text = path.read_text(encoding='utf-8-sig')
    except UnicodeDecodeError as error:
        raise ValueError(f'{path}: not UTF-8 text ({error}); save it again as CSV UTF-8') from error
    lines = csv.reader(io.StringIO(text, newline=''))
    header = [cell.strip().lower() for cell in next(lines, [])]
    missing = [column for column in _COLUMNS if column not in header]
    if missing:
        raise ValueError(
            f'{path}: no column {missing}, got {header}, expected a comma-separated header with {list(_COLUMNS)}; '
            'take the file from the release again'
        )
    rows: dict[str, tuple[MachineRow, ...]] = {}
    for cells in lines:
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        if not any(row.values()):
            continue
        ceph_id = row['cephalogram_id']
        if not ceph_id:
            raise ValueError(
                f'{path}: line {lines.line_num} {cells} has no cephalogram_id; fill it in or remove the line'
            )
        cells = (row.get(column, '') for column in ('image_format', 'mode'))
        new = MachineRow(row.get('machine', ''), row.get('pixel_size', ''), lines.line_num, *cells)
        rows[ceph_id] = (*rows.get(ceph_id, ()), new)
    return rows


def parse_pixel_size_mm(row: MachineRow, ceph_id: str, path: Path) -> float:
    """Millimetres per original pixel of a row of the device table.

    Errors:
        ImageProblem: not a positive, finite number.
    """
    try:
        value = float(row.pixel_size)
    except ValueError:
        value = math.nan
    if not (math.isfinite(value) and value > 0):
        cure = '' if row.pixel_size else _NO_PIXEL_SIZE
        raise image_problem(
            'bad pixel size',
            path,
            f'line {row.line}, {ceph_id}: pixel_size {row.pixel_size!r}, expected a positive number of mm per '
            f'pixel{cure}',
        )
    return value


def read_json(path: Path, ceph_id: str) -> dict[str, Any]:
    """Content of an annotation file; an ImageProblem where it is no object or says another ``ceph_id``."""
    try:
        content = json.loads(path.read_bytes().decode('utf-8-sig'))
    except (OSError, ValueError, RecursionError) as error:
        raise image_problem('broken annotation', path, f'not valid JSON ({error}), expected an annotation') from error
    if not isinstance(content, dict):
        raise image_problem('broken annotation', path, f'the file holds {_kind(content)}, expected an object')
    said = content.get('ceph_id', ceph_id)
    if str(said) != ceph_id:
        raise image_problem(
            'foreign ceph_id', path, f'ceph_id {said!r} differs from the file name, expected {ceph_id!r}'
        )
    return content


def _kind(value: Any) -> str:
    return 'missing' if value is None else f'a {type(value).__name__}'
