"""A phantom dataset on disk, in the released layout of Aariz."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
from tqdm import tqdm

from aariz_mm.annotations.layout import MACHINE_CSV, SPLITS
from aariz_mm.annotations.predicted import landmark_entry, stage_entry
from aariz_mm.annotations.writing import (
    TABLE_COLUMNS,
    image_folder,
    landmark_content,
    landmark_folder,
    stage_folder,
    table_row,
)
from aariz_mm.landmarks import SYMBOLS

from .draw import STAGE_PROBABILITIES, Phantom, check_size, draw_phantom
from .readers import READERS, read_landmarks

__all__ = ['draw_indexed_phantom', 'write_phantom_dataset']

_STAGE_BLOCK = np.repeat(np.arange(1, 7), np.round(12 * STAGE_PROBABILITIES).astype(int))
_LETTERS = np.array(list('abcdefghijklmnopqrstuvwxyz0123456789'))
# Independent random streams of one image.
_DRAWING, _NAMING, _READING, _STAGING = range(4)


def _stream(seed: int, split: str, index: int, purpose: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([seed, SPLITS.index(split), index, purpose]))


def _phantom_id(seed: int, split: str, index: int) -> str:
    """25 lower-case letters and digits, as Aariz' ids are; starts with 'ph'."""
    return 'ph' + ''.join(_stream(seed, split, index, _NAMING).choice(_LETTERS, 23))


def draw_indexed_phantom(seed: int, split: str, index: int, size: tuple[int, int] = (900, 1100)) -> Phantom:
    """Image number ``index`` of a split of a phantom dataset, with its truth; the number of images does not matter.

    Every 12 images in a row hold all six stages, in the proportions of ``STAGE_PROBABILITIES``.
    """
    block, place = divmod(index, len(_STAGE_BLOCK))
    stage = int(_stream(seed, split, block, _STAGING).permutation(_STAGE_BLOCK)[place])
    return draw_phantom(_stream(seed, split, index, _DRAWING), size, stage)


def write_phantom_dataset(
    out_dir: str | os.PathLike,
    num_train: int,
    num_valid: int,
    num_test: int,
    size: tuple[int, int] = (900, 1100),
    seed: int = 0,
    progress: bool = True,
) -> Path:
    """Write a dataset of synthetic cephalograms; the same arguments give the same bytes.

    Args:
        out_dir: new or empty folder.
        num_train, num_valid, num_test: images per split, 0 or more, at least one in all.
        size: nominal (width, height) in pixels. seed: whole number, 0 or more. progress: show a bar.
    Returns:
        The folder, as a path.
    Errors:
        FileExistsError: the folder is not empty. ValueError: a bad count, size or seed.
    """
    counts = dict(zip(SPLITS, (num_train, num_valid, num_test), strict=True))
    check_size(size)
    _check_counts(counts, seed)
    out_dir = _claim_folder(out_dir)
    jobs = [(split, index) for split in SPLITS for index in range(counts[split])]
    for split in SPLITS:
        _make_folders(out_dir / split)
    # cv2 and numpy release the interpreter lock, so threads are enough.
    with ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1)) as pool:
        written = pool.map(lambda job: _write_one(out_dir, seed, *job, size), jobs)
        rows = list(tqdm(written, total=len(jobs), desc='phantoms', unit='image', disable=not progress))
    with open(out_dir / MACHINE_CSV, 'w', newline='', encoding='utf-8') as file:
        csv.writer(file, lineterminator='\n').writerows([TABLE_COLUMNS, *rows])
    return out_dir


def _check_counts(counts: dict[str, int], seed: int) -> None:
    if any(int(count) != count or count < 0 for count in counts.values()) or not sum(counts.values()):
        raise ValueError(f'image counts {counts}: expected whole numbers of 0 or more, and at least one image in all')
    if int(seed) != seed or seed < 0:
        raise ValueError(f'seed {seed!r}: expected a whole number of 0 or more')


def _claim_folder(out_dir: str | os.PathLike) -> Path:
    path = Path(out_dir)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(f'{path} exists and is not an empty folder; name a new folder or empty this one yourself')
    path.mkdir(parents=True, exist_ok=True)
    return path


def _annotation_folders(split_dir: Path) -> Iterator[Path]:
    for reader in READERS:
        yield landmark_folder(split_dir, reader)
    yield stage_folder(split_dir)


def _make_folders(split_dir: Path) -> None:
    for folder in (image_folder(split_dir), *_annotation_folders(split_dir)):
        folder.mkdir(parents=True)


def _write_one(out_dir: Path, seed: int, split: str, index: int, size: tuple[int, int]) -> tuple[str, ...]:
    """Write one image with its three annotation files; its row of the CSV."""
    phantom, ceph_id = draw_indexed_phantom(seed, split, index, size), _phantom_id(seed, split, index)
    rng = _stream(seed, split, index, _READING)
    marks = read_landmarks(rng, phantom.landmarks_px, phantom.pixel_size_mm, phantom.image.shape[::-1])
    split_dir = out_dir / split
    # imencode, not imwrite: it also works where the path is not ASCII on Windows
    encoded = cv2.imencode('.png', phantom.image, [cv2.IMWRITE_PNG_COMPRESSION, 3])[1]
    (image_folder(split_dir) / f'{ceph_id}.png').write_bytes(encoded.tobytes())
    contents = [_landmark_json(ceph_id, marks[reader], rng) for reader in READERS] + [
        _stage_json(ceph_id, phantom.stage)
    ]
    for folder, content in zip(_annotation_folders(split_dir), contents, strict=True):
        (folder / f'{ceph_id}.json').write_text(json.dumps(content), encoding='utf-8')
    return table_row(ceph_id, phantom.device.name, f'{phantom.pixel_size_mm:g}', '.png', split)


def _landmark_json(ceph_id: str, marks_px: np.ndarray, rng: np.random.Generator) -> dict:
    """Content of a reader's file; the list is in random order, as one must not rely on any."""
    entries = [landmark_entry(symbol, int(x), int(y)) for symbol, (x, y) in zip(SYMBOLS, marks_px, strict=True)]
    return landmark_content(ceph_id, (entries[i] for i in rng.permutation(len(entries))), 'phantom')


def _stage_json(ceph_id: str, stage: int) -> dict:
    """Content of a CVM file."""
    return dict(ceph_id=ceph_id, cvm_stage=stage_entry(stage, f'phantom-stage-{stage}'))
