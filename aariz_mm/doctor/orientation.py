"""Which way the heads look: by the landmarks, and whether the pixels agree with them.

Landmarks show the orientation of the face. Whether the image was flipped or inverted without them shows in the
picture laid over that of the other images. On ISBI 2015, detail correlates with the mean of the others by 0.55 or more
as it is and by 0.45 or less once flipped. Where images are few, their mean is compared with phantoms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.analysis.facing import LOWER_FRONT, UPPER_FRONT, facing
from aariz_mm.intake.alignment import (
    FLIPS,
    Patch,
    can_be_aligned,
    correlate,
    cut_patch,
    flipped,
    phantom_template,
    standardize,
)
from aariz_mm.landmarks import SYMBOLS

from .cases import Case, main_readers
from .findings import WARNING, Finding

__all__ = ['DOWN', 'LEFT', 'RIGHT', 'TURNED', 'UNKNOWN', 'check_orientation', 'count_orientations', 'orientation_of']

RIGHT, LEFT, DOWN, TURNED, UNKNOWN = 'facing right', 'facing left', 'upside down', 'turned', 'unknown'
"""Orientations of a face in the frame; in the release all face right."""

_FEWEST_IMAGES = 8
_DETAIL = 6.0
_FITS, _MARGIN = 0.3, 0.15
_FITS_PHANTOMS = 0.15
"""Correlation with phantoms, above which landmarks fit the image; radiographs of ISBI 2015 have 0.37 or more."""
_INVERTED = -0.2
_TURNED_DEG, _DOWN_DEG = 60.0, 120.0


@dataclass(frozen=True)
class _Look:
    """A case with its patch for every flip of its pixels."""

    case: Case
    patches: tuple[Patch, ...]


def orientation_of(points_px: np.ndarray) -> str:
    """Orientation of the face of (29, 2) landmarks in the frame, y down; NaN where missing."""
    side = int(facing({symbol: points_px[k][None] for k, symbol in enumerate(SYMBOLS)})[0])
    down = _centre(points_px, LOWER_FRONT) - _centre(points_px, UPPER_FRONT)
    if side == 0 or np.isnan(down).any():
        return UNKNOWN
    angle = abs(np.degrees(np.arctan2(down[0], down[1])))
    if angle > _TURNED_DEG:
        return DOWN if angle > _DOWN_DEG else TURNED
    return RIGHT if side > 0 else LEFT


def count_orientations(cases: Sequence[Case]) -> dict[str, int]:
    """Number of images of each orientation."""
    return dict(Counter(orientation_of(_points(case)) for case in cases if case.scan is not None).most_common())


def check_orientation(cases: Sequence[Case]) -> Iterator[Finding]:
    """Faces that do not look right, and pixels that contradict the landmarks."""
    for case in cases:
        orientation = orientation_of(_points(case)) if case.scan is not None else UNKNOWN
        if orientation not in (RIGHT, UNKNOWN):
            yield Finding(
                WARNING, f'labels-{orientation.replace(" ", "-")}',
                f'{case.ceph_id}: by its landmarks the head is {orientation}, expected facing right',
                'turn the image and its landmarks, or leave it out', (case.ceph_id,), (str(case.scan.path),),
            )  # fmt: skip
    looks = [_look(case) for case in cases if case.is_readable and can_be_aligned(_points(case))]
    if looks:
        yield from _check_pixels(looks)


def _check_pixels(looks: Sequence[_Look]) -> Iterator[Finding]:
    general = np.array([[correlate(patch, phantom_template()) for patch in look.patches] for look in looks])
    usual, sign = _best(general.mean(axis=0))
    if len(looks) < _FEWEST_IMAGES or usual:
        few_inverted = sign * general[:, 0] if len(looks) < _FEWEST_IMAGES else general[:, 0]
        for look, correlation in zip(looks, few_inverted, strict=True):
            inverted = sign < 0 or correlation < _INVERTED
            yield from _describe(look, FLIPS[usual], inverted, abs(correlation) > _FITS_PHANTOMS)
        return
    patches = [standardize(look.patches[0]) for look in looks]
    total, counts = np.sum(patches, axis=0), np.sum([look.patches[0].inside for look in looks], axis=0)
    for look, own in zip(looks, patches, strict=True):
        # Without its own share, or a flipped image would resemble the mean of few.
        others = sign * (total - own) / np.maximum(counts - look.patches[0].inside, 1)
        flip, grey = _best(np.array([correlate(patch, others, _DETAIL) for patch in look.patches]))
        fits = flip != 0 or abs(correlate(look.patches[0], others, _DETAIL)) > _FITS
        yield from _describe(look, FLIPS[flip], grey < 0, fits)


def _best(correlations: np.ndarray) -> tuple[int, int]:
    """Index of the flip and sign of the greys that fit clearly better than the image as it is, else 0 and 1."""
    flip = int(np.abs(correlations).argmax())
    best = abs(correlations[flip])
    if best < _FITS or best - correlations[0] < _MARGIN:
        return 0, 1
    return flip, 1 if correlations[flip] > 0 else -1


def _describe(look: _Look, flip: str, inverted: bool, fits: bool) -> Iterator[Finding]:
    ids, files = (look.case.ceph_id,), (str(look.case.scan.path),)
    if flip == FLIPS[0] and not fits:
        yield Finding(
            WARNING, 'pixels-elsewhere', f'{look.case.ceph_id}: the landmarks do not fit the image, however turned',
            'see whether the image was resized or cut after it was marked, or the landmarks are those of another one',
            ids, files,
        )  # fmt: skip
    if flip != FLIPS[0]:
        yield Finding(
            WARNING, 'pixels-contradict-labels', f'{look.case.ceph_id}: the landmarks fit the image once it is {flip}',
            'the image was turned without its landmarks: copy it from the release again', ids, files,
        )  # fmt: skip
    if inverted:
        yield Finding(
            WARNING, 'inverted-greys', f'{look.case.ceph_id}: bone is dark and air is bright',
            'invert the image, or copy it from the release again', ids, files,
        )  # fmt: skip


def _look(case: Case) -> _Look:
    points = _points(case)
    is_mirrored = facing({symbol: points[k][None] for k, symbol in enumerate(SYMBOLS)})[0] < 0
    return _Look(
        case,
        tuple(
            cut_patch(pixels, points, case.scan.size_px, bool(is_mirrored)) for pixels in flipped(case.scan.thumbnail)
        ),
    )


def _points(case: Case) -> np.ndarray:
    return case.mean_points_px(main_readers(case.readers_px))


def _centre(points_px: np.ndarray, symbols: Sequence[str]) -> np.ndarray:
    points = points_px[[SYMBOLS.index(symbol) for symbol in symbols]]
    known = points[~np.isnan(points).any(axis=1)]
    return known.mean(axis=0) if len(known) else np.full(2, np.nan)
