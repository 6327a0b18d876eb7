"""Pictures that are no DICOM: what their header says, and their pixels."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image

from aariz_mm.radiographs.file_structure import is_png_whole, read_jpeg_markers
from aariz_mm.radiographs.formats import describe_other, find_format, read_head
from aariz_mm.radiographs.greys import StoredGreys, find_window, to_8_bit
from aariz_mm.radiographs.refusals import RadiographFileError, check_pixel_count, refuse_failures
from aariz_mm.radiographs.resolution import check_square, check_square_resolution
from aariz_mm.radiographs.tiff import TiffPage, read_tiff_pages

__all__ = ['READ_FLAGS', 'PictureHeader', 'open_header', 'read_picture', 'read_picture_header', 'read_tiff_page']

_FIRST_COUNTS = ('MPO',)
"""Formats of cameras that put views of lower resolution behind the picture."""
_OPENED = ('PNG', 'JPEG', 'BMP', 'DIB', 'GIF', 'PPM', 'TIFF', 'WEBP', 'JPEG2000')
"""What ``Image.preinit`` knows goes first: for the others Pillow imports all 50 formats that it has."""
_JPEG_HEAD_BYTES = 1 << 16
_PILLOW_LIMIT = threading.Lock()
# The annotations are in stored pixels, so an EXIF orientation must not turn the image.
READ_FLAGS = cv2.IMREAD_GRAYSCALE | cv2.IMREAD_ANYDEPTH | cv2.IMREAD_IGNORE_ORIENTATION


@dataclass(frozen=True)
class PictureHeader:
    """(w, h) of the stored pixels, the page of a TIFF and whether its 0 is white."""

    size_px: tuple[int, int]
    page: int = 0
    is_negative: bool = False


def read_picture_header(path: str | os.PathLike) -> PictureHeader:
    """Header of a picture, checked: one picture, square pixels, no more of them than are read.

    Errors:
        FileNotFoundError: no such file. RadiographFileError, NotSquareError: it cannot be read as a radiograph.
    """
    if find_format(read_head(path)) == 'tiff':
        page = read_tiff_page(path)
        header = PictureHeader(page.size_px, page.index, page.is_negative)
        check_square_resolution(page.resolution, path)
    else:
        _check_depth(path)
        with open_header(path) as image, refuse_failures(path, 'the header of the image cannot be read'):
            _check_alone(getattr(image, 'n_frames', 1), image.format, path)
            check_square(image, path)
            header = PictureHeader(image.size)
    check_pixel_count(path, header.size_px, os.path.getsize(path))
    return header


def read_tiff_page(path: str | os.PathLike) -> TiffPage:
    """The one page of a TIFF that is no thumbnail.

    Errors:
        FileNotFoundError: no such file. RadiographFileError: several pages, or the file is damaged.
    """
    with refuse_failures(path, 'the header of the image cannot be read'), open(path, 'rb') as file:
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
def open_header(path: str | os.PathLike) -> Iterator[Image.Image]:
    """A picture as Pillow opens it: its header is read, no pixel is decoded, whatever their number.

    Errors:
        FileNotFoundError: no such file.
        ValueError: not an image.
    """
    head = read_head(path)
    if find_format(head) in ('', 'dicom'):
        raise RadiographFileError(
            f'{os.fspath(path)}: header of the image cannot be read; {describe_other(head, path)}'
        )
    with refuse_failures(path, 'header of the image cannot be read'), _no_pixel_limit():
        Image.preinit()
        image = Image.open(path, formats=_OPENED)
    with image:
        yield image


def read_picture(path: str | os.PathLike, data: np.ndarray | None = None) -> StoredGreys:
    """Pixels of a picture as stored and as 8-bit grey.

    Args:
        data: the bytes of the file, where they have been read.
    Errors:
        FileNotFoundError: no such file. RadiographFileError, NotSquareError: it cannot be read as a radiograph.
    """
    head = read_head(path)
    if not find_format(head):
        size = os.path.getsize(path)
        raise RadiographFileError(
            f'{os.fspath(path)}: the image cannot be decoded ({size} bytes); {describe_other(head, path)}'
        )
    header = read_picture_header(path)
    with refuse_failures(path, 'the image cannot be decoded'):
        data = np.fromfile(path, dtype=np.uint8) if data is None else data
        _check_structure(path, find_format(head), data)
        pixels = _decode(data, header)
    if pixels is None or pixels.shape[1::-1] != tuple(header.size_px):
        raise RadiographFileError(
            f'{os.fspath(path)}: the image cannot be decoded ({data.size} bytes); it is cut short or damaged: copy it '
            'again or run tools/doctor.py on its folder'
        )
    window = find_window(pixels)
    greys = to_8_bit(pixels, window)
    if header.is_negative and pixels.dtype != np.uint8:  # OpenCV turns those of 8 bits itself
        greys = 255 - greys
    return StoredGreys(pixels, greys, (window.note,) if window.note else ())


def _check_depth(path: str | os.PathLike) -> None:
    with open(path, 'rb') as file:
        head = file.read(_JPEG_HEAD_BYTES)
    bits = read_jpeg_markers(head).bits if find_format(head) == 'jpg' else 0
    if bits not in (0, 8):
        raise RadiographFileError(
            f'{os.fspath(path)}: a JPEG of {bits} bits, which no common program reads; export the radiograph as 16-bit '
            'PNG or as DICOM'
        )


def _check_structure(path: str | os.PathLike, kind: str, data: np.ndarray) -> None:
    """Refuse what OpenCV fills up with grey, or with all memory."""
    if kind not in ('jpg', 'png'):
        return
    is_whole = is_png_whole if kind == 'png' else lambda content: read_jpeg_markers(content).is_complete
    if not is_whole(data.tobytes()):
        raise RadiographFileError(
            f'{os.fspath(path)}: the image cannot be decoded ({data.size} bytes): the end of the file is missing, or '
            'it is damaged; copy it again'
        )


def _decode(data: np.ndarray, header: PictureHeader) -> np.ndarray | None:
    if not data.size:
        return None
    if header.page == 0:
        return cv2.imdecode(data, READ_FLAGS)
    found, pages = cv2.imdecodemulti(data, READ_FLAGS, range=(header.page, header.page + 1))
    return pages[0] if found and len(pages) else None


@contextlib.contextmanager
def _no_pixel_limit() -> Iterator[None]:
    """Let Pillow open a 95-megapixel header; nothing is decoded, so its bomb warning does not apply."""
    with _PILLOW_LIMIT:
        limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = limit
