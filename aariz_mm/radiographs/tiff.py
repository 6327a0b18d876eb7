"""The pages of a TIFF file, by its directories; no pixel is decoded. Both byte orders, BigTIFF too."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

__all__ = ['TiffPage', 'read_tiff_pages']

_MOST_PAGES, _MOST_ENTRIES = 1000, 1000
_SUBFILE, _OLD_SUBFILE, _WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES = 254, 255, 256, 257, 258, 262, 277
_X_RESOLUTION, _Y_RESOLUTION, _UNIT = 282, 283, 296
_TYPES = {1: 'B', 3: 'H', 4: 'I', 5: 'II', 16: 'Q'}
_MM_OF_UNIT = {2: 25.4, 3: 10.0}


@dataclass(frozen=True)
class TiffPage:
    """One page: its place in the file, (w, h), bits of a sample, samples of a pixel and how it is meant.

    is_reduced: a thumbnail or a mask of another page. is_negative: 0 is white. resolution: pixels to a unit along x and
    y; unit_mm: that unit, None where it is no length.
    """

    index: int
    size_px: tuple[int, int]
    bits: int
    channels: int
    is_reduced: bool
    is_negative: bool
    resolution: tuple[float, float] | None
    unit_mm: float | None


def read_tiff_pages(file: BinaryIO) -> tuple[TiffPage, ...]:
    """All pages of an open TIFF file.

    Errors:
        ValueError, struct.error: it is cut short or damaged.
    """
    order = '<' if file.read(2) == b'II' else '>'
    is_big = struct.unpack(f'{order}H', file.read(2))[0] == 43
    if is_big:
        file.read(4)
    offset = struct.unpack(order + ('Q' if is_big else 'I'), file.read(8 if is_big else 4))[0]
    pages, seen = [], set()
    while offset and offset not in seen and len(pages) < _MOST_PAGES:
        seen.add(offset)
        tags, offset = _read_directory(file, offset, order, is_big)
        pages.append(_page(len(pages), tags))
    if not pages:
        raise ValueError('it has no page')
    return tuple(pages)


def _read_directory(file: BinaryIO, offset: int, order: str, is_big: bool) -> tuple[dict[int, tuple], int]:
    """Tags of a directory, and the offset of the next one."""
    file.seek(offset)
    count_type, number = ('Q', 'Q') if is_big else ('H', 'I')
    count = struct.unpack(order + count_type, file.read(struct.calcsize(order + count_type)))[0]
    if count > _MOST_ENTRIES:
        raise ValueError(f'a directory of {count} entries')
    layout = struct.Struct(f'{order}HH{number}{8 if is_big else 4}s')
    entries = [layout.unpack(file.read(layout.size)) for _ in range(count)]
    after = file.read(struct.calcsize(order + number))
    tags = {tag: values for tag, *rest in entries if (values := tuple(_values(file, order, number, *rest)))}
    return tags, struct.unpack(order + number, after)[0] if len(after) == struct.calcsize(order + number) else 0


def _values(file: BinaryIO, order: str, number: str, kind: int, count: int, field: bytes) -> Iterator[float]:
    """The first value of an entry; all that is wanted is one number, of bits as many as samples."""
    if kind not in _TYPES or count < 1:
        return
    layout = order + _TYPES[kind]
    size = struct.calcsize(layout)
    if size * count > len(field):
        file.seek(struct.unpack(order + number, field)[0])
        field = file.read(size)
    if len(field) < size:
        return
    parts = struct.unpack(layout, field[:size])
    if len(parts) == 1:
        yield parts[0]
    elif parts[1]:
        yield parts[0] / parts[1]


def _page(index: int, tags: dict[int, tuple]) -> TiffPage:
    def first(tag: int, default: float = 0) -> float:
        return tags[tag][0] if tag in tags else default

    resolution = (first(_X_RESOLUTION), first(_Y_RESOLUTION))
    return TiffPage(
        index=index,
        size_px=(int(first(_WIDTH)), int(first(_HEIGHT))),
        bits=int(first(_BITS, 1)),
        channels=int(first(_SAMPLES, 1)),
        is_reduced=bool(int(first(_SUBFILE)) & 0b101) or first(_OLD_SUBFILE) == 2,
        is_negative=first(_PHOTOMETRIC, 1) == 0,
        resolution=resolution if all(resolution) else None,
        unit_mm=_MM_OF_UNIT.get(int(first(_UNIT, 2))),
    )
