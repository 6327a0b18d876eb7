"""DICOM files: read without a word of pydicom's or gdcm's, and refused by kind where they hold no radiograph.

pydicom is imported when the first DICOM comes, as it takes longer than all else.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import threading
import warnings
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from aariz_mm.radiographs.dicom_values import is_stated, numbers_of, text_of, whole_of
from aariz_mm.radiographs.formats import HEAD_BYTES, find_format, read_head
from aariz_mm.radiographs.refusals import RadiographFileError, check_pixel_count, refuse_failures
from aariz_mm.radiographs.resolution import check_square_resolution

__all__ = ['dicom_size', 'is_dataset', 'quiet_dicom', 'read_dicom']

_DEFLATED, _EXPLICIT = '1.2.840.10008.1.2.1.99', '1.2.840.10008.1.2.1'
_DIRECTORY = '1.2.840.10008.1.3.10'
_MOST_INFLATED = 256 << 20
_READING = threading.RLock()
_PIXELS = ('PixelData', 'FloatPixelData', 'DoubleFloatPixelData')
_DOCUMENT = 'EncapsulatedDocument'
_SAVE_ALONE = 'export the radiograph alone, as DICOM or 16-bit PNG'


def is_dataset(source: object) -> bool:
    """Whether an object is a dataset of pydicom, which is not imported to find out."""
    pydicom = sys.modules.get('pydicom')
    # Another thread may have begun to import it.
    return pydicom is not None and isinstance(source, getattr(pydicom, 'Dataset', ()))


@contextlib.contextmanager
def quiet_dicom() -> Iterator[None]:
    """Within the block pydicom and gdcm print, log and warn of nothing: their words may hold a patient's name.

    One thread at a time, as they are quietened for the whole process.
    """
    logger = logging.getLogger('pydicom')
    with _READING, warnings.catch_warnings():
        warnings.simplefilter('ignore')
        was_disabled, logger.disabled = logger.disabled, True
        try:
            yield
        finally:
            logger.disabled = was_disabled


def read_dicom(path: str | os.PathLike, with_pixels: bool = True, data: bytes | None = None) -> Any:
    """The dataset of a DICOM file, with or without preamble and file meta information.

    Args:
        data: the bytes of the file, where they have been read; the dataset keeps no hold of them.
    Errors:
        FileNotFoundError: no such file. RadiographFileError: no DICOM, damaged, or an object without a picture.
    """
    if find_format(read_head(path) if data is None else data[:HEAD_BYTES]) != 'dicom':
        raise RadiographFileError(f'{os.fspath(path)}: it is no DICOM file, though it may be called one')
    with quiet_dicom(), refuse_failures(path, 'the DICOM file cannot be read', quote=False):
        with open(path, 'rb') if data is None else io.BytesIO(data) as file:
            dataset = _parse(file, os.fspath(path), with_pixels)
        dataset.buffer = None
    _check_kind(dataset, os.fspath(path))
    return dataset


def dicom_size(dataset: Any, name: str) -> tuple[int, int]:
    """(w, h) of the picture of a dataset, checked: one picture, square pixels, no more of them than are read.

    Args:
        name: of the file, for the errors.
    Errors:
        RadiographFileError, NotSquareError: it cannot be read as a radiograph.
    """
    with quiet_dicom():
        _check_kind(dataset, name)
        frames = whole_of(dataset, 'NumberOfFrames') or 1
        if frames > 1:
            raise RadiographFileError(
                f'{name}: the file holds {frames} pictures, and which is the radiograph is unknown; {_SAVE_ALONE}'
            )
        size = (whole_of(dataset, 'Columns') or 0, whole_of(dataset, 'Rows') or 0)
        check_pixel_count(name, size)
        aspect = numbers_of(dataset, 'PixelAspectRatio')
        check_square_resolution(aspect if len(aspect) == 2 else None, name)
    return size


class _Clipped:
    """A file that takes no more memory than it has bytes, whatever length a damaged element states."""

    def __init__(self, file: BinaryIO):
        self._file, self._size = file, file.seek(0, os.SEEK_END)
        file.seek(0)
        self.seek, self.tell, self.name = file.seek, file.tell, ''

    def read(self, count: int = -1) -> bytes:
        left = max(0, self._size - self._file.tell())
        return self._file.read(left if count is None or count < 0 else min(count, left))


def _parse(file: BinaryIO, name: str, with_pixels: bool) -> Any:
    import pydicom

    head = file.read(1024)
    file.seek(0)
    if head[:4] == b'DICM':  # the preamble alone is missing
        return pydicom.dcmread(io.BytesIO(bytes(128) + file.read()), force=True, stop_before_pixels=not with_pixels)
    if _DEFLATED.encode() in head:
        return _parse_deflated(file.read(), name)
    return pydicom.dcmread(_Clipped(file), force=True, stop_before_pixels=not with_pixels)


def _parse_deflated(data: bytes, name: str) -> Any:
    """pydicom would inflate whatever it is, a few bytes to the whole memory too."""
    import pydicom

    if data[132:136] != b'\2\0\0\0':
        raise RadiographFileError(f'{name}: a deflated DICOM file without the length of its header; {_SAVE_ALONE}')
    start = 144 + int.from_bytes(data[140:144], 'little')
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    inflated = inflater.decompress(data[start:], _MOST_INFLATED)
    if inflater.unconsumed_tail:
        raise RadiographFileError(f'{name}: inflates to more than {_MOST_INFLATED >> 20} MiB; {_SAVE_ALONE}')
    dataset = pydicom.dcmread(io.BytesIO(inflated), force=True)
    dataset.file_meta = pydicom.dataset.FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = _EXPLICIT
    return dataset


def _check_kind(dataset: Any, name: str) -> None:
    """Refuse what holds no picture, by the name of its kind."""
    kind = text_of(dataset, 'SOPClassUID') or text_of(getattr(dataset, 'file_meta', None), 'MediaStorageSOPClassUID')
    if kind == _DIRECTORY or 'DirectoryRecordSequence' in dataset:
        raise RadiographFileError(f'{name}: a DICOMDIR, an index of other files; give the files that it names')
    if _DOCUMENT in dataset or 'Encapsulated' in _name_of(kind):
        raise RadiographFileError(f'{name}: a document inside a DICOM file ({_name_of(kind)}); {_SAVE_ALONE}')
    if not (is_stated(dataset, 'Rows') or is_stated(dataset, 'Columns') or any(key in dataset for key in _PIXELS)):
        raise RadiographFileError(f'{name}: a DICOM file without a picture ({_name_of(kind)}); {_SAVE_ALONE}')


def _name_of(kind: str) -> str:
    """The name of a SOP class, as 'Basic Text SR Storage'."""
    from pydicom.uid import UID_dictionary

    return UID_dictionary.get(kind, ('an object of unknown kind',))[0]
