"""Annotated radiographs read by bundles that were not trained on them, for a calibration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.files import read_machines
from aariz_mm.annotations.folds import FoldSelection
from aariz_mm.annotations.layout import find_machine_csv, find_root, find_split, list_split, missing_split
from aariz_mm.annotations.records import Machines, RecordPolicy, read_records
from aariz_mm.annotations.splits import draw_valid_ids
from aariz_mm.intake.plausibility import assess
from aariz_mm.landmarks import select_symbols
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.uncertainty.changes import CHANGES, change_picture
from aariz_mm.uncertainty.readings import HeldOut, Readings

from .bundle import Bundle
from .picture import map_points, picture_to_input

__all__ = ['Annotated', 'find_held_out', 'read_held_out']

_VALID_FRACTION, _SPLIT_SEED = 0.15, 0
"""Of ``AarizDataset``."""
_THIRDS = 3
"""Parts into which the radiographs of a single bundle are dealt."""


@dataclass(frozen=True)
class Annotated:
    """A radiograph and its truth: keypoints_px (K, 2), original pixels, NaN where not marked; pixel_size_mm, or NaN."""

    image_id: str
    path: Path
    keypoints_px: np.ndarray
    pixel_size_mm: float


def find_held_out(data_root: str | Path, bundle: Bundle, split: str | None = None,
                  exclude: Sequence[str] = ()) -> list[Annotated]:  # fmt: skip
    """Radiographs of a dataset in the Aariz layout that a bundle was not trained on, by what it says of itself.

    Args:
        split: None takes the fold that was left out of its training; a name takes another split than that of it.
        exclude: ids that its training left out as well.
    Errors:
        FileNotFoundError: no such dataset or split.
        ValueError: the bundle was trained on them, or does not say on what; a file with a problem.
    """
    trained_on = dict(bundle.info.trained_on or {})
    _check_training(bundle, trained_on, split)
    name = split or trained_on['split']
    records = _read_split(data_root, name, trained_on['truth'], bundle.info.symbols, set(exclude))
    if split is None:
        folds = FoldSelection(trained_on['fold'], trained_on['num_folds'], trained_on['fold_seed'], 'valid')
        held_out = folds.choose(records, [record['device'] for record in records])
        if len(records) - len(held_out) != trained_on['images']:
            raise ValueError(
                f'{bundle.path} was trained on {trained_on["images"]} radiographs, but {data_root} has '
                f'{len(records) - len(held_out)} for it; give the folder that it was trained on, and in --exclude the '
                'ids that its config excludes'
            )
        records = held_out
    return [_annotated(record) for record in records]


def read_held_out(
    found: Sequence[tuple[Bundle, Sequence[Annotated]]],
    changes: Sequence[str] = CHANGES,
    report: Callable[[Iterator], Iterator] = iter,
) -> HeldOut:
    """Read radiographs by the bundles that they belong to.

    Args:
        changes: what is done to each radiograph besides, one after the other, of
            :data:`~aariz_mm.uncertainty.changes.CHANGES`, in a strength that runs from 0 to 1 over the radiographs.
        report: wraps the sequence of (part, bundle, radiograph), as tqdm.
    """
    rows = []
    jobs = [(part, bundle, one) for part, (bundle, images) in enumerate(found) for one in images]
    for number, (part, bundle, one) in enumerate(report(jobs)):
        part = part if len(found) > 1 else number % _THIRDS
        rows += [(*row, number, part) for row in _read_versions(bundle, one, number, changes)]
    symbols = found[0][0].info.symbols
    points, scores, spread, shape, likeness, truth, kinds, numbers, parts = (
        np.array(row) for row in zip(*rows, strict=True)
    )
    return HeldOut(Readings(symbols, points, scores, spread, shape, likeness), truth, numbers, parts, kinds)


def _read_versions(bundle: Bundle, one: Annotated, number: int, changes: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    info = bundle.info
    picture, to_input = picture_to_input(read_radiograph(one.path), info.fit_size, info.input_size)
    truth = map_points(to_input, one.keypoints_px)
    yield _row(bundle, picture, truth, '')
    for index, kind in enumerate(changes):
        strength = ((number * 7 + index * 3) % 10 + 0.5) / 10  # all strengths of each kind, over the radiographs
        changed, matrix = change_picture(picture, kind, strength, number)
        yield _row(bundle, changed, map_points(matrix, truth), kind)


def _row(bundle: Bundle, picture: np.ndarray, truth: np.ndarray, kind: str) -> tuple[Any, ...]:
    found = {name: values[0].astype(np.float64) for name, values in bundle.run(picture[None]).items()}
    like = assess(picture, found['points'], bundle.info.symbols)
    return found['points'], found['scores'], found['spread'], like.shape_mm, like.likeness, truth, kind


def _check_training(bundle: Bundle, trained_on: dict, split: str | None) -> None:
    lost = [key for key in ('split', 'truth') if key not in trained_on]
    if bundle.info.kind != 'landmarks' or lost:
        raise ValueError(f'{bundle.path} does not say what its landmarks were trained on; export it again')
    if split is None and trained_on.get('fold') is None:
        raise ValueError(
            f'{bundle.path} was trained on all of {trained_on["split"]!r}: its errors there are too small; give '
            'bundles of folds (tools/cross_validate.py, then tools/export.py), or --split, of radiographs that it has '
            'not seen'
        )
    if split == trained_on['split']:
        raise ValueError(
            f'{bundle.path} was trained on {split!r}; give another --split, or bundles of folds without it'
        )


def _read_split(
    data_root: str | Path, split: str, truth: str, symbols: Sequence[str], exclude: set[str]
) -> list[dict[str, Any]]:
    root = find_root(data_root)
    machines = Machines(find_machine_csv(root), read_machines(find_machine_csv(root)))
    folder = find_split(root, split)
    if folder is None:
        raise missing_split(root, split)
    files = list_split(folder)
    if split == 'train' and find_split(root, 'valid') is None:  # what training held out, too
        exclude = exclude | draw_valid_ids(files, machines, _VALID_FRACTION, _SPLIT_SEED)
    found = read_records(files, machines, RecordPolicy(truth, select_symbols(symbols)), skip=exclude)
    if found.problems:
        raise next(iter(found.problems.values()))
    return found.records


def _annotated(record: dict[str, Any]) -> Annotated:
    visible = record['keypoints_visible'][0][:, None] > 0
    points = np.where(visible, record['keypoints'][0].astype(np.float64), np.nan)
    return Annotated(record['img_id'], Path(record['img_path']), points, float(record['pixel_size_mm']))
