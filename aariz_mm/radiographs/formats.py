"""What kind of file it is, by its first bytes and not by its name."""

from __future__ import annotations

import os
from pathlib import Path

from aariz_mm.radiographs.refusals import refuse_failures

__all__ = ['HEAD_BYTES', 'IMAGE_SUFFIXES', 'READ_FORMATS', 'describe_other', 'find_format', 'read_head']

IMAGE_SUFFIXES = ('.png', '.jpg', '.jpeg', '.jfif', '.bmp', '.tif', '.tiff', '.webp', '.dcm', '.dicom', '.dic')
READ_FORMATS = 'PNG, JPEG, BMP, TIFF, WebP or DICOM'
HEAD_BYTES = 1024
"""As many of the first bytes of a file tell its kind."""
_SIGNATURES = (
    ('png', 0, b'\x89PNG\r\n\x1a\n'), ('jpg', 0, b'\xff\xd8\xff'), ('bmp', 0, b'BM'), ('webp', 8, b'WEBP'),
    ('tiff', 0, b'II*\0'), ('tiff', 0, b'MM\0*'), ('tiff', 0, b'II+\0'), ('tiff', 0, b'MM\0+'),
    ('dicom', 128, b'DICM'), ('gif', 0, b'GIF8'), ('ppm', 0, b'P5'), ('ppm', 0, b'P6'),
    ('jp2', 4, b'jP  \r\n\x87\n'), ('jp2', 0, b'\xff\x4f\xff\x51'),
)  # fmt: skip
_OTHERS = (
    (8, b'CR\x02', 'a camera RAW file', 'develop it as 16-bit TIFF or PNG'),
    (0, b'IIU\0', 'a camera RAW file', 'develop it as 16-bit TIFF or PNG'),
    (0, b'IIRO', 'a camera RAW file', 'develop it as 16-bit TIFF or PNG'),
    (0, b'FUJIFILM', 'a camera RAW file', 'develop it as 16-bit TIFF or PNG'),
    (4, b'ftypcrx', 'a camera RAW file', 'develop it as 16-bit TIFF or PNG'),
    (4, b'ftypavif', 'an AVIF photograph', 'save it as PNG'),
    (4, b'ftyp', 'a HEIC photograph or a film', 'save the picture as PNG'),
    (0, b'PK\x03\x04', 'a zip archive or an office document', 'unpack it and give the radiograph in it'),
    (0, b'PK\x05\x06', 'an empty zip archive', 'give the radiograph itself'),
    (0, b'\x1f\x8b', 'a gzip archive', 'unpack it and give the radiograph in it'),
    (0, b'7z\xbc\xaf', 'a 7z archive', 'unpack it and give the radiograph in it'),
    (0, b'Rar!', 'a rar archive', 'unpack it and give the radiograph in it'),
    (257, b'ustar', 'a tar archive', 'unpack it and give the radiograph in it'),
    (0, b'8BPS', 'a Photoshop file', 'save it as PNG or TIFF'),
    (0, b'ObjectType', 'a MetaImage stack', 'import it with aariz-mm import-annotations, or save the one image as PNG'),
    (0, b'NRRD', 'a NRRD volume', 'save the radiograph as 16-bit PNG'),
    (344, b'n+1\0', 'a NIfTI volume', 'save the radiograph as 16-bit PNG'),
)


def find_format(head: bytes) -> str:
    """'png', 'jpg', 'bmp', 'webp', 'tiff', 'dicom', 'gif', 'ppm', 'jp2' or '' by the first bytes of a file.

    DICOM without its mark is known by the first element, which must be of group 2 or 8 and well formed.
    """
    if head[8:11] == b'CR\x02':  # Canon's RAW begins as a TIFF
        return ''
    for name, offset, mark in _SIGNATURES:
        if head[offset : offset + len(mark)] == mark:
            return name
    return 'dicom' if _begins_with_an_element(head) else ''


def read_head(path: str | os.PathLike) -> bytes:
    """The first bytes of a file.

    Errors:
        FileNotFoundError: no such file. RadiographFileError: it cannot be opened.
    """
    with refuse_failures(path, 'the file cannot be opened'), open(path, 'rb') as file:
        return file.read(HEAD_BYTES)


def describe_other(head: bytes, path: str | os.PathLike) -> str:
    """What a file that is none of :data:`READ_FORMATS` is, and what to do about it."""
    if not head:
        return 'the file is empty: copy it again'
    if b'%PDF-' in head:
        return 'it is a PDF: export the radiograph from the program that made it, as DICOM or PNG'
    for offset, mark, what, cure in _OTHERS:
        if head[offset : offset + len(mark)] == mark:
            return f'it is {what}: {cure}'
    if _is_text(head):
        return f'it is a text, expected a {READ_FORMATS} file: give the radiograph itself'
    if Path(path).suffix.lower() in ('.raw', '.img', '.bin'):
        return 'it is bare pixel values of unknown size: save it as 16-bit PNG or TIFF'
    return f'expected a {READ_FORMATS} file: copy it again or run tools/doctor.py on its folder'


def _begins_with_an_element(head: bytes) -> bool:
    """Whether the bytes are the first element of a DICOM file without preamble, in any of its encodings."""
    if head[:4] == b'DICM':
        return True
    order = 'little' if head[1:2] == b'\0' else 'big'
    group, element = int.from_bytes(head[:2], order), int.from_bytes(head[2:4], order)
    if len(head) < 16 or group not in (2, 8) or element > 0x0060:
        return False
    explicit = head[4:6].isalpha() and head[4:6].isupper()
    length = int.from_bytes(head[6:8] if explicit else head[4:8], order)
    return length < HEAD_BYTES and length % 2 == 0


def _is_text(head: bytes) -> bool:
    return all(byte >= 32 or byte in b'\t\n\r\f' for byte in head) and head.isascii()
