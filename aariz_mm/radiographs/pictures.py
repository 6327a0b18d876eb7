"""Pictures that are no DICOM: what their header says, and their pixels."""

from __future__ import annotations

import contextlib
import importlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import cv2
import numpy as np
from PIL import Image

from aariz_mm.radiographs.file_structure import is_png_whole, read_jpeg_markers
from aariz_mm.radiographs.formats import HEAD_BYTES, describe_other, find_format, read_head
from aariz_mm.radiographs.greys import StoredGreys, find_window, to_8_bit
from aariz_mm.radiographs.refusals import RadiographFileError, check_pixel_count, refuse_failures
from aariz_mm.radiographs.resolution import check_square, check_square_resolution
from aariz_mm.radiographs.tiff import TiffPage, read_tiff_pages

__all__ = ['READ_FLAGS', 'PictureHeader', 'open_header', 'read_picture', 'read_picture_header', 'read_tiff_page']

_FIRST_COUNTS = ('MPO',)
"""Formats of cameras that put views of lower resolution behind the picture."""
_PLUGINS = dict(
    png=('PngImagePlugin', 'PNG'), jpg=('JpegImagePlugin', 'JPEG'), bmp=('BmpImagePlugin', 'BMP'),
    tiff=('TiffImagePlugin', 'TIFF'), webp=('WebPImagePlugin', 'WEBP'), gif=('GifImagePlugin', 'GIF'),
    ppm=('PpmImagePlugin', 'PPM'), jp2=('Jpeg2KImagePlugin', 'JPEG2000'),
)  # fmt: skip
"""Module of Pillow for each of :func:`~aariz_mm.radiographs.formats.find_format`, and its name for the format."""
_JPEG_HEAD_BYTES = 1 << 16
# The annotations are in stored pixels, so an EXIF orientation must not turn the image.
READ_FLAGS = cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION


@dataclass(frozen=True)
class PictureHeader:
    """(w, h) of the stored pixels, the page of a TIFF and whether its 0 is white."""

    size_px: tuple[int, int]
    page: int = 0
    is_negative: bool = False


def read_picture_header(path: str | os.PathLike, data: bytes | None = None) -> PictureHeader:
    """Header of a picture, checked: one picture, square pixels, no more of them than are read.

    Args:
        data: the bytes of the file, where they have been read.
    Errors:
        FileNotFoundError: no such file. RadiographFileError, NotSquareError: it cannot be read as a radiograph.
    """
    if find_format(_head(path, data)) == 'tiff':
        page = read_tiff_page(path, data)
        header = PictureHeader(page.size_px, page.index, page.is_negative)
        check_square_resolution(page.resolution, path)
    else:
        _check_depth(path, data)
        with open_header(path, data) as image, refuse_failures(path, 'the header of the image cannot be read'):
            _check_alone(getattr(image, 'n_frames', 1), image.format, path)
            check_square(image, path)
            header = PictureHeader(image.size)
    check_pixel_count(path, header.size_px, os.path.getsize(path) if data is None else len(data))
    return header


def read_tiff_page(path: str | os.PathLike, data: bytes | None = None) -> TiffPage:
    """The one page of a TIFF that is no thumbnail.

    Args:
        data: as of :func:`read_picture_header`.
    Errors:
        FileNotFoundError: no such file. RadiographFileError: several pages, or the file is damaged.
    """
    with refuse_failures(path, 'the header of the image cannot be read'), _opened(path, data) as file:
        pages = read_tiff_pages(file)
    full = [page for page in pages if not page.is_reduced] if len(pages) > 1 else pages
    _check_alone(len(full) or len(pages), 'TIFF', path)
    return full[0]


def _check_alone(pictures: int, kind: str | None, path: str | os.PathLike) -> None:
    if pictures > 1 and kind not in _FIRST_COUNTS:
        raise RadiographFileError(
            f'{os.fspath(path)}: the file holds {pictures} pictures, and which is the radiograph is unknown; save that '
            'one alone'
        )


@contextlib.contextmanager
def open_header(path: str | os.PathLike, data: bytes | None = None) -> Iterator[Image.Image]:
    """A picture as Pillow opens it: its header is read, no pixel is decoded, whatever their number.

    Args:
        data: as of :func:`read_picture_header`.
    Errors:
        FileNotFoundError: no such file.
        ValueError: not an image.
    """
    head = _head(path, data)
    if find_format(head) in ('', 'dicom'):
        raise RadiographFileError(
            f'{os.fspath(path)}: header of the image cannot be read; {describe_other(head, path)}'
        )
    with contextlib.ExitStack() as stack:
        with refuse_failures(path, 'header of the image cannot be read'):
            image = _open_with_pillow(stack.enter_context(_opened(path, data)), find_format(head))
        yield stack.enter_context(image)


def _open_with_pillow(file: BinaryIO, kind: str) -> Image.Image:
    """The picture by the one plugin of Pillow that opens it.

    ``Image.open`` would import all plugins, which takes longer than to read a radiograph, and refuse 95 megapixels.
    """
    module, name = _PLUGINS[kind]
    importlib.import_module(f'PIL.{module}')
    return Image.OPEN[name][0](file, '')


def read_picture(path: str | os.PathLike, data: bytes | None = None) -> StoredGreys:
    """Pixels of a picture as stored and as 8-bit grey.

    Args:
        data: the bytes of the file, where they have been read.
    Errors:
        FileNotFoundError: no such file. RadiographFileError, NotSquareError: it cannot be read as a radiograph.
    """
    head = _head(path, data)
    if not find_format(head):
        size = os.path.getsize(path) if data is None else len(data)
        raise RadiographFileError(
            f'{os.fspath(path)}: the image cannot be decoded ({size} bytes); {describe_other(head, path)}'
        )
    header = read_picture_header(path, data)
    with refuse_failures(path, 'the image cannot be decoded'):
        data = _read(path) if data is None else data
        _check_structure(path, find_format(head), data)
        size, pixels = len(data), _decode(np.frombuffer(data, np.uint8), header)
        del data  # before more memory is taken
    if pixels is None or pixels.shape[1::-1] != tuple(header.size_px):
        raise RadiographFileError(
            f'{os.fspath(path)}: the image cannot be decoded ({size} bytes); it is cut short or damaged: copy it '
            'again or run tools/doctor.py on its folder'
        )
    window = find_window(pixels)
    greys = to_8_bit(pixels, window)
    if header.is_negative and pixels.dtype != np.uint8:  # OpenCV turns those of 8 bits itself
        np.subtract(255, greys, out=greys)
    return StoredGreys(pixels, greys, (window.note,) if window.note else ())


def _head(path: str | os.PathLike, data: bytes | None) -> bytes:
    return read_head(path) if data is None else data[:HEAD_BYTES]


def _opened(path: str | os.PathLike, data: bytes | None) -> BinaryIO:
    """The file for a reader; bytes that are there are not copied."""
    return open(path, 'rb') if data is None else io.BytesIO(data)


def _read(path: str | os.PathLike) -> bytes:
    with open(path, 'rb') as file:
        return file.read()


def _check_depth(path: str | os.PathLike, data: bytes | None) -> None:
    with _opened(path, data) as file:
        head = file.read(_JPEG_HEAD_BYTES)
    bits = read_jpeg_markers(head).bits if find_format(head) == 'jpg' else 0
    if bits not in (0, 8):
        raise RadiographFileError(
            f'{os.fspath(path)}: a JPEG of {bits} bits, which no common program reads; export the radiograph as 16-bit '
            'PNG or as DICOM'
        )


def _check_structure(path: str | os.PathLike, kind: str, data: bytes) -> None:
    """Refuse what OpenCV fills up with grey, or with all memory."""
    if kind not in ('jpg', 'png'):
        return
    is_whole = is_png_whole if kind == 'png' else lambda content: read_jpeg_markers(content).is_complete
    if not is_whole(data):
        raise RadiographFileError(
            f'{os.fspath(path)}: the image cannot be decoded ({len(data)} bytes): the end of the file is missing, or '
            'it is damaged; copy it again'
        )


def _decode(data: np.ndarray, header: PictureHeader) -> np.ndarray | None:
    if not data.size:
        return None
    if header.page == 0:
        return cv2.imdecode(data, READ_FLAGS)
    found, pages = cv2.imdecodemulti(data, READ_FLAGS, range=(header.page, header.page + 1))
    return pages[0] if found and len(pages) else None
