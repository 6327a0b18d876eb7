"""The folders and the device table of a dataset, listed with whatever is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.annotations.files import MachineRow, read_machines
from aariz_mm.annotations.layout import (
    MACHINE_CSV,
    SPLITS,
    SplitFiles,
    find_child,
    find_machine_csv,
    find_root,
    list_folders,
    list_split,
    missing_split,
)
from aariz_mm.annotations.records import Machines, listed_ids
from aariz_mm.annotations.splits import modes_of_other_splits
from aariz_mm.files import is_hidden
from aariz_mm.radiographs.images import IMAGE_SUFFIXES

from .findings import ERROR, INFO, WARNING, Finding

__all__ = ['Listing', 'check_splits', 'check_table', 'list_dataset']

_RELEASED_NAMES = ('Cephalograms', 'Annotations', 'Cephalometric Landmarks', 'CVM Stages')
_LAYOUT_CURE = "lay the folder out as the release does; see aariz_mm.annotations.layout or the README's section on data"


@dataclass(frozen=True)
class Listing:
    """Files of every split that is there, and the device table."""

    root: Path
    splits: dict[str, SplitFiles]
    machines: Machines | None

    def row_of(self, ceph_id: str) -> MachineRow | None:
        """The first row of an id in the device table."""
        rows = () if self.machines is None else self.machines.rows.get(ceph_id, ())
        return rows[0] if rows else None

    def splits_of(self) -> dict[str, list[str]]:
        """Splits by id of the images that they have a file for."""
        found: dict[str, list[str]] = {}
        for split, files in self.splits.items():
            for ceph_id in files.images:
                found.setdefault(ceph_id, []).append(split)
        return found


def list_dataset(data_root: str | os.PathLike, findings: list[Finding]) -> Listing:
    """List a dataset; what is wrong with its layout is appended to ``findings``.

    Errors:
        FileNotFoundError: no such folder, or no split folder in it.
    """
    root = find_root(data_root)
    splits = {}
    for split in SPLITS:
        files = _list_split(root, split, findings)
        if files is not None:
            splits[split] = files
    if not splits and not findings:
        raise missing_split(root, 'train')
    findings += _missing_splits(root, splits)
    findings += _strange_folders(root)
    for files in splits.values():
        findings += _spelling(files)
        findings += _extra_files(files)
    return Listing(root, splits, _read_table(root, findings))


def check_splits(listing: Listing) -> Iterator[Finding]:
    """Ids that are in more than one split."""
    for ceph_id, splits in listing.splits_of().items():
        if len(splits) > 1:
            yield Finding(
                WARNING, 'id-in-several-splits', f'{ceph_id} is in {", ".join(splits)}',
                'keep it in one split: what is trained on must not be tested on', (ceph_id,),
                tuple(str(path) for split in splits for path in listing.splits[split].images[ceph_id]),
            )  # fmt: skip


def check_table(listing: Listing) -> Iterator[Finding]:
    """Rows of the device table that have no image, and rows whose mode names another split."""
    machines = listing.machines
    if machines is None:
        return
    known = set().union(*(listed_ids(files) for files in listing.splits.values()))
    for ceph_id in sorted(set(machines.rows) - known):
        yield Finding(
            WARNING, 'csv-row-without-image', f'{machines.path.name}: {ceph_id} has a row and no file',
            'copy the image and its annotations from the release, or take the row away', (ceph_id,),
        )  # fmt: skip
    for split, files in listing.splits.items():
        for ceph_id, mode in sorted(modes_of_other_splits(files.images, split, machines).items()):
            yield Finding(
                WARNING, 'mode-differs', f'{machines.path.name}: mode {mode!r} of {ceph_id}, which lies in {split}',
                'the folder counts; move the image, or correct the table, before comparing with published scores',
                (ceph_id,),
            )  # fmt: skip


def _list_split(root: Path, split: str, findings: list[Finding]) -> SplitFiles | None:
    try:
        folder = find_child(root, split)
        return None if folder is None or not folder.is_dir() else list_split(folder)
    except FileNotFoundError as error:
        message = str(error).split('\n')[0]
        findings.append(Finding(ERROR, 'no-image', message, _LAYOUT_CURE))
    except ValueError as error:
        findings.append(Finding(ERROR, 'ambiguous-folder', str(error), 'rename or remove one of them'))
    return None


def _missing_splits(root: Path, splits: Mapping[str, SplitFiles]) -> Iterator[Finding]:
    cures = dict(
        train='it can be tested on, but not trained on',
        valid='AarizDataset then holds a share of train out for it (valid_fraction)',
        test='score on valid, or copy it from the release',
    )
    for split in SPLITS:
        if split not in splits and _find_child_safely(root, split) is None:
            yield Finding(INFO, f'no-{split}-folder', f'{root}: no folder {split!r}', cures[split])


def _find_child_safely(folder: Path, name: str) -> Path | None:
    """As :func:`find_child`; the first match where several differ in case only."""
    matches = [entry for entry in sorted(folder.iterdir()) if entry.name.casefold() == name.casefold()]
    return matches[0] if matches else None


def _strange_folders(root: Path) -> Iterator[Finding]:
    strange = [name for name in list_folders(root) if name.casefold() not in SPLITS and not name.startswith('.')]
    if strange:
        yield Finding(
            INFO, 'unknown-folder', f'{root}: folders {strange} are none of {list(SPLITS)} and were not read',
            'rename a split to what it is called in the release', (), tuple(strange),
        )  # fmt: skip


def _spelling(files: SplitFiles) -> Iterator[Finding]:
    folders = [files.folder, *(path for path in files.folder.rglob('*') if path.is_dir() and path != files.folder)]
    released = {name.casefold(): name for name in (*SPLITS, *_RELEASED_NAMES)}
    other = [path.name for path in folders if released.get(path.name.casefold(), path.name) != path.name]
    if other:
        yield Finding(
            INFO, 'folder-spelling', f'{files.folder}: {other} are spelt otherwise than in the release',
            'this project accepts it; other programs may not',
        )  # fmt: skip


def _extra_files(files: SplitFiles) -> Iterator[Finding]:
    """Files that no reader of the dataset looks at."""
    marks = find_child(files.folder, 'Annotations', 'Cephalometric Landmarks')
    places = [
        (find_child(files.folder, 'Cephalograms'), IMAGE_SUFFIXES),
        *((marks / reader, ('.json',)) for reader in files.readers),
        (find_child(files.folder, 'Annotations', 'CVM Stages'), ('.json',)),
    ]
    for folder, suffixes in places:
        extra = [entry for entry in _visible(folder) if entry.is_dir() or entry.suffix.lower() not in suffixes]
        if extra:
            yield Finding(
                WARNING, 'extra-file', f'{folder}: {[entry.name for entry in extra]} are not read, '
                f'expected files with {", ".join(suffixes)}', 'convert images to PNG; take anything else away',
                (), tuple(map(str, extra)),
            )  # fmt: skip


def _visible(folder: Path | None) -> list[Path]:
    entries = sorted(folder.iterdir()) if folder is not None and folder.is_dir() else []
    return [entry for entry in entries if not is_hidden(entry.name)]


def _read_table(root: Path, findings: list[Finding]) -> Machines | None:
    try:
        path = find_machine_csv(root)
        return Machines(path, read_machines(path))
    except FileNotFoundError as error:
        cure = f'copy {MACHINE_CSV} from the release into the data root'
        findings.append(Finding(ERROR, 'no-device-table', str(error).split('\n')[0], cure))
    except ValueError as error:
        findings.append(Finding(ERROR, 'broken-device-table', str(error), 'take the file from the release again'))
    return None
