"""Landmarks that went badly wrong, by name."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .cases import LandmarkCases

FAILURE_MM = 4.0
"""An error above it is a failure: the largest threshold of the ISBI challenges."""


@dataclass(frozen=True)
class Failure:
    """One landmark of one image; ``index`` is that of the image in the cases."""

    index: int
    img_id: str
    img_path: str
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
            cases.symbols[landmark],
            float(errors_mm[image, landmark]),
        )
        for image, landmark in zip(images[worst_first], landmarks[worst_first], strict=True)
    ]


def describe_failures(found: list[Failure], limit: int = 20) -> str:
    """A line for each of the first ``limit`` failures (error, landmark, file), and one for how many more there are."""
    lines = [f'{one.error_mm:8.2f} mm  {one.symbol:<5} {one.img_path or one.img_id}' for one in found[:limit]]
    return '\n'.join(lines + ([f'… and {len(found) - limit} more'] if len(found) > limit else []))
