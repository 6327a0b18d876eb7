"""Millimetres per pixel and devices of images, as the user states them: one number, or a table by id."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.number_text import as_decimal

from .marks import Sheet
from .sources import read_text

__all__ = ['PixelSizes', 'choose_pixel_size', 'read_pixel_sizes']

_IDS = ('cephalogram_id', 'id', 'image', 'file', 'file_name')
_SIZES = ('pixel_size', 'pixel_size_mm', 'mm', 'mm_per_pixel', 'scale')
_DEVICES = ('machine', 'device')
_WHAT = 'a number of mm per pixel, or a CSV with the columns id and mm'


@dataclass(frozen=True)
class PixelSizes:
    """What the user states: one number for all images, or rows by id; a row may name the device."""

    for_all: float | None = None
    by_id: Mapping[str, float] | None = None
    devices: Mapping[str, str] | None = None

    def of(self, img_id: str) -> float | None:
        """Millimetres per pixel of an image; None where nothing is stated."""
        return self.for_all if self.by_id is None else self.by_id.get(img_id)


def read_pixel_sizes(text: str | None) -> PixelSizes:
    """What ``--pixel-size`` says; None states nothing.

    Errors:
        FileNotFoundError: neither a number nor a file.
        ValueError: no positive number, or a table that cannot be read, or that says an image twice.
    """
    if text is None:
        return PixelSizes()
    value = as_decimal(text)
    if value is None:
        return _read_table(Path(text))
    return PixelSizes(for_all=_positive(value, text, '--pixel-size'))


def choose_pixel_size(img_id: str, sheet: Sheet, size: tuple[int, int], stated: PixelSizes) -> tuple[float | None, str]:
    """Millimetres per pixel of an image, and where they are from; the user's statement goes before the source's.

    Args:
        size: (w, h) of the image file.
    Returns:
        None where neither states any.
    """
    own, of_source = stated.of(img_id), sheet.pixel_size_mm
    if own is not None:
        return own, 'given'
    if of_source is None or sheet.pixel_size_for not in (None, tuple(size)):
        return None, ''
    return (of_source, 'source') if math.isfinite(of_source) and of_source > 0 else (None, '')


def _positive(value: float | None, text: str, where: object) -> float:
    if value is None or not (math.isfinite(value) and value > 0):
        raise ValueError(f'{where}: {text!r} is no positive number of mm per pixel; expected {_WHAT}')
    return value


def _read_table(path: Path) -> PixelSizes:
    rows = [
        [cell.strip() for cell in row]
        for row in csv.reader(io.StringIO(read_text(path, _WHAT), newline=''), skipinitialspace=True)
    ]
    rows = [row for row in rows if any(row)]
    header = [cell.lower() for cell in rows[0]] if rows else []
    columns = [
        next((header.index(name) for name in names if name in header), None) for names in (_IDS, _SIZES, _DEVICES)
    ]
    if columns[0] is None or columns[1] is None:
        raise ValueError(f'{path}: header {header}; expected {_WHAT}: id is one of {_IDS}, mm one of {_SIZES}')
    sizes: dict[str, float] = {}
    devices: dict[str, str] = {}
    for row in rows[1:]:
        img_id, text, device = (row[column] if column is not None and column < len(row) else '' for column in columns)
        if img_id in sizes:
            raise ValueError(f'{path}: {img_id!r} has two rows; keep one')
        if text:  # an empty one states nothing
            sizes[img_id] = _positive(as_decimal(text), text, f'{path}: {img_id}')
        if device:
            devices[img_id] = device
    return PixelSizes(by_id=sizes, devices=devices)
