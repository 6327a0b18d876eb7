"""Landmarks that form no face, lie far from where a face has them, or tell of an image that was squeezed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from aariz_mm.intake.plausibility import FARTHEST_MM, distances_to_mean_mm, face_stretch, shape_distance_mm
from aariz_mm.landmarks import SYMBOLS

from .cases import Case, main_readers
from .findings import WARNING, Finding

__all__ = ['check_faces', 'check_stretch', 'far_landmarks', 'repeated_landmarks']

_FAR_MM = 25.0
"""Of a face with S-N = 70 mm; on ISBI 2015 the farthest of 729 readings lies 19 mm from the mean face's."""
_STRETCH_OF_DEVICE, _STRETCH_OF_IMAGE = 0.12, 0.3
"""Logarithms of width to height. Of one face it varies by 0.07 (standard deviation)."""
_FEWEST_IMAGES = 3
_FEWEST_REPEATED = 6


def check_faces(cases: Sequence[Case]) -> Iterator[Finding]:
    """Readings that form no face or have a landmark far off, and those that two images share."""
    for case in cases:
        for reader, points in case.readers_px.items():
            yield from _check_face(case, reader, points)
    yield from repeated_landmarks(cases)


def _check_face(case: Case, reader: str, points: np.ndarray) -> Iterator[Finding]:
    distance = min(shape_distance_mm(points), shape_distance_mm(points * [-1, 1]))
    if distance > FARTHEST_MM:
        yield Finding(
            WARNING, 'no-face', f'{case.ceph_id}: the landmarks of {reader} form no face ({distance:.0f} mm from a '
            f'usual one, expected at most {FARTHEST_MM:.0f})',
            'see whether landmarks were exchanged, or belong to another image', (case.ceph_id,),
        )  # fmt: skip
        return
    far = far_landmarks(points)
    if far:
        places = ', '.join(f'{symbol} {distance:.0f} mm' for symbol, distance in far.items())
        yield Finding(
            WARNING, 'landmark-far-off', f'{case.ceph_id}: {reader} marked landmarks far from where a face has them '
            f'({places})', 'see whether they were exchanged or mistyped', (case.ceph_id,),
        )  # fmt: skip


def far_landmarks(points_px: np.ndarray) -> dict[str, float]:
    """Landmarks of a reading that lie more than 25 mm from those of the mean face, turned either way.

    Args:
        points_px: (29, 2), NaN where missing.
    Returns:
        Symbol -> mm of a face with S-N = 70 mm, the farthest first; empty where fewer than 6 landmarks are known.
    """
    both = [distances_to_mean_mm(points) for points in (points_px, points_px * [-1, 1])]
    distances = min(both, key=lambda one: np.nansum(one))
    far = [(float(mm), symbol) for mm, symbol in zip(distances, SYMBOLS, strict=True) if mm > _FAR_MM]
    return {symbol: mm for mm, symbol in sorted(far, reverse=True)}


def repeated_landmarks(cases: Sequence[Case]) -> Iterator[Finding]:
    """Images of which a reader's landmarks are, to the last digit, those of another image."""
    first: dict[tuple[str, bytes], Case] = {}
    for case in cases:
        for reader, points in case.readers_px.items():
            if np.isfinite(points).all(axis=1).sum() < _FEWEST_REPEATED:
                continue
            known = first.setdefault((reader, points.tobytes()), case)
            if known is not case and not _same_pixels(known, case):
                yield Finding(
                    WARNING, 'landmarks-repeated', f'{case.ceph_id}: {reader} has the landmarks of {known.ceph_id}, to '
                    'the last digit', 'one of the two files is that of another image: copy it from the release again',
                    (known.ceph_id, case.ceph_id),
                )  # fmt: skip


def _same_pixels(first: Case, second: Case) -> bool:
    return first.is_readable and second.is_readable and first.scan.pixel_hash == second.scan.pixel_hash


def check_stretch(cases: Sequence[Case]) -> Iterator[Finding]:
    """Devices, and single images, whose faces are too wide or too high: their pixels are not square."""
    by_device: dict[str, list[tuple[Case, float]]] = {}
    for case in cases:
        stretch = np.log(face_stretch(case.mean_points_px(main_readers(case.readers_px))))
        if case.scan is not None and np.isfinite(stretch):
            by_device.setdefault(case.device, []).append((case, stretch))
    for device, own in by_device.items():
        usual = float(np.median([stretch for _, stretch in own]))
        if len(own) >= _FEWEST_IMAGES and abs(usual) > _STRETCH_OF_DEVICE:
            yield Finding(
                WARNING, 'squeezed-images', f'{device or "no device"}: faces are {np.exp(usual):.2f} times as wide as '
                f'usual (median of {len(own)} images), expected about 1',
                'see whether the images were resized to another aspect; angles and mm of such images are wrong',
            )  # fmt: skip
        expected = usual if len(own) >= _FEWEST_IMAGES else 0.0
        for case, stretch in own:
            if abs(stretch - expected) > _STRETCH_OF_IMAGE:
                yield Finding(
                    WARNING, 'squeezed-image', f'{case.ceph_id}: the face is {np.exp(stretch):.2f} times as wide as '
                    f'usual, expected about {np.exp(expected):.2f}',
                    'see whether the image was resized to another aspect', (case.ceph_id,),
                )  # fmt: skip
