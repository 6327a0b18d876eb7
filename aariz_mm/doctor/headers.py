"""What an image file holds, by its content and not by its extension."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from aariz_mm.radiographs.formats import find_format, read_head
from aariz_mm.radiographs.images import open_header
from aariz_mm.radiographs.pictures import read_tiff_page

__all__ = ['ImageHeader', 'has_end', 'read_header']

# A JPEG that cameras put several pictures into is one like any other.
_NAMES = {'JPEG': 'jpg', 'MPO': 'jpg'}
_END_MARKS = {'png': b'IEND', 'jpg': b'\xff\xd9'}


@dataclass(frozen=True)
class ImageHeader:
    """Format, bits per sample, samples per pixel, (w, h).

    Formats are 'png', 'jpg', 'bmp', 'tiff', 'dcm', another of Pillow's, or 'unknown'. Numbers are 0 where they are
    unknown; a palette index is one sample.
    """

    format: str = 'unknown'
    bits: int = 0
    channels: int = 0
    size_px: tuple[int, int] = (0, 0)


def read_header(path: Path) -> ImageHeader:
    """Header of an image file.

    Errors:
        FileNotFoundError, ValueError: as :func:`~aariz_mm.radiographs.images.image_size`, but for the pixels' shape.
    """
    kind = find_format(read_head(path))
    if kind == 'dicom':
        return _dicom_header(path)
    if kind == 'tiff':
        page = read_tiff_page(path)
        return ImageHeader('tiff', page.bits, page.channels, page.size_px)
    with open_header(path) as image:
        return ImageHeader(
            _NAMES.get(image.format, image.format.lower()), _bits(image), len(image.getbands()), image.size
        )


def _dicom_header(path: Path) -> ImageHeader:
    from aariz_mm.radiographs.dicom import dicom_size, read_dicom
    from aariz_mm.radiographs.dicom_values import whole_of

    dataset = read_dicom(path, with_pixels=False)
    size = dicom_size(dataset, str(path))
    bits, channels = (whole_of(dataset, keyword) for keyword in ('BitsStored', 'SamplesPerPixel'))
    return ImageHeader('dcm', bits or 0, channels or 1, size)


def has_end(image_format: str, tail: bytes) -> bool:
    """Whether the last bytes of a PNG or JPEG file hold its end mark; True for formats that have none."""
    mark = _END_MARKS.get(image_format)
    return mark is None or mark in tail


def _bits(image: Image.Image) -> int:
    """Bits per sample as they are stored, which Pillow's mode does not say of colour: 'RGB;16B', 'P;4', '1', 'L'."""
    layout = image.tile[0][3] if image.tile else image.mode
    layout = layout if isinstance(layout, str) else str(layout[0])
    found = re.search(r';(16(?=[BLN])|[1-8]$)', layout)
    return int(found.group(1)) if found else 1 if layout == '1' else 8
