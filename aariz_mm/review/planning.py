"""Which files the dataset in home has of a case, whatever is there: pure planning."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.annotations.predicted import landmark_entry, stage_entry
from aariz_mm.annotations.writing import image_folder, landmark_content, landmark_folder, stage_folder, table_row
from aariz_mm.landmarks import SYMBOLS

from .records import CaseRow, Revision
from .state import AnnotationState

__all__ = ['CasePlan', 'landmark_entries', 'plan_case']

_DATASET_NAME = 'reviewed'
_CORNER_PX = 1.0


@dataclass(frozen=True)
class CasePlan:
    """What home has of a case: its image and its row of the table, None where no reader marked anything; and each text
    file below home, None where there is to be none."""

    image: Path | None
    row: tuple[str, ...] | None
    files: Mapping[Path, str | None]


def landmark_entries(state: AnnotationState, size: tuple[int, int]) -> list[dict]:
    """The landmarks of a state that a dataset's file has, in the official order.

    Of a draft those that the reader placed, moved or confirmed; of a finished case all. What is not visible or lies
    outside the radiograph is left out. Coordinates have two decimals.
    Args:
        size: (w, h) of the radiograph.
    """
    finished, entries = state.status == 'finished', []
    for symbol in SYMBOLS:
        mark = state.landmarks.get(symbol)
        if mark is None or not mark.visible or not (finished or mark.is_his):
            continue
        x, y = round(mark.x, 2), round(mark.y, 2)
        inside = 0 <= x <= size[0] - 1 and 0 <= y <= size[1] - 1
        if inside and max(x, y) > _CORNER_PX:  # a dataset's reader takes the corner for 'not marked'
            entries.append(landmark_entry(symbol, x, y))
    return entries


def plan_case(case: CaseRow, revisions: Sequence[Revision], suffix: str) -> CasePlan:
    """The files of a case.

    Args:
        revisions: the last one of each reader. suffix: of the image.
    """
    split_dir, files, anything = Path(case.split), {}, False
    for revision in revisions:
        entries = landmark_entries(revision.state, case.size)
        path = landmark_folder(split_dir, revision.reader) / f'{case.image_id}.json'
        files[path] = _as_text(landmark_content(case.image_id, entries, _DATASET_NAME)) if entries else None
        anything = anything or bool(entries)
    stage = _last_stage(revisions) if anything else None
    content = None if stage is None else _stage_text(case.image_id, stage)
    files[stage_folder(split_dir) / f'{case.image_id}.json'] = content
    if not anything:
        return CasePlan(None, None, files)
    image = image_folder(split_dir) / f'{case.image_id}{suffix}'
    row = table_row(case.image_id, case.machine or 'unknown', _pixel_size(case, revisions), suffix, case.split)
    return CasePlan(image, row, files)


def _as_text(content: dict) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False, indent=1) + '\n'


def _stage_text(image_id: str, stage: int) -> str:
    return _as_text(dict(ceph_id=image_id, cvm_stage=stage_entry(stage, f'{_DATASET_NAME}-{stage}')))


def _last_stage(revisions: Iterable[Revision]) -> int | None:
    """The stage of the reader who finished last and set one: the layout has one folder of stages for all readers."""
    finished = [one for one in revisions if one.state.status == 'finished' and one.state.stage is not None]
    return max(finished, key=lambda one: one.time).state.stage if finished else None


def _pixel_size(case: CaseRow, revisions: Iterable[Revision]) -> str:
    """Of the table that the case came from, else as the last reader who said one has it, else of the file, else ''."""
    if _is_positive(case.table_pixel_size):
        return case.table_pixel_size
    said = [one for one in revisions if one.state.pixel_size_mm is not None]
    if said:
        return repr(max(said, key=lambda one: one.time).state.pixel_size_mm)
    return '' if case.pixel_size_mm is None else repr(case.pixel_size_mm)


def _is_positive(text: str) -> bool:
    try:
        value = float(text)
    except ValueError:
        return False
    return math.isfinite(value) and value > 0
