"""How the readers agree, landmark by landmark, and which of them did not annotate on their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from aariz_mm.annotations.truth import JUNIOR, SENIOR
from aariz_mm.arrays import nan_mean
from aariz_mm.landmarks import SYMBOLS

from .cases import Case, main_readers
from .findings import INFO, WARNING, Finding, LandmarkAgreement, ReaderPair, ReaderSummary

__all__ = ['check_readers', 'compare_readers', 'summarize_readers']

_KNOWN_ALIKE = ('LPM', 'UPM', 'UMT', 'S')
"""(Nearly) identical for both readers of the release."""
# A landmark is copied where this share of its points coincide, and so much more of them than of the usual landmark:
# on coarse pixels all readers coincide now and then.
_SHARE, _ABOVE_OTHERS = 0.75, 0.3
_FINE_PX = 3.0
"""Readers usually this far apart do not mark within 1 px of each other by chance."""
_COPIED_SHARE = 0.5
"""Readers whose usual landmark coincides this often did not annotate on their own."""
_FEWEST_IMAGES = 8


def summarize_readers(cases: Sequence[Case]) -> tuple[ReaderSummary, ...]:
    """Files per split of each reader, and the landmarks that at least half of them hold."""
    summaries = []
    for reader in _names(cases):
        own = [case for case in cases if reader in case.readers_px]
        shares = np.mean([~np.isnan(case.readers_px[reader]).any(axis=1) for case in own], axis=0)
        held = tuple(symbol for symbol, share in zip(SYMBOLS, shares, strict=True) if share >= 0.5)
        summaries.append(ReaderSummary(reader, dict(Counter(case.split for case in own)), held))
    return tuple(summaries)


def compare_readers(cases: Sequence[Case]) -> tuple[ReaderPair, ...]:
    """Every pair of readers over the images that both annotated."""
    pairs = []
    for first, second in combinations(_names(cases), 2):
        both = [case for case in cases if first in case.readers_px and second in case.readers_px]
        if both:
            pairs.append(_compare(first, second, both))
    return tuple(pairs)


def check_readers(
    cases: Sequence[Case], readers: Sequence[ReaderSummary], pairs: Sequence[ReaderPair]
) -> Iterator[Finding]:
    """Readers that hold part of the images or of the landmarks, and readers that copied."""
    for reader in readers:
        yield from _check_coverage(cases, reader)
    for pair in pairs:
        yield from _check_independence(pair)


def _names(cases: Sequence[Case]) -> list[str]:
    return sorted(set().union(*(case.readers_px for case in cases)))


def _compare(first: str, second: str, cases: Sequence[Case]) -> ReaderPair:
    points = np.array([[case.readers_px[first], case.readers_px[second]] for case in cases])
    distances_px = np.linalg.norm(points[:, 0] - points[:, 1], axis=2)
    distances_mm = distances_px * np.array([case.pixel_size_mm for case in cases])[:, None]
    counts = (~np.isnan(distances_px)).sum(axis=0)
    total = np.maximum(counts, 1)
    identical, near = (distances_px == 0).sum(axis=0) / total, (distances_px <= 1).sum(axis=0) / total
    enough = counts >= _FEWEST_IMAGES
    usual = float(np.median(identical[enough])) if enough.any() else 0.0
    alike = _stands_out(identical, enough)
    if enough.any() and np.nanmedian(distances_px) >= _FINE_PX:
        alike |= _stands_out(near, enough)
    alike |= (usual >= _COPIED_SHARE) & (identical >= _SHARE) & enough
    apart_mm = nan_mean(distances_mm, axis=0)
    landmarks = tuple(
        LandmarkAgreement(
            symbol, int(counts[k]), float(identical[k]), float(near[k]), float(apart_mm[k]), bool(alike[k])
        )
        for k, symbol in enumerate(SYMBOLS)
        if counts[k]
    )
    return ReaderPair((first, second), len(cases), float(nan_mean(distances_mm)), usual, landmarks)


def _stands_out(shares: np.ndarray, enough: np.ndarray) -> np.ndarray:
    """Which shares are high, and high against the median of those of enough images."""
    usual = np.median(shares[enough]) if enough.any() else 0.0
    return enough & (shares >= _SHARE) & (shares >= usual + _ABOVE_OTHERS)


def _check_coverage(cases: Sequence[Case], reader: ReaderSummary) -> Iterator[Finding]:
    images = [case for case in cases if case.scan is not None]
    own = [case for case in cases if reader.reader in case.readers_px]
    if len(own) < len(images) and reader.reader not in main_readers(_names(cases)):
        yield Finding(
            INFO, 'partial-reader', f'{reader.reader}: read {len(own)} of {len(images)} images '
            f'({", ".join(f"{split} {count}" for split, count in reader.files.items())})',
            f"with truth='reader:{reader.reader}' set on_error='drop'",
        )  # fmt: skip
    absent = [symbol for symbol in SYMBOLS if symbol not in reader.landmarks]
    if absent:
        yield Finding(
            INFO, 'landmarks-not-read', f'{reader.reader}: {len(reader.landmarks)} of {len(SYMBOLS)} landmarks; '
            f'not {", ".join(absent)}', 'choose the landmarks of the config among those that are there',
        )  # fmt: skip
    held = [SYMBOLS.index(symbol) for symbol in reader.landmarks]
    for case in own:
        points = case.readers_px[reader.reader]
        missing = [SYMBOLS[k] for k in held if np.isnan(points[k]).any()]
        if missing:
            yield Finding(
                WARNING, 'landmark-missing', f'{case.ceph_id}: {reader.reader} lacks {", ".join(missing)}',
                'it is neither trained on nor scored there; copy the file from the release', (case.ceph_id,),
            )  # fmt: skip


def _check_independence(pair: ReaderPair) -> Iterator[Finding]:
    names = f'{pair.readers[0]} and {pair.readers[1]}'
    if pair.identical >= _COPIED_SHARE:
        yield Finding(
            WARNING, 'reader-copied', f'{names}: the same points, to the pixel, on {pair.identical:.0%} of '
            f'{pair.images} images (median of the landmarks)',
            'count them as one reader: their disagreement says nothing',
        )  # fmt: skip
        return
    both = set(pair.readers) == {JUNIOR, SENIOR}
    for landmark in (landmark for landmark in pair.landmarks if landmark.alike):
        known = both and landmark.symbol in _KNOWN_ALIKE
        yield Finding(
            INFO if known else WARNING, 'landmark-copied',
            f'{names}: {landmark.symbol} is within 1 px on {landmark.within_1_px:.0%} and identical on '
            f'{landmark.identical:.0%} of {landmark.images} images{", as in the release" if known else ""}',
            'leave it out where the readers are compared: it was not annotated twice',
        )  # fmt: skip
