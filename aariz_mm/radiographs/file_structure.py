"""What the parts of a JPEG or PNG file say; no pixel is decoded."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

__all__ = ['JpegMarkers', 'is_png_whole', 'read_jpeg_markers']

_MARKER = re.compile(rb'\xff+[^\x00\xff]')
_START_OF_SCAN, _END = 0xDA, 0xD9
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BITS, _HEIGHT, _WIDTH, _COMPONENTS = 2, 3, 5, 7
_PNG_HEAD, _CHUNK_FRAME = 8, 12
_BARE = {0x01, 0xD8, *range(0xD0, 0xD8)}
_IS_MARKER = np.array([code not in (0x00, *range(0xD0, 0xD8), 0xFF) for code in range(256)])
"""Of the byte after 0xff within a scan."""
_BLOCK = 1 << 20


@dataclass(frozen=True)
class JpegMarkers:
    """``bits`` of a sample, ``components`` and (w, h), 0 where no frame is there; whether its end is there."""

    bits: int = 0
    is_complete: bool = False
    components: int = 0
    size_px: tuple[int, int] = (0, 0)


def read_jpeg_markers(data: bytes) -> JpegMarkers:
    """Follow the markers of the first picture in the bytes of a file; thumbnails inside segments do not count."""
    bits, components, size, place, in_scan = 0, 0, (0, 0), 0, False
    while place := _after_marker(data, place, in_scan):
        code = data[place - 1]
        if code == _END:
            return JpegMarkers(bits, True, components, size)
        if code in _BARE:
            continue
        if code in _FRAMES and place + _BITS < len(data):
            bits = bits or data[place + _BITS]
            components = components or int.from_bytes(data[place + _COMPONENTS : place + _COMPONENTS + 1], 'big')
            height, width = (int.from_bytes(data[at : at + 2], 'big') for at in (place + _HEIGHT, place + _WIDTH))
            size = size if any(size) else (width, height)
        place += max(2, int.from_bytes(data[place : place + 2], 'big'))
        in_scan = in_scan or code == _START_OF_SCAN
    return JpegMarkers(bits, False, components, size)


def _after_marker(data: bytes, place: int, in_scan: bool) -> int:
    """Where the next marker ends; 0 where none is left.

    Within a scan, which is nearly all of a file, 0xff stands for itself with a zero behind it. A regular expression
    would look at each byte, and take as long as half of the decoding.
    """
    if not in_scan:
        found = _MARKER.search(data, place)
        return found.end() if found else 0
    values = np.frombuffer(data, np.uint8)
    for start in range(place, len(values) - 1, _BLOCK):
        block = values[start : start + _BLOCK + 1]
        after = np.flatnonzero(block[:-1] == 0xFF) + 1
        ends = after[_IS_MARKER[block[after]]]
        if len(ends):
            return start + int(ends[0]) + 1
    return 0


def is_png_whole(data: bytes) -> bool:
    """Whether every chunk of the bytes of a PNG file is there, up to the last one.

    OpenCV takes as much memory as a damaged chunk says that it is long.
    """
    place = _PNG_HEAD
    while place + _CHUNK_FRAME <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], 'big'), data[place + 4 : place + 8]
        place += _CHUNK_FRAME + length
        if kind == b'IEND':
            return place <= len(data)
    return False
