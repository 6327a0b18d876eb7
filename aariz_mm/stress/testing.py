"""Annotated radiographs, changed and read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.evaluation.functional import radial_errors_mm
from aariz_mm.geometry import inside_image
from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.reading.held_out import Annotated

from .changes import Change, change_radiograph, move_points

__all__ = ['ChangedReading', 'read_changed', 'stress_test']


@dataclass(frozen=True)
class ChangedReading:
    """A changed radiograph as it was read.

    errors_mm: (K,), in original pixels times their size; NaN where there is no truth, or it left the picture.
    warnings: of the reader. refusal: why it gave no landmarks, '' where it did; then all errors are NaN.
    """

    image_id: str
    change: Change
    errors_mm: np.ndarray
    warnings: tuple[str, ...] = ()
    refusal: str = ''


def stress_test(
    read: Callable[[np.ndarray], LandmarkPrediction],
    radiographs: Sequence[Annotated],
    changes: Sequence[Change],
    report: Callable[[Iterator], Iterator] = iter,
) -> list[ChangedReading]:
    """Read radiographs with each change.

    Args:
        read: finds the landmarks of a picture (h, w) uint8, as a :class:`~aariz_mm.reading.reader.Reader` does; it is
            told no pixel size, so that its warnings are about the picture alone.
        radiographs: with the truth of the landmarks that it finds, in its order.
        report: wraps the sequence of (number, radiograph), as tqdm.
    Errors:
        ValueError: no radiograph, or one without pixel size.
    """
    _check(radiographs)
    readings = []
    for number, one in report(list(enumerate(radiographs))):
        grey = read_radiograph(one.path)
        readings += [read_changed(read, one, grey, change, number) for change in changes]
    return readings


def read_changed(
    read: Callable[[np.ndarray], LandmarkPrediction], one: Annotated, grey: np.ndarray, change: Change, number: int
) -> ChangedReading:
    """Change one radiograph and read it.

    Args:
        grey: its pixels. number: as in :func:`~aariz_mm.stress.changes.change_radiograph`.
    """
    picture, matrix = change_radiograph(change, grey, one.keypoints_px, number)
    seen = inside_image(move_points(matrix, one.keypoints_px), picture.shape[1::-1])
    truth_px = np.where(seen[:, None], one.keypoints_px, np.nan)
    try:
        prediction = read(picture)
    except ValueError as error:  # what a reader raises of a picture that it does not take
        return ChangedReading(one.image_id, change, np.full(len(truth_px), np.nan), refusal=str(error))
    found_px = move_points(np.linalg.inv(matrix), np.asarray(prediction.keypoints_px, dtype=np.float64))
    if not np.isfinite(found_px[seen]).all():
        return ChangedReading(
            one.image_id, change, np.full(len(truth_px), np.nan), prediction.warnings, 'a landmark was not found'
        )
    errors_mm = radial_errors_mm(found_px[None], truth_px[None], np.array([one.pixel_size_mm]))[0]
    return ChangedReading(one.image_id, change, errors_mm, prediction.warnings)


def _check(radiographs: Sequence[Annotated]) -> None:
    if not radiographs:
        raise ValueError('no radiograph to read; give a split that has some')
    unknown = [one.image_id for one in radiographs if not one.pixel_size_mm > 0]
    if unknown:
        raise ValueError(f'{len(unknown)} radiographs have no pixel size ({unknown[:3]} …); errors in mm need it')
