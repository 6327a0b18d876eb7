"""Which landmarks the images of a dataset have at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from aariz_mm.landmarks import SUBSETS

__all__ = ['describe_missing', 'missing_landmarks']


def missing_landmarks(records: Sequence[Mapping[str, Any]], symbols: Sequence[str]) -> tuple[str, ...]:
    """Landmarks that are marked in no image at all.

    Args:
        records: images with ``keypoints_visible`` (1, K). symbols: of the K landmarks.
    """
    marked = np.any([record['keypoints_visible'][0] > 0 for record in records], axis=0)
    return tuple(symbol for symbol, is_there in zip(symbols, marked, strict=True) if not is_there)


def describe_missing(missing: Sequence[str], symbols: Sequence[str]) -> str:
    """Which landmarks are in no image, and the settings by which the others are trained.

    Example: R missing of S, N, R -> "no image has R, …: … set landmarks=['S', 'N'] of every dataset …"
    """
    left = tuple(symbol for symbol in symbols if symbol not in missing)
    name = next((name for name, subset in SUBSETS.items() if subset == left), None)
    return (
        f'no image has {", ".join(missing)}, so no model can learn them: mark them, or set '
        f'landmarks={name or list(left)!r} of every dataset of the config and the number {len(left)} of its head '
        '(docs/cookbook.md, "Some of the landmarks")'
    )
