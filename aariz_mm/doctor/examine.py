"""All checks on one dataset, put together."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from .cases import Case, read_cases, refused_ids
from .content import check_content
from .differences import compare_all
from .duplicates import check_copies, find_copies
from .faces import check_faces, check_stretch
from .findings import CopyGroup, Finding, Report, SplitSummary, sort_findings
from .listing import Listing, check_splits, check_table, list_dataset
from .misplaced import check_misplaced
from .orientation import check_orientation, count_orientations
from .pictures import check_pictures, summarize_formats
from .placed import place_readings
from .readers import check_readers, compare_readers, summarize_readers
from .scale import check_scale, summarize_devices
from .scan import scan_images
from .sizes import check_sizes
from .stages import check_stages, summarize_stages
from .strangers import check_strangers
from .swaps import check_swaps

__all__ = ['check_labels', 'choose_exclude', 'examine']


def examine(data_root: str | os.PathLike, progress: bool = False, workers: int | None = None) -> Report:
    """Read a whole dataset in the Aariz layout and say what is wrong with it; nothing is changed.

    Args:
        progress: show a bar. workers: images read at a time, by default one per core.
    Errors:
        FileNotFoundError: no such folder, or no split folder in it.
    Example: ``examine('data/aariz').exit_code`` -> 0 where neither an error nor a warning was found
    """
    findings: list[Finding] = []
    listing = list_dataset(data_root, findings)
    paths = [path for files in listing.splits.values() for several in files.images.values() for path in several]
    scans = scan_images(paths, progress, workers)
    cases = read_cases(listing, scans, findings)
    refused = refused_ids(listing, cases, findings)
    copies, devices = find_copies(cases), summarize_devices(cases)
    readers, pairs, stages = summarize_readers(cases), compare_readers(cases), summarize_stages(cases)
    for found in (
        check_splits(listing), check_table(listing), check_pictures(listing, scans), check_copies(copies, cases),
        check_scale(devices, cases), check_readers(cases, readers, pairs), check_labels(cases),
        check_stages(stages, cases), check_faces(cases), check_stretch(cases), check_orientation(cases),
    ):  # fmt: skip
        findings += found
    return Report(
        data_root=str(listing.root),
        findings=sort_findings(_shorten(finding, listing.root) for finding in findings),
        splits=tuple(_summarize_split(listing, split) for split in listing.splits),
        devices=devices,
        formats=summarize_formats(scans.values()),
        readers=readers,
        reader_pairs=pairs,
        copies=copies,
        stages=stages,
        orientations=count_orientations(cases),
        exclude=choose_exclude(refused, copies, listing.splits_of()),
    )


def check_labels(cases: Sequence[Case]) -> Iterator[Finding]:
    """Landmarks, labels and files beside what the dataset's own faces and pixels let one expect."""
    placed = place_readings(cases)
    pairs = list(compare_all(placed))
    strangers = list(check_strangers(placed, pairs))
    named = {finding.ids[0] for finding in strangers}
    yield from strangers
    yield from check_misplaced(placed, pairs, named)
    yield from check_swaps(placed, pairs)
    yield from check_content([case for case in cases if case.ceph_id not in named])
    yield from check_sizes(placed)


def choose_exclude(refused: set[str], copies: Sequence[CopyGroup], splits_of: dict[str, list[str]]) -> tuple[str, ...]:
    """Ids to leave out: those that the dataset refuses, and of copies across splits all but those in the last one.

    ``test`` comes last and ``valid`` before it, so that published test sets stay whole. An id that itself is in
    several splits stays, as leaving it out would take it from all of them.
    """
    exclude = set(refused)
    for group in copies:
        if group.across_splits:
            kept = next(name for name in ('test', 'valid') if any(split == name for split, _ in group.members))
            leaking = {ceph_id for split, ceph_id in group.members if split != kept}
            exclude |= {ceph_id for ceph_id in leaking if len(splits_of.get(ceph_id, ())) == 1}
    return tuple(sorted(exclude))


def _shorten(finding: Finding, root: Path) -> Finding:
    """The finding with paths in its message from the data root on; ``files`` keep theirs."""
    return replace(finding, message=finding.message.replace(f'{root}{os.sep}', ''))


def _summarize_split(listing: Listing, split: str) -> SplitSummary:
    files = listing.splits[split]
    rows = map(listing.row_of, files.images)
    modes = Counter('none' if row is None else row.mode or 'none' for row in rows)
    readers = {reader: len(of_reader) for reader, of_reader in files.readers.items()}
    return SplitSummary(split, files.folder.name, len(files.images), readers, len(files.stages), dict(modes))
