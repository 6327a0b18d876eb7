"""Landmarks that a dataset came with, as a reader's annotation that is never written to."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from aariz_mm.annotations.files import read_landmarks
from aariz_mm.landmarks import SYMBOLS

from .bodies import MarkBody
from .case_replies import AnnotationView
from .records import CaseRow

__all__ = ['dataset_annotation']


def dataset_annotation(file: Path, row: CaseRow, reader: str) -> AnnotationView:
    """A reader's file of a dataset.

    Errors:
        ValueError: it is broken, or has points outside the radiograph.
    """
    points = read_landmarks(file, file.stem, row.size or (1 << 30, 1 << 30), unmarked='missing')
    there = np.isfinite(points).all(axis=1)
    marks = {
        symbol: MarkBody(x=float(x), y=float(y), by='import', confirmed=True)
        for symbol, (x, y), is_there in zip(SYMBOLS, points, there, strict=True)
        if is_there
    }
    return AnnotationView(
        version=0, time=None, reader=reader, source='dataset', status='finished', landmarks=marks,
        pixel_size_mm=row.pixel_size_mm, pixel_size_source=row.pixel_size_source,
    )  # fmt: skip
