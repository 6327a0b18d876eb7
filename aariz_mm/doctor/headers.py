"""What the header of a PNG, JPEG or BMP file says of its samples, told by content and not by extension."""

from __future__ import annotations

import struct
from dataclasses import dataclass

__all__ = ['ImageHeader', 'has_end', 'read_header']

_PNG = b'\x89PNG\r\n\x1a\n'
# Colour type -> samples per pixel (PNG specification, 11.2.1); a palette index is one sample.
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# SOF markers are 0xC0 to 0xCF without DHT, JPG and DAC (ITU-T T.81, table B.1).
_NOT_A_FRAME = (0xC4, 0xC8, 0xCC)
_END_MARKS = {'png': b'IEND', 'jpg': b'\xff\xd9'}
_ALONE = (0x01, *range(0xD0, 0xD9))


@dataclass(frozen=True)
class ImageHeader:
    """Format ('png', 'jpg', 'bmp' or 'unknown'), bits per sample and samples per pixel (0 where unknown)."""

    format: str
    bits: int
    channels: int


def read_header(data: bytes) -> ImageHeader:
    """Header of an image file; one that is cut short or of another kind is 'unknown'."""
    try:
        if data.startswith(_PNG):
            return ImageHeader('png', data[24], _PNG_CHANNELS[data[25]])
        if data.startswith(b'\xff\xd8'):
            return _read_jpeg(data)
        if data.startswith(b'BM'):
            bits = struct.unpack_from('<H', data, 28)[0]
            return ImageHeader('bmp', min(bits, 8), max(bits // 8, 1))
    except (IndexError, KeyError, struct.error):
        pass
    return ImageHeader('unknown', 0, 0)


def has_end(image_format: str, tail: bytes) -> bool:
    """Whether the last bytes of a PNG or JPEG file hold its end mark; True for formats that have none."""
    mark = _END_MARKS.get(image_format)
    return mark is None or mark in tail


def _read_jpeg(data: bytes) -> ImageHeader:
    position = 2
    while True:
        if data[position] != 0xFF:
            raise IndexError('no marker where one must be')
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in _ALONE:
            position += 2
        elif 0xC0 <= marker <= 0xCF and marker not in _NOT_A_FRAME:
            return ImageHeader('jpg', data[position + 4], data[position + 9])
        else:
            position += 2 + struct.unpack_from('>H', data, position + 2)[0]
