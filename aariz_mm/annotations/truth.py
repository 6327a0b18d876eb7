"""Which reader's points, or which blend of them, count as the truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.landmarks import SYMBOLS

__all__ = [
    'JUNIOR',
    'SENIOR',
    'LandmarkSwap',
    'Truth',
    'combine_readers',
    'find_readers',
    'join_truths',
    'parse_swaps',
    'parse_truth',
    'truth_name',
    'truth_policies',
    'truth_readers',
    'undo_swaps',
]

Truth = str | Sequence[str]
"""A policy, or several of which each landmark takes the first that has it."""

JUNIOR, SENIOR = 'Junior Orthodontists', 'Senior Orthodontists'
_READER_PREFIX, _JOINED = 'reader:', ' + '

_BOTH = (JUNIOR, SENIOR)
_POLICIES: dict[str, tuple[tuple[str, ...], Callable]] = {
    # Whole pixels, rounded up per coordinate: what the official reader of the dataset does.
    'official': (_BOTH, lambda points: np.ceil(np.mean(points, axis=0))),
    'mean': (_BOTH, lambda points: np.mean(points, axis=0)),
    'senior': ((SENIOR,), lambda points: points[0]),
    'junior': ((JUNIOR,), lambda points: points[0]),
}


def truth_policies(truth: Truth) -> tuple[str, ...]:
    """The policies of a truth, each checked; several are joined by :func:`join_truths`.

    Errors:
        ValueError: an unknown policy, the same one twice, or none.
    Example: 'mean' -> ('mean',)
    """
    policies = tuple(truth) if isinstance(truth, list | tuple) else (truth,)
    for policy in policies:
        truth_readers(policy)
    if not policies or len(set(policies)) != len(policies):
        raise ValueError(f'truth={list(policies)}: expected at least one policy, each once')
    return policies


def truth_name(truth: Truth) -> str:
    """A truth in one line, for protocols. Example: ['mean', 'reader:X'] -> 'mean + reader:X'"""
    return _JOINED.join(truth_policies(truth))


def parse_truth(name: str) -> tuple[str, ...]:
    """The policies that :func:`truth_name` names.

    Errors:
        ValueError: an unknown policy, or the same one twice.
    Example: 'mean + reader:X' -> ('mean', 'reader:X')
    """
    return truth_policies(name.split(_JOINED))


def join_truths(points_px: Sequence[np.ndarray]) -> np.ndarray:
    """Each landmark from the first truth that has it; a new array.

    Args:
        points_px: one (K, 2) per truth, original pixels, NaN where a landmark is missing.
    Returns:
        (K, 2) float64; NaN where no truth has the landmark.
    Example: (1, 2) and NaN joined with (5, 5) and (6, 6) -> (1, 2) and (6, 6)
    """
    joined = np.array(points_px[0], dtype=np.float64)
    for points in points_px[1:]:
        missing = np.isnan(joined).any(axis=1)
        joined[missing] = points[missing]
    return joined


def truth_readers(truth: str) -> tuple[str, ...]:
    """Names of the reader folders that a truth policy needs.

    Args:
        truth: 'official', 'mean', 'senior', 'junior' or 'reader:FOLDER'.
    Errors:
        ValueError: unknown policy.
    """
    if isinstance(truth, str) and truth in _POLICIES:
        return _POLICIES[truth][0]
    if isinstance(truth, str) and truth.startswith(_READER_PREFIX) and truth[len(_READER_PREFIX) :].strip():
        return (truth[len(_READER_PREFIX) :].strip(),)
    raise ValueError(f"truth={truth!r} is unknown; use one of {sorted(_POLICIES)} or 'reader:FOLDER'")


def combine_readers(truth: str, readers_px: Sequence[np.ndarray]) -> np.ndarray:
    """The truth from the points of the readers that :func:`truth_readers` names, in that order.

    Args:
        readers_px: one (K, 2) per reader, original pixels, NaN where a landmark is missing.
    Returns:
        (K, 2) float64; NaN where a landmark is missing in any of the readers.
    Example: 'official' of (3, 4) and (4, 4) -> (4, 4)
    """
    combine = _POLICIES[truth][1] if truth in _POLICIES else (lambda points: points[0])
    return combine(np.asarray(readers_px, dtype=np.float64))


def find_readers(truth: str, folders: Sequence[str], where: object) -> tuple[str, ...]:
    """The folders, as they are spelt on disk, of the readers that a policy needs; matched without case.

    Args:
        folders: the reader folders that are there.
        where: what to name in the error.
    Errors:
        ValueError: unknown policy, or no such reader folder.
    """
    return tuple(_find_reader(name, truth, folders, where) for name in truth_readers(truth))


def _find_reader(name: str, truth: str, folders: Sequence[str], where: object) -> str:
    matches = [folder for folder in folders if folder.casefold() == name.casefold()]
    if len(matches) != 1:
        raise ValueError(
            f"{where}: {len(matches)} folders {name!r} below 'Annotations/Cephalometric Landmarks', expected one for "
            f"truth={truth!r}; found {sorted(folders)}: choose another truth ('reader:FOLDER' takes any of them)"
        )
    return matches[0]


@dataclass(frozen=True)
class LandmarkSwap:
    """Two landmarks whose labels a reader swapped in some images, and the ids of those; reader None is every one."""

    landmarks: tuple[str, str]
    ids: frozenset[str]
    reader: str | None = None

    def concerns(self, ceph_id: str, reader: str | None) -> bool:
        """Whether the labels of this reader are swapped in this image; names of readers are matched without case."""
        same = None in (self.reader, reader) or self.reader.casefold() == reader.casefold()
        return same and ceph_id in self.ids


def parse_swaps(swapped: Sequence[Mapping]) -> tuple[LandmarkSwap, ...]:
    """Swaps as a config states them: ``[dict(landmarks=('Me', 'Gn'), ids=['a', 'b'])]``, perhaps with ``reader``.

    Errors:
        ValueError: not two landmarks of Aariz, or ids that are no list.
    """
    found = []
    for entry in swapped:
        symbols, ids = tuple(entry['landmarks']), entry['ids']
        if len(set(symbols)) != 2 or not set(symbols) <= set(SYMBOLS) or isinstance(ids, str):
            raise ValueError(f'swapped: {dict(entry)!r}: expected landmarks=, two of {list(SYMBOLS)}, and ids=[...]')
        found.append(LandmarkSwap(symbols, frozenset(ids), entry.get('reader')))
    return tuple(found)


def undo_swaps(
    points_px: np.ndarray, ceph_id: str, swaps: Sequence[LandmarkSwap], reader: str | None = None
) -> np.ndarray:
    """A reader's points (..., 29, 2), official order, with the swapped landmarks of this image corrected; a copy."""
    points_px = np.array(points_px)
    for swap in swaps:
        if swap.concerns(ceph_id, reader):
            pair = [SYMBOLS.index(symbol) for symbol in swap.landmarks]
            points_px[..., pair, :] = points_px[..., pair[::-1], :]
    return points_px
