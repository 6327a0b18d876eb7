"""From what each source holds to the radiographs that all have read, with everything that is left out named."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aariz_mm.landmarks import SYMBOLS

from .marks import Marks, read_marks
from .pixel_sizes import find_pixel_sizes
from .sources import Source

__all__ = ['LeftOut', 'Study', 'assemble_study', 'read_study']

_FEWEST = 2
_FAR_TIMES, _FAR_PX = 5.0, 20.0
"""Readings of one radiograph so many times further apart than of the usual one, and so far, may be of two."""


@dataclass(frozen=True)
class LeftOut:
    """Something that does not count: of which radiograph ('' all), of whom ('' all), and why."""

    image: str
    who: str
    reason: str


@dataclass(frozen=True)
class Study:
    """B radiographs that every reader and every model has read, K landmarks.

    ``points_px`` holds (B, K, 2) of each source in original pixels, NaN where missing; of a repeat, NaN where it has
    not the radiograph. ``pixel_size_mm`` (B,) is NaN throughout where the study is in pixels.
    """

    image_ids: tuple[str, ...]
    symbols: tuple[str, ...]
    points_px: Mapping[Source, np.ndarray]
    pixel_size_mm: np.ndarray
    scale_from: str
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]

    @property
    def unit(self) -> str:
        """Of distances: 'mm', or 'px' where no pixel size is known."""
        return 'px' if np.isnan(self.pixel_size_mm).all() else 'mm'

    @property
    def readers(self) -> tuple[Source, ...]:
        """First readings by persons."""
        return tuple(one for one in self.points_px if one.occasion == 1 and not one.is_model)

    @property
    def models(self) -> tuple[Source, ...]:
        """Models, by their first reading."""
        return tuple(one for one in self.points_px if one.occasion == 1 and one.is_model)

    def points(self, source: Source) -> np.ndarray:
        """(B, K, 2) in the unit of the study."""
        return self.to_unit(self.points_px[source])

    def to_unit(self, points_px: np.ndarray) -> np.ndarray:
        """(..., B, K, 2) from pixels to the unit of the study."""
        return points_px if self.unit == 'px' else points_px * self.pixel_size_mm[:, None, None]


def read_study(sources: Sequence[Source], pixel_size: str | None = None, root: Path | None = None) -> Study:
    """Read all sources and put them together.

    Args:
        pixel_size: as the user gives it. root: of the dataset among the sources.
    Errors:
        FileNotFoundError, ValueError: a source that cannot be read, or as :func:`assemble_study`.
    """
    marks = {source: read_marks(source.path) for source in sources}
    every = sorted({image_id for one in marks.values() for image_id in one.points_px})
    sizes, scale_from = find_pixel_sizes(every, pixel_size, root, [one.pixel_size_mm for one in marks.values()])
    return assemble_study(marks, sizes, scale_from)


def assemble_study(marks: Mapping[Source, Marks], sizes: Mapping[str, float], scale_from: str = '') -> Study:
    """The study of what was read.

    Args:
        sizes: mm per pixel by radiograph; empty: the study is in pixels.
    Errors:
        ValueError: one reading alone, fewer than two radiographs that all have read, other sizes of one radiograph.
    """
    _check_sources(marks)
    first = {source: set(one.points_px) for source, one in marks.items() if source.occasion == 1}
    shared = set.intersection(*first.values())
    known = {image_id for image_id in shared if not sizes or image_id in sizes}
    image_ids = tuple(sorted(known))
    if len(image_ids) < _FEWEST:
        raise ValueError(_too_few(first, shared, sizes))
    _check_sizes(marks, image_ids)
    whole = {source: _stack(one, image_ids) for source, one in marks.items()}
    counted = np.sum([np.isfinite(points).all(axis=-1).any(axis=0) for points in whole.values()], axis=0)
    kept = np.flatnonzero(counted >= _FEWEST)
    symbols = tuple(SYMBOLS[index] for index in kept)
    if not symbols:
        raise ValueError('no landmark was marked by two readings of the study; there is nothing to compare')
    points = {source: values[:, kept] for source, values in whole.items()}
    scale = np.array([sizes.get(image_id, math.nan) for image_id in image_ids])
    left_out = (*_images_left_out(marks, first, shared, known), *_landmarks_left_out(whole, points, symbols, image_ids))
    return Study(image_ids, symbols, points, scale, scale_from, left_out, tuple(_doubts(points, image_ids)))


def _check_sources(marks: Mapping[Source, Marks]) -> None:
    if len(marks) < _FEWEST:
        raise ValueError(
            f'{", ".join(one.label for one in marks)}: one reading alone; give a second reader, a repeat of his '
            '(NAME@2=FOLDER) or a model (model=FOLDER)'
        )


def _too_few(first: Mapping[Source, set], shared: set, sizes: Mapping) -> str:
    counts = ', '.join(f'{source.label} {len(ids)}' for source, ids in first.items())
    example = ', '.join(f'{source.label} {sorted(ids)[0]!r}' for source, ids in first.items() if ids)
    if len(shared) >= _FEWEST:
        return (
            f'{len(shared)} radiographs are shared, {len(set(sizes) & shared)} of them with a pixel size; give the rest'
        )
    return (
        f'{len(shared)} radiographs were read by all ({counts}), expected {_FEWEST} or more; they are matched by the '
        f'name of their file without ending, as {example}'
    )


def _check_sizes(marks: Mapping[Source, Marks], image_ids: Sequence[str]) -> None:
    for image_id in image_ids:
        sizes = {one.size_px[image_id]: source for source, one in marks.items() if image_id in one.size_px}
        if len(sizes) > 1:
            said = ', '.join(f'{source.label} {size[0]} x {size[1]}' for size, source in sizes.items())
            raise ValueError(f'{image_id}: readings are of pictures of different sizes ({said}); read the same file')


def _stack(marks: Marks, image_ids: Sequence[str]) -> np.ndarray:
    nothing = np.full((len(SYMBOLS), 2), np.nan)
    return np.stack([marks.points_px.get(image_id, nothing) for image_id in image_ids])


def _images_left_out(marks, first: Mapping[Source, set], shared: set, known: set) -> list[LeftOut]:
    found = [LeftOut(image, source.label, reason) for source, one in marks.items() for image, reason in one.problems]
    for image_id in sorted(set.union(*first.values()) - shared):
        have = [source.label for source, ids in first.items() if image_id in ids]
        found.append(LeftOut(image_id, '', f'read by {", ".join(have)} alone'))
    found += [LeftOut(image_id, '', 'no pixel size') for image_id in sorted(shared - known)]
    for source, one in marks.items():
        if source.occasion > 1:
            found += [LeftOut(image_id, source.label, 'a repeat of a radiograph that is not among those of all')
                      for image_id in sorted(set(one.points_px) - known)]  # fmt: skip
    return found


def _landmarks_left_out(whole, points, symbols: Sequence[str], image_ids: Sequence[str]) -> list[LeftOut]:
    found = []
    for source, values in whole.items():
        alone = [symbol for index, symbol in enumerate(SYMBOLS)
                 if symbol not in symbols and np.isfinite(values[:, index]).any()]  # fmt: skip
        if alone:
            found.append(LeftOut('', source.label, f'{", ".join(alone)}: marked by nobody else'))
    for source, values in points.items():
        there = np.isfinite(values).all(axis=-1)
        read = there.any(axis=1)
        never = [symbol for index, symbol in enumerate(symbols) if not there[:, index].any()]
        if never:
            found.append(LeftOut('', source.label, f'{", ".join(never)}: not marked'))
        for row in np.flatnonzero(read):
            missing = [symbol for index, symbol in enumerate(symbols) if not there[row, index] and symbol not in never]
            found += [LeftOut(image_ids[row], source.label, f'no {", ".join(missing)}')] if missing else []
    return found


def _doubts(points: Mapping[Source, np.ndarray], image_ids: Sequence[str]) -> list[str]:
    """Radiographs on which two readings lie so far apart that they may be of two radiographs."""
    first = [values for source, values in points.items() if source.occasion == 1]
    if len(first) < _FEWEST:
        return []
    centre = np.stack(first)
    apart = np.nanmedian(np.linalg.norm(centre - centre[0], axis=-1)[1:], axis=-1).max(axis=0)
    usual = np.nanmedian(apart)
    far = np.flatnonzero((apart > _FAR_TIMES * usual) & (apart > _FAR_PX))
    return [f'{image_ids[row]}: readings lie {apart[row]:.0f} px apart (usual: {usual:.0f}); is it the same radiograph?'
            for row in far]  # fmt: skip
