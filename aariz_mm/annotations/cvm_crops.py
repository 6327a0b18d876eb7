"""Folders of C2-C4 crops, one per CVM stage, as lists of files; nothing is moved, written or decoded."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

from aariz_mm.annotations.layout import find_data_root, find_split, list_folders
from aariz_mm.files import is_hidden
from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.radiographs.images import IMAGE_SUFFIXES

__all__ = ['CropFile', 'count_stages', 'find_crop_root', 'list_crops', 'majority_stage']

_EXPECTED_CROP_LAYOUT = """Expected:
  <data_root>/{train,valid,test}/{1,2,3,4,5,6}/<id>.{png,jpg,jpeg,bmp}
(folders may also be named S1 or CVM-S1, in any case)"""


class CropFile(NamedTuple):
    """A crop: its id (file name without suffix), path, and stage, 1 to 6."""

    img_id: str
    path: Path
    stage: int


def find_crop_root(data_root: str | os.PathLike | None) -> Path:
    """The folder of the splits, checked to exist.

    Errors:
        FileNotFoundError: not set, or not a folder.
    """
    return find_data_root(data_root, 'AARIZ_CVM_ROOT', f'the folder of the crops.\n{_EXPECTED_CROP_LAYOUT}')


def list_crops(root: Path, split: str) -> list[CropFile]:
    """The crops of one split, sorted by id.

    Errors:
        FileNotFoundError: no such split, or no image in it.
        ValueError: a folder that is no stage, a file that is no image or lies in no stage folder, or an id that
            stands in two places.
    """
    folder = find_split(root, split)
    if folder is None:
        raise FileNotFoundError(
            f'{root}: no folder {split!r} (folders found: {list_folders(root)}).\n{_EXPECTED_CROP_LAYOUT}'
        )
    crops: dict[str, CropFile] = {}
    for stage_folder in _visible(folder):
        stage = _stage_of(stage_folder)
        for path in _visible(stage_folder):
            if not path.is_file() or path.suffix.lower() not in IMAGE_SUFFIXES:
                raise ValueError(f'{path}: expected an image, one of {IMAGE_SUFFIXES}; convert, move or remove it')
            crop = CropFile(path.name[: -len(path.suffix)], path, stage)
            if crop.img_id in crops:
                raise ValueError(
                    f'{path}: the id {crop.img_id!r} is at {crops[crop.img_id].path} too; keep the right one'
                )
            crops[crop.img_id] = crop
    if not crops:
        raise FileNotFoundError(f'{folder}: no image found; check data_root.\n{_EXPECTED_CROP_LAYOUT}')
    return [crops[img_id] for img_id in sorted(crops)]


def count_stages(stages: list[int]) -> list[int]:
    """Number of images of each of the six stages, S1 first."""
    return [stages.count(stage) for stage in range(1, len(CVM_STAGES) + 1)]


def majority_stage(stages: list[int]) -> int:
    """The most frequent stage; of several the lowest."""
    counts = count_stages(stages)
    return counts.index(max(counts)) + 1


def _visible(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.iterdir()) if not is_hidden(path.name)]


def _stage_of(folder: Path) -> int:
    match = re.fullmatch(r'(?:(?:cvm[-_ ]?)?s)?([1-6])', folder.name, re.IGNORECASE)
    if match is None or not folder.is_dir():
        kind = 'folder' if folder.is_dir() else 'file'
        raise ValueError(
            f'{folder}: this {kind} is no stage; expected folders 1 to 6 alone: rename, move or remove it.\n'
            f'{_EXPECTED_CROP_LAYOUT}'
        )
    return int(match[1])
