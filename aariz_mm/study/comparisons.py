"""Which readings of a study are held against each other, and the frame in which directions are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from aariz_mm.evaluation.human_line import HumanLine, human_line

from .assembly import Study

__all__ = [
    'ALL', 'AXES', 'FRAMES', 'INTER', 'INTRA', 'MEAN', 'MODEL', 'Comparison', 'compare_all', 'frame_matrices',
    'mean_of_readers', 'readers_line',
]  # fmt: skip

ALL = 'all'
"""Name of all landmarks together, where it stands beside those of single ones."""
INTRA, INTER, MODEL, MEAN = 'intra-observer', 'inter-observer', 'model and reader', 'model and mean of readers'
FRAMES = ('image', 'sn')
AXES = {'image': ('x, right on the picture', 'y, down on the picture'),
        'sn': ('x, forward along S-N', 'y, down at right angles to S-N')}  # fmt: skip
"""What x and y are in each frame."""


@dataclass(frozen=True)
class Comparison:
    """Two readings of B radiographs, (B, K, 2) in original pixels, NaN where one has not the landmark."""

    kind: str
    first: str
    second: str
    first_px: np.ndarray
    second_px: np.ndarray

    @property
    def title(self) -> str:
        """Example: 'Junior less Senior'"""
        return f'{self.first} less {self.second}'


def compare_all(study: Study) -> list[Comparison]:
    """Repeats of each source, readers in pairs, then each model with each reader and with the mean of them."""
    points, mean = study.points_px, mean_of_readers(study)

    def pair(kind, one, other):
        return Comparison(kind, one.label, other.label, points[one], points[other])

    found = [pair(INTRA, one, other) for one, other in combinations(points, 2) if one.name == other.name]
    found += [pair(INTER, one, other) for one, other in combinations(study.readers, 2)]
    found += [pair(MODEL, model, reader) for model in study.models for reader in study.readers]
    if mean is not None:
        found += [Comparison(MEAN, model.label, 'mean of readers', points[model], mean) for model in study.models]
    return found


def mean_of_readers(study: Study) -> np.ndarray | None:
    """(B, K, 2), NaN where a reader has not marked it; None for fewer than two readers."""
    readers = [study.points_px[one] for one in study.readers]
    return np.mean(readers, axis=0) if len(readers) > 1 else None


def readers_line(study: Study) -> HumanLine | None:
    """How far the readers are apart and from their mean, in the unit of the study; None for fewer than two."""
    readers = [study.points(one) for one in study.readers]
    return human_line(np.stack(readers)) if len(readers) > 1 else None


def frame_matrices(study: Study, frame: str) -> np.ndarray:
    """(B, 2, 2) that turn differences in the picture into those of a frame, without a change of length.

    In 'sn' x runs from S to N (means of all first readings), so that a mirrored or tilted head counts as any other.
    Errors:
        ValueError: an unknown frame, or 'sn' without S and N on a radiograph.
    """
    count = len(study.image_ids)
    if frame == 'image':
        return np.broadcast_to(np.eye(2), (count, 2, 2))
    if frame not in FRAMES:
        raise ValueError(f'frame {frame!r}: expected one of {FRAMES}')
    if not {'S', 'N'} <= set(study.symbols):
        raise ValueError("frame 'sn' needs the landmarks S and N; take 'image'")
    place = [study.symbols.index(symbol) for symbol in 'SN']
    first = [points[:, place] for source, points in study.points_px.items() if source.occasion == 1]
    ends = np.nanmean(first, axis=0)
    return _along(ends[:, 1] - ends[:, 0], study.image_ids)


def _along(vectors: np.ndarray, image_ids: Sequence[str]) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=-1)
    lost = [image_ids[row] for row in np.flatnonzero(~(lengths > 0))]
    if lost:
        raise ValueError(f"frame 'sn': no S or N on {', '.join(lost[:5])}; take 'image'")
    forward = vectors / lengths[:, None]
    down = np.stack([-forward[:, 1], forward[:, 0]], axis=-1)
    down *= np.where(down[:, 1:] < 0, -1, 1)  # of a face that looks left
    return np.stack([forward, down], axis=1)
