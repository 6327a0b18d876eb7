"""Pixel sizes of single images: against those of the other images of the device, and against the size of the face."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from .cases import Case
from .findings import WARNING, Finding
from .placed import Placed

__all__ = ['check_sizes', 'usual_pixel_size_mm']

_FEWEST_IMAGES = 3
_FEWEST_FACES = 8
_USUAL_SHARE = 0.6
_SAME = 0.005
"""Logarithm: pixel sizes nearer than half a percent are one."""
_CLEARLY_BETTER = 0.05
_USUAL_SD, _FARTHEST_SD, _SMALLEST = 0.05, 3.5, 0.14
"""Logarithms of face sizes: of heads they vary by 0.05 (standard deviation)."""


@dataclass(frozen=True)
class _Sized:
    """A case, and the logarithm of its face's S-N in mm by its pixel size, as all landmarks give it."""

    case: Case
    face: float


def check_sizes(placed: Placed) -> Iterator[Finding]:
    """Images of another pixel size than their device usually has, and faces too large or small for their device."""
    by_device: dict[str, list[_Sized]] = {}
    for case, readings in zip(placed.cases, placed.readings, strict=True):
        if case.scan is not None and case.pixel_size_mm > 0:
            scales = [reading.mm_per_px for reading in readings.values()]
            # The model's face has S-N = 70 mm.
            face = math.log(70 * case.pixel_size_mm / np.median(scales)) if scales else math.nan
            by_device.setdefault(case.device, []).append(_Sized(case, face))
    for device, own in by_device.items():
        yield from _check_device(device or 'no device', own)


def usual_pixel_size_mm(sizes_mm: Sequence[float]) -> float:
    """The pixel size that at least 60 % of three images or more have; NaN where there is none."""
    size, count = Counter(sizes_mm).most_common(1)[0]
    return size if len(sizes_mm) >= _FEWEST_IMAGES and count >= _USUAL_SHARE * len(sizes_mm) else math.nan


def _check_device(device: str, own: Sequence[_Sized]) -> Iterator[Finding]:
    usual = usual_pixel_size_mm([one.case.pixel_size_mm for one in own])
    is_other = [abs(math.log(one.case.pixel_size_mm / usual)) > _SAME for one in own]
    faces = np.array([one.face for one, other in zip(own, is_other, strict=True) if not other])
    faces = faces[np.isfinite(faces)]
    median = float(np.median(faces)) if len(faces) else math.nan
    sizes = {one.case.scan.size_px for one, other in zip(own, is_other, strict=True) if not other}
    for one, other in zip(own, is_other, strict=True):
        off = one.face - median
        if other:
            if not _is_right(one, off, usual, sizes):
                yield _other_size(device, one, usual, off)
        elif len(faces) >= _FEWEST_FACES and abs(off) > _limit(faces - median):
            yield _unusual_face(device, one, off)


def _limit(offs: np.ndarray) -> float:
    """Beyond it a face is too large or too small for its device."""
    spread = max(1.4826 * float(np.median(np.abs(offs))), _USUAL_SD)
    return max(_FARTHEST_SD * spread, _SMALLEST)


def _is_right(one: _Sized, off: float, usual_mm: float, usual_sizes_px: set[tuple[int, int]]) -> bool:
    """Whether the face fits its own pixel size clearly better than the usual one, as that of an image made smaller."""
    by_usual = off + math.log(usual_mm / one.case.pixel_size_mm)
    fits_own = abs(off) + _CLEARLY_BETTER < abs(by_usual)
    return one.case.scan.size_px not in usual_sizes_px and fits_own


def _other_size(device: str, one: _Sized, usual_mm: float, off: float) -> Finding:
    face = f', and the face comes out {math.exp(off):.2f} times as large as usual' if math.isfinite(off) else ''
    return Finding(
        WARNING, 'pixel-size-of-one-image', f'{one.case.ceph_id}: {one.case.pixel_size_mm:g} mm per pixel, others of '
        f'{device} have {usual_mm:g}{face}', 'see which is right in the device table', (one.case.ceph_id,),
    )  # fmt: skip


def _unusual_face(device: str, one: _Sized, off: float) -> Finding:
    return Finding(
        WARNING, 'face-size', f'{one.case.ceph_id}: by its pixel size the face is {math.exp(off):.2f} times as large '
        f'as usual of {device} (S-N by all landmarks {math.exp(one.face):.0f} mm)',
        'see whether the image was resized or comes from another device; heads differ, too', (one.case.ceph_id,),
    )  # fmt: skip
