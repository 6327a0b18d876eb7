"""Annotated radiographs read by bundles that were not trained on them, for a calibration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.files import read_machines
from aariz_mm.annotations.folds import FoldSelection
from aariz_mm.annotations.layout import SplitFiles, find_machine_csv, find_root, find_split, list_split, missing_split
from aariz_mm.annotations.records import Machines, RecordPolicy, SplitRecords, read_records
from aariz_mm.annotations.splits import draw_valid_ids
from aariz_mm.annotations.truth import parse_truth
from aariz_mm.landmarks import select_symbols
from aariz_mm.radiographs.images import read_radiograph
from aariz_mm.uncertainty.changes import CHANGES, change_picture
from aariz_mm.uncertainty.readings import HeldOut, Readings

from .bundle import Bundle
from .picture import map_points, picture_to_input

__all__ = ['Annotated', 'find_annotated', 'find_held_out', 'read_annotated', 'read_held_out']

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


def read_annotated(
    data_root: str | Path, split: str, truth: str, symbols: Sequence[str], exclude: Sequence[str] = ()
) -> list[Annotated]:
    """Radiographs of a split of a dataset in the Aariz layout, in the order of their ids.

    Args:
        truth: as :func:`~aariz_mm.annotations.truth.parse_truth` takes it. symbols: K landmarks. exclude: ids left out.
    Errors:
        FileNotFoundError: no such dataset or split.
        ValueError: an unknown truth, or a file with a problem.
    """
    return [_annotated(record) for record in _read_split(data_root, split, truth, symbols, exclude).records]


def find_annotated(
    data_root: str | Path, split: str, truth: str, symbols: Sequence[str], exclude: Sequence[str] = ()
) -> tuple[list[Annotated], dict[str, str]]:
    """As :func:`read_annotated`, but radiographs with a problem, as one that the reader did not mark, are told by id;
    one without a pixel size in the table has none.

    Errors:
        FileNotFoundError, ValueError: no such dataset, split or reader, or an unknown truth.
    """
    found = _find_records(data_root, split, truth, symbols, exclude, pixel_size='known')[0]
    return [_annotated(record) for record in found.records], {key: str(one) for key, one in found.problems.items()}


def find_held_out(
    data_root: str | Path, bundles: Sequence[Bundle], split: str | None = None, exclude: Sequence[str] = ()
) -> list[tuple[Bundle, list[Annotated]]]:
    """Radiographs of a dataset in the Aariz layout that bundles were not trained on, by what they say of themselves.

    A radiograph that several bundles have not seen goes to the one with the fewest.

    Args:
        split: None takes the folds that were left out of their training; a name takes another split than that of it.
        exclude: ids that the training left out as well.
    Errors:
        FileNotFoundError: no such dataset or split.
        ValueError: a bundle was trained on them, or does not say on what; a file with a problem.
    """
    for bundle in bundles:
        _check_training(bundle, split)
    trained_on = bundles[0].info.trained_on
    found = _read_split(data_root, split or trained_on['split'], trained_on['truth'], bundles[0].info.symbols, exclude)
    dealt = [(bundle, []) for bundle in bundles]
    trained = [frozenset() if split else _trained_ids(bundle, found, data_root) for bundle in bundles]
    seen = np.array([[record['img_id'] in ids for ids in trained] for record in found.records])
    for index in np.argsort(-seen.sum(axis=1), kind='stable'):
        record, unseen = found.records[index], np.flatnonzero(~seen[index])
        if len(unseen):
            chosen = min(unseen, key=lambda one: len(dealt[one][1]))
            dealt[chosen][1].append(_annotated(record))
    return dealt


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
    points, scores, spread, truth, kinds, numbers, parts = (np.array(row) for row in zip(*rows, strict=True))
    return HeldOut(Readings(symbols, points, scores, spread), truth, numbers, parts, kinds)


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
    return found['points'], found['scores'], found['spread'], truth, kind


def _check_training(bundle: Bundle, split: str | None) -> None:
    trained_on = bundle.info.trained_on or {}
    if bundle.info.kind != 'landmarks' or not {'split', 'truth', 'images'} <= set(trained_on):
        raise ValueError(f'{bundle.path} does not say what its landmarks were trained on; export it again')
    if split is None and trained_on.get('fold') is None:
        raise ValueError(
            f'{bundle.path} was trained on all of {trained_on["split"]!r}: its errors there are too small; give '
            'bundles of folds (tools/cross_validate.py, then tools/export.py), or --split, of radiographs that it has '
            'not seen'
        )
    if split == trained_on['split']:
        raise ValueError(f'{bundle.path} was trained on {split!r}; give another --split, or bundles of folds')


@dataclass(frozen=True)
class _Split:
    """Records of a split, and the ids that a training without a folder ``valid`` holds out of it."""

    records: list[dict[str, Any]]
    drawn: Callable[[], frozenset[str]]


def _read_split(
    data_root: str | Path, split: str, truth: str, symbols: Sequence[str], exclude: Sequence[str]
) -> _Split:
    found, files, machines = _find_records(data_root, split, truth, symbols, exclude)
    if found.problems:
        raise next(iter(found.problems.values()))
    return _Split(found.records, lambda: frozenset(draw_valid_ids(files, machines, _VALID_FRACTION, _SPLIT_SEED)))


def _find_records(
    data_root: str | Path,
    split: str,
    truth: str,
    symbols: Sequence[str],
    exclude: Sequence[str],
    pixel_size: str = 'released',
) -> tuple[SplitRecords, SplitFiles, Machines]:
    root = find_root(data_root)
    machines = Machines(find_machine_csv(root), read_machines(find_machine_csv(root)))
    folder = find_split(root, split)
    if folder is None:
        raise missing_split(root, split)
    files = list_split(folder)
    policy = RecordPolicy(parse_truth(truth), select_symbols(symbols), pixel_size)
    return read_records(files, machines, policy, skip=set(exclude)), files, machines


def _trained_ids(bundle: Bundle, split: _Split, data_root: str | Path) -> frozenset[str]:
    """Ids that a bundle of a fold was trained on, with or without those held out for a missing ``valid``."""
    said = bundle.info.trained_on
    folds = FoldSelection(said['fold'], said['num_folds'], said['fold_seed'], 'train')
    counts = []
    for left_out in (frozenset, split.drawn):
        out = left_out()
        records = [record for record in split.records if record['img_id'] not in out]
        chosen = folds.choose(records, [record['device'] for record in records])
        if len(chosen) == said['images']:
            return frozenset(record['img_id'] for record in chosen)
        counts.append(len(chosen))
    raise ValueError(
        f'{bundle.path} was trained on {said["images"]} radiographs, but {data_root} has {counts[0]} for it; give the '
        'folder that it was trained on, and in --exclude the ids that its config excludes'
    )


def _annotated(record: dict[str, Any]) -> Annotated:
    visible = record['keypoints_visible'][0][:, None] > 0
    points = np.where(visible, record['keypoints'][0].astype(np.float64), np.nan)
    return Annotated(record['img_id'], Path(record['img_path']), points, float(record['pixel_size_mm']))
