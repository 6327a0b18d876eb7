"""The radiographs of a folder as cases: of a plain folder, or of a dataset in the Aariz layout with its splits."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import NamedTuple

from aariz_mm.annotations.files import MachineRow, read_machines
from aariz_mm.annotations.layout import MACHINE_CSV, SPLITS, find_child, find_split, list_split
from aariz_mm.radiographs.listing import list_radiographs
from aariz_mm.radiographs.result_names import name_results

from .records import CaseFile

__all__ = ['UPLOADS', 'CaseListing', 'list_cases']

UPLOADS = 'uploads'
"""Folder in home of the radiographs that came in through the page."""


class CaseListing(NamedTuple):
    """The cases, and what of the folder is none, in lines; '' for nothing."""

    files: tuple[CaseFile, ...]
    skipped: str


def list_cases(folder: str | Path, home: str | Path) -> CaseListing:
    """The radiographs of a folder, then those that were uploaded; no file is decoded.

    Those of a dataset in the Aariz layout keep their split, and the machine and pixel size of its table.
    Args:
        folder: searched with all folders below it. home: folder of the review, which is left out.
    Errors:
        FileNotFoundError: no such folder, or no radiograph in it and none uploaded.
        ValueError: a table of machines that cannot be read.
    """
    folder, uploads = Path(folder), Path(home) / UPLOADS
    if not folder.is_dir():
        raise FileNotFoundError(f'{folder}: no such folder; give the folder of the radiographs')
    found = _list_dataset(folder)
    uploaded = _list_plain(uploads, home) if uploads.is_dir() and any(uploads.iterdir()) else CaseListing((), '')
    if not found:
        try:
            found, skipped = _list_plain(folder, home)
        except FileNotFoundError:
            if not uploaded.files:
                raise
            found, skipped = (), ''
    else:
        skipped = ''
    return CaseListing((*found, *uploaded.files), skipped)


def _list_plain(folder: Path, home: str | Path) -> CaseListing:
    listing = list_radiographs([folder], out_dir=home)
    files = tuple(CaseFile(one.result, Path(one.path)) for one in listing.radiographs)
    return CaseListing(files, listing.describe_skipped())


def _list_dataset(folder: Path) -> tuple[CaseFile, ...]:
    """The images of all splits of a dataset; none where the folder is no dataset."""
    table = find_child(folder, MACHINE_CSV)
    if table is None:
        return ()
    rows = read_machines(table)
    found = []
    for split in SPLITS:
        split_dir = find_split(folder, split)
        if split_dir is not None and find_child(split_dir, 'Cephalograms') is not None:
            images = list_split(split_dir).images
            found += [(split, image_id, path) for image_id, paths in images.items() for path in paths]
    names = name_results([(PurePath(path.name), PurePath(split, path.name)) for split, _, path in found])
    return tuple(
        CaseFile(name, path, split, *_machine(rows.get(image_id, ())))
        for name, (split, image_id, path) in zip(names, found, strict=True)
    )


def _machine(rows: tuple[MachineRow, ...]) -> tuple[str, str]:
    """Machine and pixel size of an image, as the table writes them; 'unknown' and '' where it does not tell."""
    return (rows[0].machine or 'unknown', rows[0].pixel_size) if len(rows) == 1 else ('unknown', '')
