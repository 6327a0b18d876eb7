"""Errors planted in labels of ISBI 2015: how many the doctor names, and what it says of labels as they are.

Run: ``python tests/trust/measure_labels.py [--root ROOT] [--split train] [--plants 40]``; prints a Markdown table. With
``PYTHONPATH`` set to another tree it measures that one's checks.
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from aariz_mm.doctor.cases import Case, read_cases
from aariz_mm.doctor.listing import list_dataset
from aariz_mm.doctor.scan import scan_images
from aariz_mm.landmarks import SYMBOLS

__all__ = ['found_by_doctor', 'main', 'plant_exchange', 'plant_point', 'plant_scale', 'plant_swap']

READERS = ('Junior Orthodontists', 'Senior Orthodontists')
PAIRS = (('Me', 'Gn'), ('Gn', 'Pog'), ('A', 'ANS'), ('UIT', 'LIT'), ('S', 'N'), ('Po', 'Or'), ('Ls', 'Li'),
         ('Sn', 'Ls'), ('B', 'Pog'), ('Go', 'Ar'))  # fmt: skip
POINT_CODES = {'landmark-misplaced', 'landmark-far-off', 'no-face'}
FILE_CODES = {'labels-of-another-image', 'labels-exchanged', 'pixels-elsewhere', 'landmarks-repeated', 'no-face'}
SWAP_CODES = {'landmarks-swapped', 'landmarks-swapped-by-all'}
_AT_ONCE = 8
"""Errors in one dataset; each is in another image."""
SIZE_CODES = {'pixel-size-of-one-image', 'face-size', 'implausible-scale'}


def load_cases(root: Path, split: str) -> list[Case]:
    """Cases of one split with the two readers alone."""
    listing = list_dataset(root, [])
    paths = [path for files in listing.splits.values() for several in files.images.values() for path in several]
    cases = [case for case in read_cases(listing, scan_images(paths, workers=1), []) if case.split == split]
    return [replace(case, readers_px={name: case.readers_px[name] for name in READERS}) for case in cases]


def found_by_doctor(cases: Sequence[Case]) -> list:
    """Findings of the checks of labels; on an old tree those that it had."""
    examination = importlib.import_module('aariz_mm.doctor.examine')
    if hasattr(examination, 'check_labels'):
        checks = [examination.check_labels]
    else:
        from aariz_mm.doctor.swaps import check_swaps

        checks = [check_swaps]
    from aariz_mm.doctor.faces import check_faces
    from aariz_mm.doctor.orientation import check_orientation
    from aariz_mm.doctor.scale import check_scale, summarize_devices

    found = [finding for check in (*checks, check_faces, check_orientation) for finding in check(cases)]
    return [*found, *check_scale(summarize_devices(cases), cases)]


def plant_point(case: Case, k: int, offset_mm: np.ndarray, readers: Sequence[str]) -> Case:
    """One landmark moved by an offset (2,) in mm of a face with S-N = 70 mm."""
    points = case.mean_points_px(READERS)
    offset_px = offset_mm * np.linalg.norm(points[SYMBOLS.index('N')] - points[SYMBOLS.index('S')]) / 70
    return _edited(case, readers, lambda marks: _moved(marks, k, offset_px))


def plant_exchange(case: Case, i: int, j: int, readers: Sequence[str]) -> Case:
    """Two landmarks with each other's points."""
    order = np.arange(len(SYMBOLS))
    order[[i, j]] = j, i
    return _edited(case, readers, lambda marks: marks[order])


def plant_swap(first: Case, second: Case, readers: Sequence[str]) -> tuple[Case, Case]:
    """Two cases with each other's files."""
    both = []
    for case, other in ((first, second), (second, first)):
        marks = dict(case.readers_px) | {name: other.readers_px[name] for name in readers}
        both.append(replace(case, readers_px=marks))
    return both[0], both[1]


def plant_scale(case: Case, factor: float) -> Case:
    """A wrong pixel size in the table."""
    return replace(case, pixel_size_mm=case.pixel_size_mm * factor)


def _moved(marks: np.ndarray, k: int, offset_px: np.ndarray) -> np.ndarray:
    marks = marks.copy()
    marks[k] += offset_px
    return marks


def _edited(case: Case, readers: Sequence[str], edit: Callable) -> Case:
    return replace(case, readers_px=dict(case.readers_px) | {name: edit(case.readers_px[name]) for name in readers})


def _recall(cases: list[Case], plants: int, plant: Callable, codes: set[str], at_once: int = _AT_ONCE) -> float:
    """Share of plants of which a finding names the image and, where asked for, the landmark."""
    hits = done = 0
    rng = np.random.default_rng(0)
    while done < plants:
        changed, planted = list(cases), {}
        while len(planted) < min(at_once, plants - done):
            places, several, words = plant(rng)
            if not any(changed[place] is not cases[place] for place in places):
                for place, case in zip(places, several, strict=True):
                    changed[place] = case
                planted[tuple(case.ceph_id for case in several)] = words
        found = [finding for finding in found_by_doctor(changed) if finding.code in codes]
        hits += sum(
            any(
                set(ids) & set(one.ids)
                and all(re.search(rf'(?<![\w`]){re.escape(word)} ', one.message) for word in words)
                for one in found
            )
            for ids, words in planted.items()
        )
        done += len(planted)
    return hits / plants


def _kinds(cases: list[Case]) -> Iterator[tuple[str, Callable, set[str]]]:  # noqa: C901 (one closure per kind)
    marked = np.flatnonzero(np.isfinite([case.mean_points_px(READERS) for case in cases]).all(axis=(0, 2)))

    def point(size: float, count: int) -> Callable:
        def plant(rng: np.random.Generator):
            i, k, angle = int(rng.integers(len(cases))), int(rng.choice(marked)), rng.uniform(0, 2 * np.pi)
            readers = READERS if count == 2 else (READERS[rng.integers(2)],)
            offset = size * np.array([np.cos(angle), np.sin(angle)])
            return [i], [plant_point(cases[i], k, offset, readers)], [SYMBOLS[k]]

        return plant

    def swap(count: int) -> Callable:
        def plant(rng: np.random.Generator):
            i, j = map(int, rng.choice(len(cases), 2, replace=False))
            readers = READERS if count == 2 else (READERS[rng.integers(2)],)
            return [i, j], plant_swap(cases[i], cases[j], readers), []

        return plant

    def foreign(rng: np.random.Generator):
        i, j = map(int, rng.choice(len(cases), 2, replace=False))
        # Not to the last digit, or a look for equal files would find it.
        reader = (READERS[rng.integers(2)],)
        strange = plant_swap(cases[i], cases[j], reader)[0]
        return [i], [_edited(strange, reader, lambda marks: marks + rng.normal(0, 0.4, marks.shape))], []

    def exchange(pair: tuple[str, str], count: int) -> Callable:
        def plant(rng: np.random.Generator):
            i = int(rng.integers(len(cases)))
            readers = READERS if count == 2 else (READERS[rng.integers(2)],)
            return [i], [plant_exchange(cases[i], *map(SYMBOLS.index, pair), readers)], list(pair)

        return plant

    def scale(factor: float) -> Callable:
        def plant(rng: np.random.Generator):
            i = int(rng.integers(len(cases)))
            return [i], [plant_scale(cases[i], factor)], []

        return plant

    for size in (15, 20, 25, 30):
        for count, who in ((1, 'one reader'), (2, 'all readers')):
            yield f'one point off by {size} mm, {who}', point(size, count), POINT_CODES
    yield 'files of two patients exchanged, one reader', swap(1), FILE_CODES
    yield 'files of two patients exchanged, all readers', swap(2), FILE_CODES
    yield "a reader's file of another patient", foreign, FILE_CODES
    for pair in PAIRS:
        for count, who in ((1, 'one reader'), (2, 'all readers')):
            yield f'{pair[0]} and {pair[1]} exchanged, {who}', exchange(pair, count), SWAP_CODES
    for factor in (1.15, 1.2, 1.5, 2, 0.5):
        yield f'pixel size of one image x {factor:g}', scale(factor), SIZE_CODES


def _false_flags(cases: list[Case]) -> Iterator[str]:
    found = found_by_doctor(cases)
    for codes in (POINT_CODES, FILE_CODES, SWAP_CODES, SIZE_CODES):
        own = [finding for finding in found if finding.code in codes]
        ids = {ceph_id for finding in own for ceph_id in finding.ids}
        yield f'| {", ".join(sorted(codes))} | {len(own)} | {len(ids)} of {len(cases)} ({len(ids) / len(cases):.1%}) |'


def main(argv: Sequence[str] | None = None) -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--root', default=os.environ.get('ISBI2015_ROOT', ''))
    parser.add_argument('--split', default='train')
    parser.add_argument('--plants', type=int, default=40)
    parser.add_argument('--only', default='', help='kinds whose name holds this')
    args = parser.parse_args(argv)
    if not args.root or not Path(args.root).is_dir():
        print('no data: give --root or set ISBI2015_ROOT to the folder of ISBI 2015')
        return
    cases = load_cases(Path(args.root), args.split)
    print('| findings on labels as they are | findings | images |\n| --- | --- | --- |')
    print('\n'.join(_false_flags(cases)))
    print(f'\n| planted ({args.plants} each) | named |\n| --- | --- |')
    for name, plant, codes in _kinds(cases):
        if args.only in name:
            at_once = 1 if name.startswith('files of two') else _AT_ONCE
            print(f'| {name} | {_recall(cases, args.plants, plant, codes, at_once):.0%} |', flush=True)


if __name__ == '__main__':
    main()
