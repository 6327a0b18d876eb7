"""A validation split for folders that have none: drawn from ``train`` in memory, no file is moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from aariz_mm.annotations.files import read_cvm_stage
from aariz_mm.annotations.layout import SplitFiles
from aariz_mm.annotations.problems import ImageProblem
from aariz_mm.annotations.records import Machines

__all__ = ['draw_valid_ids', 'modes_of_other_splits', 'stratified_sample']


def draw_valid_ids(files: SplitFiles, machines: Machines, valid_fraction: float, seed: int) -> set[str]:
    """Ids of the training folder that serve as validation, stratified by device and CVM stage.

    It depends on the folder, the fraction and the seed alone, so that a training and a validation dataset with
    different settings (truth, exclude, …) still share no image and leave none out.
    """
    ids = sorted(files.images)
    strata = [(_device(ceph_id, machines), _stage(ceph_id, files)) for ceph_id in ids]
    return stratified_sample(dict(zip(ids, strata, strict=True)), valid_fraction, seed)


def stratified_sample(strata: Mapping[str, tuple], fraction: float, seed: int) -> set[str]:
    """Draw a share of the keys, each stratum in proportion.

    A stratum of one id joins the others of its first component (device), and where there is none the largest stratum.
    Args:
        strata: (device, stage) by id.
        fraction: share to draw, between 0 and 1; at least one id is drawn and one is left.
    Errors:
        ValueError: fewer than two ids, or a fraction outside (0, 1).
    """
    if len(strata) < 2 or not 0 < fraction < 1:
        raise ValueError(
            f'{len(strata)} images cannot be split with valid_fraction={fraction}; expected two or more images and '
            'a fraction between 0 and 1'
        )
    from sklearn.model_selection import train_test_split  # slow to import, and of the extra 'train'

    ids = sorted(strata)
    count = min(max(round(len(ids) * fraction), 1), len(ids) - 1)
    labels = _workable_labels([strata[ceph_id] for ceph_id in ids], min(count, len(ids) - count))
    return set(train_test_split(ids, test_size=count, random_state=seed, stratify=labels)[1])


def _workable_labels(strata: Sequence[tuple], smaller_part: int) -> list[str] | None:
    """The finest labels that sklearn can stratify by: each twice or more, no more of them than either part holds."""
    devices = [repr(stratum[:1]) for stratum in strata]
    by_stage = _merge_rare([repr(stratum) for stratum in strata], devices)
    for labels in (by_stage, devices):
        largest = Counter(labels).most_common(1)[0][0]
        merged = _merge_rare(labels, [largest] * len(labels))
        if len(set(merged)) <= smaller_part:
            return merged
    return None


def _merge_rare(labels: Sequence[str], coarser: Sequence[str]) -> list[str]:
    counts = Counter(labels)
    return [label if counts[label] >= 2 else coarse for label, coarse in zip(labels, coarser, strict=True)]


def _device(ceph_id: str, machines: Machines) -> str:
    rows = machines.rows.get(ceph_id, ())
    return rows[0].machine if rows else ''


def _stage(ceph_id: str, files: SplitFiles) -> int:
    """Stage for stratifying alone; a broken file is reported where the records are read."""
    try:
        return read_cvm_stage(files.stages[ceph_id][0], ceph_id) if ceph_id in files.stages else 0
    except ImageProblem:
        return 0


def modes_of_other_splits(ids: Iterable[str], split: str, machines: Machines) -> dict[str, str]:
    """Modes of those images whose row of the device table names another split than the folder that they lie in.

    Args:
        split: name of the folder.
    Example: an image in ``train`` whose mode is Test -> ``{'a': 'Test'}``
    """
    modes = {ceph_id: machines.rows[ceph_id][0].mode for ceph_id in ids if machines.rows.get(ceph_id)}
    return {ceph_id: mode for ceph_id, mode in modes.items() if mode and mode.casefold() != split.casefold()}
