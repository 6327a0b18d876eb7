"""Images that are one: the same file, the same pixels, or the same picture changed; and whether their labels agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from .cases import Case
from .findings import WARNING, CopyGroup, Finding
from .likeness import likely_pairs
from .matching import Match, match_looks

__all__ = ['check_copies', 'find_copies']

_SURE = 0.85
"""Copies correlate by more than this unless their greys were changed strongly; two exposures of one patient by less."""
_AGREE_MM = 2.0
"""Labels of copies agree where no reader's points differ by more than this on average."""
_KINDS = ('identical files', 'identical pixels', 'near-identical')


@dataclass(frozen=True)
class _Link:
    """Two cases, a before b, the index of the kind, and for near-identical ones how b was made from a."""

    a: int
    b: int
    kind: int
    match: Match | None = None

    @property
    def correlation(self) -> float:
        return 1.0 if self.match is None else abs(self.match.correlation)


def find_copies(cases: Sequence[Case]) -> tuple[CopyGroup, ...]:
    """Groups of images that are one; uniform images are left to another check."""
    cases = [case for case in cases if case.is_readable and case.scan.lowest < case.scan.highest]
    links = _identical(cases, 'file_hash', 0)
    links += _identical(cases, 'pixel_hash', 1)
    firsts = list({case.scan.pixel_hash: index for index, case in reversed(list(enumerate(cases)))}.values())[::-1]
    links += _near_identical(cases, firsts)
    return tuple(_describe(cases, members, own) for members, own in _join(len(cases), links))


def check_copies(copies: Sequence[CopyGroup], cases: Sequence[Case]) -> Iterator[Finding]:
    """A warning for every group, and one more where the labels contradict each other."""
    paths = {(case.split, case.ceph_id): case.scan.path for case in cases if case.scan is not None}
    for group in copies:
        ids = tuple(ceph_id for _, ceph_id in group.members)
        files = tuple(str(paths[member]) for member in group.members)
        names = ', '.join(f'{ceph_id} ({split})' for split, ceph_id in group.members)
        sort = 'near-identical' if group.kind == _KINDS[2] else 'identical'
        place = 'across-splits' if group.across_splits else 'within-split'
        yield Finding(
            WARNING, f'{sort}-images-{place}', f'{names}: {group.kind}{_how(group)}; {_labels(group)}',
            'leave the training copy out (--fix-list does), so that published test sets stay whole'
            if group.across_splits else 'keep one of them, the one with the right labels', ids, files,
        )  # fmt: skip
        if group.labels_agree is False:
            yield Finding(
                WARNING, 'copies-labelled-differently', f'{names}: {_labels(group)}',
                'look at both and correct the labels, or leave the images out', ids, files,
            )  # fmt: skip


def _how(group: CopyGroup) -> str:
    """What was done to a copy, and how sure that it is one."""
    if group.kind != _KINDS[2]:
        return ''
    doubt = '' if group.correlation >= _SURE else ': a copy, or the same patient again'
    changes = f', {group.changes}' if group.changes else ''
    return f', correlation {group.correlation:.2f}{changes}{doubt}'


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
            links.append(_Link(other, index, kind))
    return links


def _near_identical(cases: Sequence[Case], indices: Sequence[int]) -> list[_Link]:
    """Links of the cases of ``indices``, whose pixels all differ."""
    looks = [cases[index].scan.look for index in indices]
    links = []
    for a, b, symmetry in likely_pairs(looks):
        match = match_looks(looks[a], looks[b], [symmetry])
        if match is not None and match.is_copy:
            links.append(_Link(indices[a], indices[b], 2, match))
    return links


def _join(count: int, links: Sequence[_Link]) -> Iterator[tuple[list[int], list[_Link]]]:
    """Members of every group of linked indices, with its links."""
    group = list(range(count))
    for link in links:
        old, new = group[link.b], group[link.a]
        group = [new if one == old else one for one in group] if old != new else group
    for name in dict.fromkeys(group[link.a] for link in links):
        yield [index for index in range(count) if group[index] == name], [ln for ln in links if group[ln.a] == name]


def _describe(cases: Sequence[Case], indices: Sequence[int], links: Sequence[_Link]) -> CopyGroup:
    matches = {(link.a, link.b): link.match for link in links}
    distances = [_distance_mm(cases[a], cases[b], matches.get((a, b))) for a, b in combinations(indices[:10], 2)]
    members = [cases[index] for index in indices]
    distance = float(np.nanmax(distances)) if np.isfinite(distances).any() else float('nan')
    stages = tuple(case.stage for case in members)
    known = {stage for stage in stages if stage is not None}
    comparable = not np.isnan(distance) or sum(stage is not None for stage in stages) > 1
    return CopyGroup(
        kind=_KINDS[max(link.kind for link in _needed(links))],
        members=tuple((case.split, case.ceph_id) for case in members),
        across_splits=len({case.split for case in members}) > 1,
        correlation=min(link.correlation for link in links),
        distance_mm=distance,
        stages=stages,
        labels_agree=(len(known) < 2 and not distance > _AGREE_MM) if comparable else None,
        changes='; '.join(dict.fromkeys(str(link.match) for link in links if link.match is not None)),
    )


def _needed(links: Sequence[_Link]) -> list[_Link]:
    """Links that say more than a stronger one of the same two images."""
    strongest: dict[tuple[int, int], int] = {}
    for link in sorted(links, key=lambda link: link.kind):
        strongest.setdefault((link.a, link.b), link.kind)
    return [link for link in links if strongest[link.a, link.b] == link.kind]


def _distance_mm(first: Case, second: Case, match: Match | None) -> float:
    """Largest mean distance of one reader's points, in the first image's frame and mm (px where it has no size)."""
    to_first = _map_between(first, second, match)
    unit = 1.0 if np.isnan(first.pixel_size_mm) else first.pixel_size_mm
    distances = []
    for reader in set(first.readers_px) & set(second.readers_px):
        moved = second.readers_px[reader] @ to_first[:, :2].T + to_first[:, 2]
        apart = np.linalg.norm(first.readers_px[reader] - moved, axis=1)
        if np.isfinite(apart).any():
            distances.append(float(np.nanmean(apart)) * unit)
    return max(distances, default=float('nan'))


def _map_between(first: Case, second: Case, match: Match | None) -> np.ndarray:
    """(2, 3) from px of the second image to px of the first; by their sizes where they do not fit on one another.

    ``match`` is theirs, where it was looked for already.
    """
    if match is None and first.scan.pixel_hash != second.scan.pixel_hash:
        match = match_looks(first.scan.look, second.scan.look)
    if match is not None:
        return match.to_first
    return np.diag([*np.divide(first.scan.size_px, second.scan.size_px), 1.0])[:2]
