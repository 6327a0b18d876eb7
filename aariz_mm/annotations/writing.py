"""The layout of a dataset for those who write one: its folders, the device table, the landmark files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = ['TABLE_COLUMNS', 'image_folder', 'landmark_content', 'landmark_folder', 'stage_folder', 'table_row']

TABLE_COLUMNS = ('cephalogram_id', 'machine', 'pixel_size', 'image_format', 'mode')
"""Columns of the device table, as released."""


def image_folder(split_dir: Path) -> Path:
    """The folder of the images of a split."""
    return split_dir / 'Cephalograms'


def landmark_folder(split_dir: Path, reader: str) -> Path:
    """The folder of one reader's landmark files."""
    return split_dir / 'Annotations' / 'Cephalometric Landmarks' / reader


def stage_folder(split_dir: Path) -> Path:
    """The folder of the CVM files."""
    return split_dir / 'Annotations' / 'CVM Stages'


def landmark_content(ceph_id: str, entries: Iterable[dict], dataset_name: str) -> dict:
    """Content of a reader's file.

    Args:
        entries: as ``aariz_mm.annotations.predicted.landmark_entry`` makes them.
    """
    return dict(ceph_id=ceph_id, landmarks=list(entries), dataset_name=dataset_name)


def table_row(ceph_id: str, machine: str, pixel_size: str, suffix: str, split: str) -> tuple[str, ...]:
    """An image's row of the device table.

    Args:
        pixel_size: mm per pixel, as it is to be written. suffix: of the image, as '.png'.
    """
    return ceph_id, machine, pixel_size, suffix.lstrip('.').lower(), split.capitalize()
