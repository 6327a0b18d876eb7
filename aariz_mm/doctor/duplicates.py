"""Images that are one: the same file, the same pixels, or nearly the same picture; and whether their labels agree.

Radiographs of different persons from one machine look alike. They differ in detail, so thumbnails are
compared without their coarse light, first all with all at 64 px, then the likely pairs at 128 px and shifted to fit.
On the 278 images of ISBI 2015 the latter correlate by 0.54 at most, except for two that are one radiograph (0.95).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product

import cv2
import numpy as np

from .cases import Case
from .findings import WARNING, CopyGroup, Finding
from .scan import THUMBNAIL, ImageScan

__all__ = ['check_copies', 'find_copies', 'shifted_correlation']

_LIKELY, _CONFIRMED = 0.8, 0.8
_COARSE_SHIFTS_PX, _SHIFT_PX = (-1, 0, 1), 4
"""Shifts that are tried at 64 px, and the largest one at 128 px."""
_BLOCK = 1024
_AGREE_MM = 2.0
"""Labels of copies agree where no reader's points differ by more than this on average."""
_KINDS = ('identical files', 'identical pixels', 'near-identical')

_Link = tuple[int, int, int, float]
"""Two cases, the index of the kind, and the correlation."""


def find_copies(cases: Sequence[Case]) -> tuple[CopyGroup, ...]:
    """Groups of images that are one; uniform images are left to another check."""
    cases = [case for case in cases if case.is_readable and case.scan.lowest < case.scan.highest]
    links = _identical(cases, 'file_hash', 0)
    links += _identical(cases, 'pixel_hash', 1)
    firsts = list({case.scan.pixel_hash: index for index, case in reversed(list(enumerate(cases)))}.values())[::-1]
    links += _near_identical(cases, firsts)
    return tuple(_describe([cases[index] for index in members], own) for members, own in _join(len(cases), links))


def check_copies(copies: Sequence[CopyGroup], cases: Sequence[Case]) -> Iterator[Finding]:
    """A warning for every group, and one more where the labels contradict each other."""
    paths = {(case.split, case.ceph_id): case.scan.path for case in cases if case.scan is not None}
    for group in copies:
        ids = tuple(ceph_id for _, ceph_id in group.members)
        files = tuple(str(paths[member]) for member in group.members)
        names = ', '.join(f'{ceph_id} ({split})' for split, ceph_id in group.members)
        sort = 'near-identical' if group.kind == _KINDS[2] else 'identical'
        place = 'across-splits' if group.across_splits else 'within-split'
        how = f', correlation {group.correlation:.2f}' if sort == 'near-identical' else ''
        yield Finding(
            WARNING, f'{sort}-images-{place}', f'{names}: {group.kind}{how}; {_labels(group)}',
            'leave the training copy out (--fix-list does), so that published test sets stay whole'
            if group.across_splits else 'keep one of them, the one with the right labels', ids, files,
        )  # fmt: skip
        if group.labels_agree is False:
            yield Finding(
                WARNING, 'copies-labelled-differently', f'{names}: {_labels(group)}',
                'look at both and correct the labels, or leave the images out', ids, files,
            )  # fmt: skip


def _labels(group: CopyGroup) -> str:
    if group.labels_agree is None:
        return 'labels cannot be compared'
    points = '' if np.isnan(group.distance_mm) else f'points {group.distance_mm:.2f} mm apart'
    stages = '' if all(stage is None for stage in group.stages) else f'stages {", ".join(map(str, group.stages))}'
    details = ', '.join(part for part in (points, stages) if part)
    return f'labels {"agree" if group.labels_agree else "differ"} ({details})'


def _identical(cases: Sequence[Case], attribute: str, kind: int) -> list[_Link]:
    first: dict[str, int] = {}
    links = []
    for index, case in enumerate(cases):
        other = first.setdefault(getattr(case.scan, attribute), index)
        if other != index:
            links.append((other, index, kind, 1.0))
    return links


def _near_identical(cases: Sequence[Case], indices: Sequence[int]) -> list[_Link]:
    """Links of the cases of ``indices``, whose pixels all differ."""
    links = []
    for a, b in _likely_pairs([cases[index].scan for index in indices]):
        correlation = shifted_correlation(cases[indices[a]].scan.thumbnail, cases[indices[b]].scan.thumbnail)
        if correlation >= _CONFIRMED:
            links.append((indices[a], indices[b], 2, correlation))
    return links


def _likely_pairs(scans: Sequence[ImageScan]) -> list[tuple[int, int]]:
    """Pairs (a, b), a < b, whose small thumbnails correlate once one of them is shifted a little or not at all."""
    details = [_detail(_half(scan), 4) for scan in scans]
    fixed = np.array([_unit(detail) for detail in details], dtype=np.float32)
    pairs: set[tuple[int, int]] = set()
    for shift in product(_COARSE_SHIFTS_PX, repeat=2):
        moved = np.array([_unit(np.roll(detail, shift, axis=(0, 1))) for detail in details], dtype=np.float32)
        for start in range(0, len(scans), _BLOCK):
            rows, columns = np.nonzero(fixed[start : start + _BLOCK] @ moved.T >= _LIKELY)
            pairs.update((int(a), int(b)) for a, b in zip(rows + start, columns, strict=True) if a < b)
    return sorted(pairs)


def shifted_correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Correlation of the detail of two thumbnails where one, cut at its edges, fits the other best."""
    inner = _detail(first, 2)[_SHIFT_PX:-_SHIFT_PX, _SHIFT_PX:-_SHIFT_PX]
    return float(cv2.matchTemplate(_detail(second, 2), inner, cv2.TM_CCOEFF_NORMED).max())


def _half(scan: ImageScan) -> np.ndarray:
    side = THUMBNAIL // 2
    return cv2.resize(scan.thumbnail, (side, side), interpolation=cv2.INTER_AREA)


def _detail(image: np.ndarray, sigma: float) -> np.ndarray:
    return image - cv2.GaussianBlur(image, (0, 0), sigma)


def _unit(image: np.ndarray) -> np.ndarray:
    values = image.ravel() - image.mean()
    return values / max(float(np.linalg.norm(values)), 1e-9)


def _join(count: int, links: Sequence[_Link]) -> Iterator[tuple[list[int], list[_Link]]]:
    """Members of every group of linked indices, with its links."""
    group = list(range(count))
    for a, b, *_ in links:
        old, new = group[b], group[a]
        group = [new if one == old else one for one in group] if old != new else group
    for name in dict.fromkeys(group[link[0]] for link in links):
        yield [index for index in range(count) if group[index] == name], [ln for ln in links if group[ln[0]] == name]


def _describe(members: Sequence[Case], links: Sequence[_Link]) -> CopyGroup:
    distances = [_distance_mm(a, b) for a, b in combinations(members[:10], 2)]
    distance = float(np.nanmax(distances)) if np.isfinite(distances).any() else float('nan')
    stages = tuple(case.stage for case in members)
    known = {stage for stage in stages if stage is not None}
    comparable = not np.isnan(distance) or sum(stage is not None for stage in stages) > 1
    return CopyGroup(
        kind=_KINDS[max(link[2] for link in _needed(links))],
        members=tuple((case.split, case.ceph_id) for case in members),
        across_splits=len({case.split for case in members}) > 1,
        correlation=min(link[3] for link in links),
        distance_mm=distance,
        stages=stages,
        labels_agree=(len(known) < 2 and not distance > _AGREE_MM) if comparable else None,
    )


def _needed(links: Sequence[_Link]) -> list[_Link]:
    """Links that say more than a stronger one of the same two images."""
    strongest: Mapping[tuple[int, int], int] = {}
    for a, b, kind, _ in sorted(links, key=lambda link: link[2]):
        strongest.setdefault((a, b), kind)
    return [link for link in links if strongest[link[0], link[1]] == link[2]]


def _distance_mm(first: Case, second: Case) -> float:
    """Largest mean distance of one reader's points, in the first image's frame and mm (px where it has no size)."""
    scale = np.divide(first.scan.size_px, second.scan.size_px)
    unit = 1.0 if np.isnan(first.pixel_size_mm) else first.pixel_size_mm
    distances = []
    for reader in set(first.readers_px) & set(second.readers_px):
        apart = np.linalg.norm(first.readers_px[reader] - second.readers_px[reader] * scale, axis=1)
        if np.isfinite(apart).any():
            distances.append(float(np.nanmean(apart)) * unit)
    return max(distances, default=float('nan'))
