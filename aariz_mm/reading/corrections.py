"""Radiographs that a site's reader annotated or corrected, and where a reader of bundles has the same landmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from aariz_mm.adaptation.hashes import find_look, look_of
from aariz_mm.adaptation.learning import SiteReadings, describe_far
from aariz_mm.annotations.layout import MACHINE_CSV, SPLITS, find_child, find_split, list_split, missing_split
from aariz_mm.annotations.truth import truth_policies
from aariz_mm.files import file_sha256
from aariz_mm.radiographs.radiograph import open_radiograph

from .corrected_results import Corrected, find_results
from .held_out import Annotated, find_annotated
from .reader import Reader

__all__ = ['Corrections', 'find_corrections', 'read_corrections']

_CURE = (
    f'give a dataset in the Aariz layout (with {MACHINE_CSV}), which aariz-mm import-annotations makes of the files of '
    'other tools, or a folder of results of aariz-mm read whose landmarks were corrected'
)


@dataclass(frozen=True)
class Corrections:
    """Annotated radiographs, and what of a folder was left out: name and reason."""

    radiographs: list[Corrected]
    left_out: list[tuple[str, str]]


def find_corrections(
    folder: str | Path,
    reader: Reader,
    truth: str | None = None,
    split: str | None = None,
    exclude: Sequence[str] = (),
    images: str | Path | None = None,
) -> Corrections:
    """The radiographs that a reader annotated.

    Args:
        folder: a dataset in the Aariz layout, or results of ``aariz-mm read``, of which the corrected ones count.
        reader: of the bundle that the profile is to be for. exclude: ids left out.
        truth, split: of a dataset; None takes the only reader and the only split that are there.
        images: folder of the radiographs of results, where they lie elsewhere than when they were read.
    Errors:
        FileNotFoundError, ValueError: neither of the two, several readers or splits, or nothing to learn from.
    """
    root, symbols = Path(folder), reader.bundle.info.symbols
    if not root.is_dir():
        raise FileNotFoundError(f'{folder}: no such folder; {_CURE}')
    if find_child(root, MACHINE_CSV) is None:
        if truth or split:
            raise ValueError(f'{folder}: no {MACHINE_CSV}, so no dataset with splits and readers; {_CURE}')
        found, left_out = find_results(root, symbols, reader.bundle.files, set(exclude), images)
        if not found and not left_out:
            raise ValueError(f'{folder}: no {MACHINE_CSV} and no result of aariz-mm read; {_CURE}')
        if not found:
            raise ValueError(f'{folder}: nothing can be learnt from; {left_out[0][0]}: {left_out[0][1]}')
        return Corrections(found, left_out)
    split = split or _only([name for name in SPLITS if find_split(root, name)], f'{folder}: splits', '--split')
    annotated, problems = find_annotated(root, split, _truth(root, split, truth), symbols, exclude)
    return Corrections(
        [_whole(one) for one in annotated], [(name, reason.split('; ')[0]) for name, reason in problems.items()]
    )


def read_corrections(
    found: Corrections, reader: Reader, report: Callable[[Iterator], Iterator] = iter
) -> tuple[SiteReadings, list[tuple[str, str]]]:
    """Read the radiographs as any other, so that how they are turned or cut does not matter.

    Args:
        reader: without a profile. report: wraps the sequence of radiographs, as tqdm.
    Returns:
        What was read, and what was left out with the reason: what cannot be read, is no cephalogram or a copy, or has
        landmarks of another picture.
    Errors:
        ValueError: none could be read.
    """
    rows, left_out, looks = [], list(found.left_out), {}
    for one in report(found.radiographs):
        row = _read_row(one, reader, looks)
        if isinstance(row, str):
            left_out.append((one.annotated.image_id, row))
        else:
            rows.append(row)
    if not rows:
        told = f'; {left_out[0][0]}: {left_out[0][1]}' if left_out else ''
        raise ValueError(f'no annotated radiograph could be read{told}; {_CURE}')
    *columns, names, images, shown = zip(*rows, strict=True)
    arrays = [np.array(column) for column in columns]
    return SiteReadings(reader.bundle.info.symbols, *arrays, names, images, shown), left_out


def _read_row(one: Corrected, reader: Reader, looks: dict[str, str]) -> tuple | str:
    """What is read of a radiograph, or why nothing is learnt from it; ``looks``, name of each so far, grows."""
    annotated = one.annotated
    try:
        opened = open_radiograph(annotated.path)
        copy = find_look(opened.grey, list(looks))
        if copy is not None:
            return f'the same radiograph as {list(looks.values())[copy]}'
        found = reader(opened)
    except (ValueError, OSError) as error:
        return str(error)
    radii = np.full(len(found.symbols), np.nan)
    if found.uncertainty is not None:
        radii = found.uncertainty.radii_px[:, found.uncertainty.levels.index(0.9)]
    known = annotated.pixel_size_mm if np.isfinite(annotated.pixel_size_mm) else opened.pixel_size_mm
    look = look_of(opened.grey)
    row = (
        found.keypoints_px, annotated.keypoints_px, radii, float('nan') if known is None else known, one.touched,
        annotated.image_id, file_sha256(annotated.path), look,
    )  # fmt: skip
    single = SiteReadings(found.symbols, *(np.array([value]) for value in row[:5]), *((text,) for text in row[5:]))
    far = describe_far(single)
    if far:
        return far
    looks[look] = annotated.image_id
    return row


def _whole(annotated: Annotated) -> Corrected:
    return Corrected(annotated, np.isfinite(annotated.keypoints_px).all(axis=1))


def _truth(root: Path, split: str, truth: str | None) -> str:
    """The policy of a truth that the user names, perhaps by the folder of a reader alone."""
    folder = find_split(root, split)
    if folder is None:
        raise missing_split(root, split)
    readers = list(list_split(folder).readers)
    if truth is None:
        return 'reader:' + _only(readers, f'{root}: readers', '--truth, as "reader:NAME" or mean')
    if truth.casefold() in [name.casefold() for name in readers]:
        return f'reader:{truth}'
    truth_policies(truth.split(' + '))
    return truth


def _only(names: Sequence[str], what: str, option: str) -> str:
    if len(names) != 1:
        raise ValueError(f'{what} {list(names)}, expected one; say which by {option}')
    return names[0]
