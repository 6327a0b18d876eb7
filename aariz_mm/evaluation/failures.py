"""Landmarks that went badly wrong, by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..number_text import ABSENT, counted, fixed
from ..tables import Table
from .cases import LandmarkCases
from .options import FAILURE_MM

__all__ = ['Failure', 'failure_table', 'failures']


@dataclass(frozen=True)
class Failure:
    """One landmark of one image; ``index`` is that of the image in the cases, ``device`` '' where unknown."""

    index: int
    img_id: str
    img_path: str
    device: str
    symbol: str
    error_mm: float


def failures(cases: LandmarkCases, threshold_mm: float = FAILURE_MM) -> list[Failure]:
    """Every landmark with error > ``threshold_mm``, the worst first.

    Errors:
        ValueError: the threshold is not positive.
    """
    if not threshold_mm > 0:
        raise ValueError(f'failure_mm={threshold_mm!r}: expected a positive number of mm')
    errors_mm = cases.errors_mm()
    images, landmarks = np.nonzero(np.nan_to_num(errors_mm) > threshold_mm)
    worst_first = np.argsort(-errors_mm[images, landmarks], kind='stable')
    return [
        Failure(
            int(image),
            cases.img_ids[image],
            cases.img_paths[image],
            cases.devices[image],
            cases.symbols[landmark],
            float(errors_mm[image, landmark]),
        )
        for image, landmark in zip(images[worst_first], landmarks[worst_first], strict=True)
    ]


def failure_table(
    found: Sequence[Failure], limit: int, name: Callable[[Failure], str] = lambda one: one.img_path or one.img_id
) -> Table:
    """A row for each of the first ``limit`` failures; the caption says how many there are.

    Args:
        name: how the image of a failure is called.
    """
    rows = tuple((name(one), one.symbol, fixed(one.error_mm), one.device or ABSENT) for one in found[:limit])
    images = counted(len({one.index for one in found}), 'image')
    cut = f'; the first {limit}' if len(found) > limit else ''
    caption = f'{counted(len(found), "failure")} in {images}, worst first{cut}'
    return Table(caption, ('file', 'landmark', 'error, mm', 'device'), rows, (), (0, 1, 3))
