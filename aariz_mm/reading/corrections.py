"""Radiographs that a site's reader annotated or corrected, and where a reader of bundles has the same landmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.adaptation.hashes import pixels_sha256
from aariz_mm.adaptation.learning import SiteReadings
from aariz_mm.annotations.files import read_landmarks
from aariz_mm.annotations.layout import MACHINE_CSV, SPLITS, find_child, find_split, list_split
from aariz_mm.annotations.problems import ImageProblem
from aariz_mm.files import file_sha256, has_mark, load_json
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.listing import RESULT_MARK
from aariz_mm.radiographs.radiograph import open_radiograph

from .held_out import Annotated, find_annotated
from .reader import Reader
from .results import is_corrected

__all__ = ['Corrections', 'find_corrections', 'read_corrections']

_CURE = (
    f'give a dataset in the Aariz layout (with {MACHINE_CSV}), which aariz-mm import-annotations makes of the files of '
    'other tools, or a folder of results of aariz-mm read whose landmarks were corrected'
)


@dataclass(frozen=True)
class Corrections:
    """Annotated radiographs, and what of a folder was left out: name and reason."""

    radiographs: list[Annotated]
    left_out: list[tuple[str, str]]


def find_corrections(
    folder: str | Path,
    symbols: Sequence[str],
    truth: str | None = None,
    split: str | None = None,
    exclude: Sequence[str] = (),
    images: str | Path | None = None,
) -> Corrections:
    """The radiographs that a reader annotated.

    Args:
        folder: a dataset in the Aariz layout, or results of ``aariz-mm read``, of which the corrected ones count.
        symbols: K landmarks. exclude: ids left out.
        truth, split: of a dataset; None takes the only reader and the only split that are there.
        images: folder of the radiographs of results, where they lie elsewhere than when they were read.
    Errors:
        FileNotFoundError, ValueError: neither of the two, several readers or splits, or nothing to learn from.
    """
    root = Path(folder)
    if not root.is_dir():
        raise FileNotFoundError(f'{folder}: no such folder; {_CURE}')
    if find_child(root, MACHINE_CSV) is None:
        if truth or split:
            raise ValueError(f'{folder}: no {MACHINE_CSV}, so no dataset with splits and readers; {_CURE}')
        return _find_results(root, symbols, set(exclude), images)
    split = split or _only([name for name in SPLITS if find_split(root, name)], f'{folder}: splits', '--split')
    if truth is None:
        folder_of_split = find_split(root, split)
        readers = [] if folder_of_split is None else list(list_split(folder_of_split).readers)
        truth = 'reader:' + _only(readers, f'{folder}: readers', '--truth, as "reader:NAME" or mean')
    annotated, problems = find_annotated(root, split, truth, symbols, exclude)
    return Corrections(annotated, list(problems.items()))


def read_corrections(
    found: Corrections, reader: Reader, report: Callable[[Iterator], Iterator] = iter
) -> tuple[SiteReadings, list[tuple[str, str]]]:
    """Read the radiographs as any other, so that how they are turned or cut does not matter.

    Args:
        reader: without a profile. report: wraps the sequence of radiographs, as tqdm.
    Returns:
        What was read, and what was left out since it cannot be read or is read as no cephalogram: name and reason.
    Errors:
        ValueError: none could be read.
    """
    rows, left_out = [], list(found.left_out)
    for one in report(found.radiographs):
        row = _read_row(one, reader)
        if isinstance(row, str):
            left_out.append((one.image_id, row))
        else:
            rows.append(row)
    if not rows:
        told = f'; {left_out[0][0]}: {left_out[0][1]}' if left_out else ''
        raise ValueError(f'no annotated radiograph could be read{told}; {_CURE}')
    points, truth, radii, scales, names, images, pixels = zip(*rows, strict=True)
    arrays = (np.array(one, dtype=float) for one in (points, truth, radii, scales))
    return SiteReadings(reader.bundle.info.symbols, *arrays, names, images, pixels), left_out


def _read_row(one: Annotated, reader: Reader) -> tuple[Any, ...] | str:
    """What is read of a radiograph, or why it cannot be read."""
    try:
        opened = open_radiograph(one.path)
        found = reader(opened)
    except (ValueError, OSError) as error:
        return str(error)
    radii = np.full(len(found.symbols), np.nan)
    if found.uncertainty is not None:
        radii = found.uncertainty.radii_px[:, found.uncertainty.levels.index(0.9)]
    known = one.pixel_size_mm if np.isfinite(one.pixel_size_mm) else opened.pixel_size_mm
    scale = float('nan') if known is None else known
    hashes = (file_sha256(one.path), pixels_sha256(opened.grey))
    return found.keypoints_px, one.keypoints_px, radii, scale, one.image_id, *hashes


def _only(names: Sequence[str], what: str, option: str) -> str:
    if len(names) != 1:
        raise ValueError(f'{what} {list(names)}, expected one; say which by {option}')
    return names[0]


def _find_results(root: Path, symbols: Sequence[str], exclude: set[str], images: str | Path | None) -> Corrections:
    results = [path for path in sorted(root.rglob('*.json')) if has_mark(path, [RESULT_MARK, '"corrected"'])]
    if not results:
        raise ValueError(f'{root}: no {MACHINE_CSV} and no result of aariz-mm read; {_CURE}')
    found = Corrections([], [])
    for path in results:
        content = load_json(path, 'read that radiograph again')
        name = path.relative_to(root).as_posix().removesuffix('.json')
        if name in exclude or str(content.get('ceph_id')) in exclude:
            continue
        if not is_corrected(content):
            found.left_out.append((name, 'not corrected'))
            continue
        try:
            found.radiographs.append(_corrected(path, name, content, symbols, images))
        except (ImageProblem, FileNotFoundError, ValueError) as error:
            found.left_out.append((name, str(error)))
    if not found.radiographs:
        name, reason = found.left_out[0] if found.left_out else (str(root), 'all are excluded')
        raise ValueError(f'{root}: none of {len(results)} results can be learnt from; {name}: {reason}')
    return found


def _corrected(
    path: Path, name: str, content: dict[str, Any], symbols: Sequence[str], images: str | Path | None
) -> Annotated:
    image = _find_image(path, content, images)
    size = content.get('image_size') or open_radiograph(image).grey.shape[::-1]
    points = read_landmarks(path, str(content.get('ceph_id')), tuple(size))
    points = points[[SYMBOLS.index(symbol) for symbol in symbols]]
    return Annotated(name, image, points, float(content.get('pixel_size_mm') or 'nan'))


def _find_image(path: Path, content: dict[str, Any], images: str | Path | None) -> Path:
    """The radiograph of a result, by its name and what its file held."""
    named = Path(str(content.get('file', '')))
    places = [Path(images) / named, *Path(images).rglob(named.name)] if images else [named, path.parent / named.name]
    for place in places:
        if place.is_file() and file_sha256(place) == content.get('image_sha256'):
            return place
    raise FileNotFoundError(
        f'its radiograph {named} is not there, or has changed since it was read; give its folder as --images'
    )
