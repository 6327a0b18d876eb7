"""Folders of small radiographs, and stores of reviews of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.review.folder import list_folder
from aariz_mm.review.records import CaseFile
from aariz_mm.review.state import AnnotationState, Mark
from aariz_mm.review.store import ReviewStore

SIZE = (60, 80)


def write_picture(path: Path, seed: int = 0, size: tuple[int, int] = SIZE) -> Path:
    """A picture of noise, which no other seed makes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    grey = np.random.default_rng(seed).integers(0, 256, size[::-1], dtype=np.uint8)
    Image.fromarray(grey).save(path)
    return path


def write_folder(folder: Path, *names: str) -> Path:
    """A folder of pictures with these names, each another one."""
    for seed, name in enumerate(names or ('a.png', 'b.png', 'c.png')):
        write_picture(folder / name, seed)
    return folder


def case_files(folder: Path, home: Path) -> list[CaseFile]:
    """The cases of a folder, as the server gives them to the store."""
    return [
        CaseFile(one.case_id, one.path, one.split, one.machine or 'unknown', str(one.pixel_size_mm or ''))
        for one in list_folder(folder, home)
    ]


def open_review(folder: Path, home: Path | None = None) -> ReviewStore:
    """A store of all radiographs of a folder."""
    home = home or folder.with_name(f'{folder.name}_review')
    store = ReviewStore(home, folder)
    store.set_cases(case_files(folder, home))
    return store


def state(x: float = 10.0, status: str = 'draft', symbols=('A',), **fields) -> AnnotationState:
    """Landmarks in a row, 1 px apart, from x on."""
    marks = {symbol: Mark(x + 0.5 * index, 20.0 + 2 * index) for index, symbol in enumerate(symbols)}
    return AnnotationState(marks, status, **fields)


ALL = SYMBOLS
"""Every landmark, for :func:`state`."""
