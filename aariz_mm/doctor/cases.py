"""Everything that is known of one image, read with all its problems and not just the first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.entries import check_apart, landmark_index, read_point
from aariz_mm.annotations.files import parse_pixel_size_mm, read_cvm_stage, read_json
from aariz_mm.annotations.layout import SplitFiles
from aariz_mm.annotations.problems import ImageProblem, image_problem
from aariz_mm.annotations.records import (
    Machines,
    RecordPolicy,
    build_record,
    image_file,
    listed_ids,
    machine_row,
    only_file,
)
from aariz_mm.annotations.truth import JUNIOR, SENIOR, find_readers
from aariz_mm.arrays import nan_mean
from aariz_mm.geometry import sn_mm_per_px
from aariz_mm.landmarks import LANDMARKS, SYMBOLS

from .findings import ERROR, WARNING, Finding, from_problem
from .listing import Listing
from .scan import ImageScan

__all__ = ['Case', 'main_readers', 'read_cases', 'refused_ids']

_S, _N = SYMBOLS.index('S'), SYMBOLS.index('N')


@dataclass(frozen=True)
class Case:
    """One id of one split. What is missing or broken is None, NaN or absent.

    scan: of its image. readers_px: reader -> (29, 2) float64, original pixels, NaN where missing; the two readers of
    the release go by their released names, however their folders are spelt.
    """

    ceph_id: str
    split: str
    scan: ImageScan | None
    readers_px: Mapping[str, np.ndarray]
    stage: int | None
    device: str
    pixel_size_mm: float

    @property
    def is_readable(self) -> bool:
        """Whether there is an image that could be decoded."""
        return self.scan is not None and not self.scan.problem

    @property
    def files(self) -> tuple[str, ...]:
        """Its image file, as a finding names it; none where there is no image."""
        return () if self.scan is None else (str(self.scan.path),)

    def marks(
        self, readers: Iterable[str], symbols: Sequence[str] = SYMBOLS
    ) -> tuple[tuple[str, str, float, float], ...]:
        """What these readers marked, as a finding shows it: symbol, reader, x and y in original pixels."""
        return tuple(
            (symbol, reader, *map(float, self.readers_px[reader][SYMBOLS.index(symbol)]))
            for reader in readers
            for symbol in symbols
            if np.isfinite(self.readers_px[reader][SYMBOLS.index(symbol)]).all()
        )

    def mean_points_px(self, readers: tuple[str, ...]) -> np.ndarray:
        """(29, 2) mean of those of ``readers`` that marked a landmark; NaN where none did."""
        points = [self.readers_px[reader] for reader in readers if reader in self.readers_px]
        return nan_mean(points, axis=0) if points else np.full((len(SYMBOLS), 2), np.nan)


def _reader_name(folder: str) -> str:
    """The released name of a reader's folder that differs from it in case only, else the folder's own."""
    return {name.casefold(): name for name in (JUNIOR, SENIOR)}.get(folder.casefold(), folder)


def main_readers(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the two readers of the release that are among ``names``, as spelt; without either, all of them."""
    released = tuple(sorted(name for name in names if _reader_name(name) in (JUNIOR, SENIOR)))
    return released or tuple(sorted(names))


def read_cases(listing: Listing, scans: Mapping[Path, ImageScan], findings: list[Finding]) -> list[Case]:
    """Cases of all splits; problems are appended to ``findings``."""
    cases = []
    for split, files in listing.splits.items():
        findings += _missing_readers(files)
        for ceph_id in sorted(listed_ids(files)):
            problems: list[Finding] = []
            cases.append(_read_case(ceph_id, split, files, listing.machines, scans, problems))
            findings += problems
    return cases


def refused_ids(listing: Listing, cases: list[Case], findings: list[Finding]) -> set[str]:
    """Ids that ``AarizDataset`` raises at with its default truth, or, without both readers, with the first one's.

    A problem that is in none of the ``findings`` of its id yet is appended.
    """
    refused = {case.ceph_id for case in cases if case.scan is not None and case.scan.problem}
    known = {ceph_id for finding in findings if finding.severity == ERROR for ceph_id in finding.ids}
    for split, files in listing.splits.items():
        policy = _default_policy(files)
        if policy is None or listing.machines is None:
            continue
        readers = {policy.truth: find_readers(policy.truth, list(files.readers), files.folder)}
        for case in (case for case in cases if case.split == split):
            problem = _problem_of(lambda: build_record(case.ceph_id, files, readers, listing.machines, policy))  # noqa: B023
            if problem is not None:
                refused.add(case.ceph_id)
                findings += [] if case.ceph_id in known else [from_problem(problem, case.ceph_id)]
    return refused


def _default_policy(files: SplitFiles) -> RecordPolicy | None:
    main = main_readers(files.readers)
    if not main:
        return None
    both = {_reader_name(name) for name in main} == {JUNIOR, SENIOR}
    return RecordPolicy('official' if both else f'reader:{main[0]}', SYMBOLS)


def _missing_readers(files: SplitFiles) -> Iterator[Finding]:
    there = {_reader_name(name) for name in files.readers}
    missing = [name for name in (JUNIOR, SENIOR) if name not in there]
    if missing:
        yield Finding(
            WARNING, 'reader-folder-missing', f'{files.folder}: no landmark folder {missing}, found '
            f'{sorted(files.readers)}', "the default truth needs both; choose truth='reader:FOLDER' of those there",
        )  # fmt: skip


def _read_case(
    ceph_id: str,
    split: str,
    files: SplitFiles,
    machines: Machines | None,
    scans: Mapping[Path, ImageScan],
    problems: list[Finding],
) -> Case:
    def attempt(function: Callable, *args) -> Any:
        problem_or_value = _attempt(function, *args)
        if isinstance(problem_or_value, ImageProblem):
            problems.append(from_problem(problem_or_value, ceph_id))
            return None
        return problem_or_value

    path = attempt(image_file, ceph_id, files)
    scan = scans[files.images[ceph_id][0]] if ceph_id in files.images else None
    if path is not None and scan.problem:
        problems.append(from_problem(image_problem(scan.reason, path, scan.problem), ceph_id, [path]))
    size = scan.size_px if scan is not None and not scan.problem else (math.inf, math.inf)
    points, main = {}, main_readers(files.readers)
    for reader in files.readers:
        if ceph_id in files.readers[reader] or (reader in main and path is not None):
            marks = _read_reader(ceph_id, files, reader, size, problems)
            points.update({} if marks is None else {_reader_name(reader): marks})
    stage = attempt(_read_stage, ceph_id, files) if ceph_id in files.stages else None
    row = None if machines is None else attempt(machine_row, ceph_id, machines)
    pixel_size = None if row is None else attempt(parse_pixel_size_mm, row, ceph_id, machines.path)
    return Case(ceph_id, split, scan, points, stage, '' if row is None else row.machine, pixel_size or math.nan)


def _read_reader(
    ceph_id: str, files: SplitFiles, reader: str, size: tuple[float, float], problems: list[Finding]
) -> np.ndarray | None:
    """A reader's (29, 2) points with every bad entry left out and reported; None where there is no file to read."""
    folder = files.folder / 'Annotations' / 'Cephalometric Landmarks' / reader
    args = (ceph_id, files.readers[reader], folder, 'landmark file', 'image without annotation')
    path = _attempt(only_file, *args)
    if isinstance(path, ImageProblem):
        problems.append(from_problem(path, ceph_id, [folder]))
        return None
    points = np.full((len(LANDMARKS), 2), np.nan)
    for problem in _fill_points(points, path, ceph_id, size):
        problems.append(from_problem(problem, ceph_id, [path]))  # noqa: PERF401
    return points


def _fill_points(points: np.ndarray, path: Path, ceph_id: str, size: tuple[float, float]) -> Iterator[ImageProblem]:
    content = _attempt(read_json, path, ceph_id)
    if isinstance(content, ImageProblem):
        yield content
        return
    entries = content.get('landmarks')
    if not isinstance(entries, list):
        yield image_problem('broken annotation', path, "'landmarks' is not a list, expected one")
        return
    for entry in entries:
        index = _attempt(landmark_index, entry, path)
        point = index if isinstance(index, ImageProblem) else _attempt(read_point, entry, index, size, path)
        if isinstance(point, ImageProblem):
            yield point
        elif not np.isnan(points[index]).any():
            yield image_problem('duplicate landmark', path, f'landmark {SYMBOLS[index]!r} is there twice')
        else:
            points[index] = point
    if np.isnan(points).all():
        yield image_problem('no landmark', path, 'it holds no landmark that can be read')
    together = _problem_of(lambda: check_apart(points, path))
    if together is not None:
        yield together
    problem = _problem_of(lambda: sn_mm_per_px(points[_S], points[_N]))
    if problem is not None:
        yield image_problem('bad coordinate', path, str(problem))


def _read_stage(ceph_id: str, files: SplitFiles) -> int:
    folder = files.folder / 'Annotations' / 'CVM Stages'
    return read_cvm_stage(only_file(ceph_id, files.stages, folder, 'CVM file', 'image without CVM stage'), ceph_id)


def _attempt(function: Callable, *args) -> Any:
    try:
        return function(*args)
    except ImageProblem as problem:
        return problem


def _problem_of(function: Callable) -> ValueError | None:
    try:
        function()
    except ValueError as problem:
        return problem
    return None
