"""Pixel sizes against anatomy: the distance sella-nasion of a human head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.resolution import unusual_pixel_size

from .cases import Case, main_readers
from .findings import WARNING, DeviceSummary, Finding

__all__ = ['FEWEST_IMAGES', 'PLAUSIBLE_SN_MM', 'check_scale', 'sn_mm', 'summarize_devices']

PLAUSIBLE_SN_MM = (60.0, 85.0)
"""Median S-N of a device's images. Heads of schoolchildren to adults measure 65 to 77 mm; film and detector enlarge
them by up to 15 %."""
FEWEST_IMAGES = 3
_OUTLIER = 0.3
"""Share by which one image's S-N leaves its device's median; heads vary by 5 % (standard deviation)."""

_S, _N = SYMBOLS.index('S'), SYMBOLS.index('N')


def summarize_devices(cases: Sequence[Case]) -> tuple[DeviceSummary, ...]:
    """One summary per device of the table, by name."""
    by_device: dict[str, list[Case]] = {}
    for case in cases:
        if case.device and case.scan is not None:
            by_device.setdefault(case.device, []).append(case)
    return tuple(_summarize(device, by_device[device]) for device in sorted(by_device))


def check_scale(devices: Sequence[DeviceSummary], cases: Sequence[Case]) -> Iterator[Finding]:
    """Devices of an implausible or of several pixel sizes, and images that differ from the rest of their device."""
    low, high = PLAUSIBLE_SN_MM
    for device in devices:
        if device.verdict == 'implausible':
            yield Finding(
                WARNING, 'implausible-pixel-size', f'{device.device}: median S-N {device.sn_median_mm:.1f} mm on '
                f'{device.sn_images} images, expected {low:g} to {high:g}',
                "millimetres of this device may be wrong; compare them with those of pixel_size='sn70'",
            )  # fmt: skip
        # An unusual size that anatomy confirms is that of an image which was shrunk.
        sizes = () if low <= device.sn_median_mm <= high else device.pixel_sizes_mm
        for note in filter(None, map(unusual_pixel_size, sizes)):
            yield Finding(
                WARNING, 'unusual-pixel-size', f'{device.device}: {note}', 'see whether the table states mm per pixel'
            )
        if len(device.pixel_sizes_mm) > 1:
            yield Finding(
                WARNING, 'several-pixel-sizes', f'{device.device}: pixel sizes {list(device.pixel_sizes_mm)} mm',
                'see which is right; the release has one per device',
            )  # fmt: skip
    medians = {device.device: device.sn_median_mm for device in devices if device.sn_images >= FEWEST_IMAGES}
    yield from _outliers(medians, cases)


def _summarize(device: str, cases: Sequence[Case]) -> DeviceSummary:
    sizes = [case.scan.size_px for case in cases if case.is_readable]
    distances = [distance for distance in map(sn_mm, cases) if not np.isnan(distance)]
    quartiles = np.percentile(distances, [25, 50, 75]) if distances else [np.nan] * 3
    return DeviceSummary(
        device,
        dict(Counter(case.split for case in cases)),
        tuple(sorted({case.pixel_size_mm for case in cases if not np.isnan(case.pixel_size_mm)})),
        min(sizes, key=np.prod, default=None),
        max(sizes, key=np.prod, default=None),
        len(distances),
        *map(float, quartiles),
        _verdict(len(distances), float(quartiles[1])),
    )


def _verdict(images: int, median_mm: float) -> str:
    if images < FEWEST_IMAGES:
        return 'too few images'
    return 'plausible' if PLAUSIBLE_SN_MM[0] <= median_mm <= PLAUSIBLE_SN_MM[1] else 'implausible'


def _outliers(medians: Mapping[str, float], cases: Sequence[Case]) -> Iterator[Finding]:
    for case in cases:
        ratio = sn_mm(case) / medians.get(case.device, np.nan)
        if abs(ratio - 1) > _OUTLIER:
            yield Finding(
                WARNING, 'implausible-scale', f'{case.ceph_id}: S-N {sn_mm(case):.1f} mm, median of {case.device} '
                f'{medians[case.device]:.1f}',
                'see whether the image was resized, comes from another device, or S or N is misplaced',
                (case.ceph_id,),
            )  # fmt: skip


def sn_mm(case: Case) -> float:
    """S-N in mm by the mean of the main readers and the released pixel size; NaN where one of them is missing."""
    points = case.mean_points_px(main_readers(case.readers_px))
    return float(np.linalg.norm(points[_N] - points[_S]) * case.pixel_size_mm)
