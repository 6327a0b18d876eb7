"""Candidates of a folder: every radiograph is read once, and what can't be chosen is told with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.radiographs.listing import RadiographFile
from aariz_mm.reading.reader import Reader
from aariz_mm.reading.single import Outcome, ReadingOptions, predict_file

from .candidates import Candidate, candidate_of, look_of

__all__ = ['Candidates', 'read_candidates']


@dataclass(frozen=True)
class Candidates:
    """Radiographs that were read, and what was left out: name and reason."""

    radiographs: list[Candidate]
    left_out: list[tuple[str, str]]


def read_candidates(
    reader: Reader, files: Iterable[RadiographFile], report: Callable[[Iterable], Iterator] = iter
) -> Candidates:
    """Read radiographs; nothing is written.

    Args:
        report: wraps the sequence of files, as tqdm.
    """
    found, left_out = [], []
    options = ReadingOptions(Path(), overlay='none')
    for file in report(files):
        one = _read(reader, file, options)
        if isinstance(one, str):
            left_out.append((file.result, one))
        else:
            found.append(one)
    return Candidates(found, left_out)


def _read(reader: Reader, file: RadiographFile, options: ReadingOptions) -> Candidate | str:
    """A candidate, or why it is none."""
    outcome = predict_file(reader, file, options)
    if isinstance(outcome, Outcome):
        return outcome.failure
    try:
        return candidate_of(file.result, outcome.content, look_of(outcome.image))
    except ValueError as error:
        return str(error)
