"""From the files of a split to one record per image; pure reading, no framework."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from aariz_mm.annotations.files import MachineRow, parse_pixel_size_mm, read_cvm_stage, read_landmarks
from aariz_mm.annotations.layout import FilesById, SplitFiles
from aariz_mm.annotations.problems import CURE, ImageProblem, image_problem
from aariz_mm.annotations.truth import (
    LandmarkSwap,
    Truth,
    combine_readers,
    find_readers,
    join_truths,
    truth_name,
    truth_policies,
    undo_swaps,
)
from aariz_mm.geometry import sn_mm_per_px, whole_image_box
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.formats import READ_FORMATS
from aariz_mm.radiographs.images import IMAGE_SUFFIXES, image_size
from aariz_mm.radiographs.resolution import NotSquareError

__all__ = [
    'Machines',
    'RecordPolicy',
    'SplitRecords',
    'blank_record',
    'build_record',
    'image_file',
    'listed_ids',
    'machine_row',
    'only_file',
    'read_records',
]


@dataclass(frozen=True)
class Machines:
    """The device table: its path and its rows by cephalogram id."""

    path: Path
    rows: Mapping[str, tuple[MachineRow, ...]]


@dataclass(frozen=True)
class RecordPolicy:
    """How records are made: truth policy, landmark symbols, pixel size and whether stages are read.

    ``pixel_size`` is 'released', 'known' (as released, NaN where the table has none), 'sn70' or mm per pixel;
    ``with_cvm`` is 'auto' (where there), True (required), False; ``truth`` is one policy or several to join; ``swaps``
    are labels to correct; ``unmarked`` is that of
    :func:`~aariz_mm.annotations.files.read_landmarks`.
    """

    truth: Truth
    symbols: tuple[str, ...]
    pixel_size: str | float = 'released'
    with_cvm: str | bool = 'auto'
    swaps: tuple[LandmarkSwap, ...] = ()
    unmarked: str = 'raise'


@dataclass(frozen=True)
class SplitRecords:
    """Records of the good images and the problem of each bad one, by id."""

    records: list[dict[str, Any]] = field(default_factory=list)
    problems: dict[str, ImageProblem] = field(default_factory=dict)


def listed_ids(files: SplitFiles) -> set[str]:
    """Every id that there is a file for: an image, a CVM stage or any reader's landmarks."""
    return set().union(files.images, files.stages, *files.readers.values())


def read_records(
    files: SplitFiles, machines: Machines, policy: RecordPolicy, skip: Collection[str] = frozenset()
) -> SplitRecords:
    """Read every image of a split, in the order of their ids.

    Args:
        skip: ids that are left out unread.
    Errors:
        ValueError: a reader folder that the truth policy needs is not there.
    """
    readers = {truth: find_readers(truth, list(files.readers), files.folder) for truth in truth_policies(policy.truth)}
    found = SplitRecords()
    stages = files.stages if policy.with_cvm else {}
    used = set().union(files.images, stages, *(files.readers[name] for names in readers.values() for name in names))
    for ceph_id in sorted(used - set(skip)):
        try:
            found.records.append(build_record(ceph_id, files, readers, machines, policy))
        except ImageProblem as problem:  # noqa: PERF203
            found.problems[ceph_id] = problem
    return found


def build_record(
    ceph_id: str,
    files: SplitFiles,
    readers: Mapping[str, tuple[str, ...]],
    machines: Machines,
    policy: RecordPolicy,
) -> dict[str, Any]:
    """MMPose's data info of one image; coordinates in original pixels.

    Args:
        readers: the reader folders of each policy of the truth.
    Errors:
        ImageProblem: anything wrong with the files of this image.
    """
    image_path = image_file(ceph_id, files)
    size = _image_size(image_path)
    row = machine_row(ceph_id, machines)
    marks = _read_marks(ceph_id, files, readers, policy, size)
    of_readers = [np.stack([marks[name].points_px for name in names]) for names in readers.values()]
    points = join_truths(list(map(combine_readers, readers, of_readers)))
    path = next(mark.path for mark in marks.values() if mark.path is not None)
    sn_scale = _sn_scale(points, path)
    wanted = [SYMBOLS.index(symbol) for symbol in policy.symbols]
    selected = points[wanted]
    visible = ~np.isnan(selected).any(axis=1)
    if not visible.any():
        raise image_problem('no landmark', path, f'none of the selected landmarks {list(policy.symbols)} is there')
    return blank_record(ceph_id, image_path, size) | dict(
        keypoints=np.where(visible[:, None], selected, 0).astype(np.float32)[None],
        keypoints_visible=visible.astype(np.float32)[None],
        readers_px=of_readers[0][:, wanted],
        pixel_size_mm=_pixel_size_mm(policy, row, ceph_id, machines, sn_scale, path),
        sn_mm_per_px=sn_scale,
        device=row.machine,
        cvm_stage=_cvm_stage(ceph_id, files, policy.with_cvm),
        truth=truth_name(policy.truth),
    )


class _Marks(NamedTuple):
    """One reader's points (29, 2) of an image, NaN where missing, and their file; None where there is none."""

    points_px: np.ndarray
    path: Path | None


def _read_marks(
    ceph_id: str,
    files: SplitFiles,
    readers: Mapping[str, tuple[str, ...]],
    policy: RecordPolicy,
    size: tuple[int, int],
) -> dict[str, _Marks]:
    """What each reader marked. Where truths are joined, some may have no file of this image, but not all of them."""
    names = sorted({name for names in readers.values() for name in names})
    joined = len(readers) > 1
    needed = [name for name in names if not joined or ceph_id in files.readers[name]] or names[:1]
    paths = {name: _reader_file(ceph_id, files, name) for name in needed}
    marks = dict.fromkeys(names, _Marks(np.full((len(SYMBOLS), 2), np.nan), None))
    for name, path in paths.items():
        points = read_landmarks(path, ceph_id, size, policy.unmarked)
        marks[name] = _Marks(undo_swaps(points, ceph_id, policy.swaps, name), path)
    return marks


def blank_record(img_id: str, img_path: str | Path, size: tuple[int, int]) -> dict[str, Any]:
    """What the record of every image has, where nothing but the image itself is known: no truth, no pixel size.

    Args:
        size: (w, h), pixels.
    """
    width, height = size
    return dict(
        img_id=img_id, img_path=str(img_path), ori_shape=(height, width), img_shape=(height, width),
        bbox=whole_image_box(width, height), bbox_score=np.ones(1, dtype=np.float32), readers_px=np.empty((0, 0, 2)),
        pixel_size_mm=math.nan, sn_mm_per_px=math.nan, device='', cvm_stage=None, dataset_name='aariz',
    )  # fmt: skip


def only_file(ceph_id: str, files: FilesById, folder: Path, what: str, reason_if_none: str) -> Path:
    """The one file of an id; an ImageProblem where there is none or are several."""
    paths = files.get(ceph_id, ())
    if not paths:
        raise image_problem(reason_if_none, folder, f'{reason_if_none}: no {what} {ceph_id!r}, expected one')
    if len(paths) > 1:
        names = [path.name for path in paths]
        raise image_problem('several files of one id', folder, f'{names} share the id {ceph_id!r}, expected one {what}')
    return paths[0]


def image_file(ceph_id: str, files: SplitFiles) -> Path:
    """The image of an id; an ImageProblem where there is none or are several."""
    what = f'image ({", ".join(IMAGE_SUFFIXES)})'
    return only_file(ceph_id, files.images, files.folder / 'Cephalograms', what, 'annotation without image')


def _reader_file(ceph_id: str, files: SplitFiles, reader: str) -> Path:
    folder = files.folder / 'Annotations' / 'Cephalometric Landmarks' / reader
    return only_file(ceph_id, files.readers[reader], folder, 'landmark file', 'image without annotation')


def _image_size(path: Path) -> tuple[int, int]:
    try:
        return image_size(path)
    except NotSquareError as error:
        raise ImageProblem(f'{error}; {CURE}', 'pixels not square') from error
    except (OSError, ValueError) as error:
        raise image_problem('unreadable image', path, f'unreadable image ({error}), expected {READ_FORMATS}') from error


def machine_row(ceph_id: str, machines: Machines) -> MachineRow:
    """Row of an id in the device table; an ImageProblem where there is none, are several, or it names no device."""
    rows = machines.rows.get(ceph_id, ())
    if len(rows) != 1:
        reason = 'id not in CSV' if not rows else 'CSV row repeated'
        lines = f' (lines {[row.line for row in rows]})' if rows else ''
        raise image_problem(reason, machines.path, f'{reason}: {len(rows)} rows for {ceph_id!r}{lines}, expected one')
    if not rows[0].machine:
        raise image_problem('no device', machines.path, f'line {rows[0].line}, {ceph_id}: no machine, expected a name')
    return rows[0]


def _sn_scale(points: np.ndarray, path: Path) -> float:
    try:
        return sn_mm_per_px(points[SYMBOLS.index('S')], points[SYMBOLS.index('N')])
    except ValueError as error:
        raise image_problem('bad coordinate', path, str(error)) from error


def _pixel_size_mm(
    policy: RecordPolicy, row: MachineRow, ceph_id: str, machines: Machines, sn_scale: float, path: Path
) -> float:
    if policy.pixel_size == 'known' and not row.pixel_size:
        return math.nan
    if policy.pixel_size in ('released', 'known'):
        return parse_pixel_size_mm(row, ceph_id, machines.path)
    if policy.pixel_size != 'sn70':
        return float(policy.pixel_size)
    if math.isnan(sn_scale):
        raise image_problem('no S-N', path, "S or N is missing, expected both for pixel_size='sn70'")
    return sn_scale


def _cvm_stage(ceph_id: str, files: SplitFiles, with_cvm: str | bool) -> int | None:
    if with_cvm is False or (with_cvm == 'auto' and ceph_id not in files.stages):
        return None
    folder = files.folder / 'Annotations' / 'CVM Stages'
    return read_cvm_stage(only_file(ceph_id, files.stages, folder, 'CVM file', 'image without CVM stage'), ceph_id)
