"""Stored values of a DICOM picture, whatever its transfer syntax."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from aariz_mm.radiographs.dicom import dicom_size
from aariz_mm.radiographs.dicom_values import text_of, whole_of
from aariz_mm.radiographs.file_structure import read_jpeg_markers
from aariz_mm.radiographs.refusals import RadiographFileError, check_pixel_count, refuse_failures

__all__ = ['read_dicom_pixels']

_IMPLICIT, _RLE, _JPEG_EXTENDED = '1.2.840.10008.1.2', '1.2.840.10008.1.2.5', '1.2.840.10008.1.2.4.51'
_JPEGS = ('1.2.840.10008.1.2.4.50', _JPEG_EXTENDED, '1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70')
_DECODERS = {
    **dict.fromkeys(_JPEGS[:2], 'pillow'),  # that of 12 bits is decoded before
    **dict.fromkeys(('1.2.840.10008.1.2.4.90', '1.2.840.10008.1.2.4.91'), 'pillow'),
    **dict.fromkeys(('1.2.840.10008.1.2.4.80', '1.2.840.10008.1.2.4.81'), 'pyjpegls'),
}
"""By syntax. gdcm ends the whole process for some damaged files, so that it decodes only what others cannot."""
_NATIVE = (_IMPLICIT, '1.2.840.10008.1.2.1', '1.2.840.10008.1.2.2', '1.2.840.10008.1.2.1.99')
_GREY = ('MONOCHROME1', 'MONOCHROME2')
_COLOURS = ('RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_ICT', 'YBR_RCT')
_PALETTE = [
    f'{colour}PaletteColorLookupTable{part}' for colour in ('Red', 'Green', 'Blue') for part in ('Descriptor', 'Data')
]
_STDERR = 2
_CURE = 'export the radiograph as 16-bit PNG or as uncompressed DICOM'


def read_dicom_pixels(dataset: Any, name: str, is_ours: bool = False) -> np.ndarray:
    """Stored values of a dataset; bits above those that count, as those of overlays, are taken off.

    Args:
        name: of the file, for the errors. is_ours: whether the dataset may lose its pixels, as one that is kept
            nowhere; else they would be in memory twice.
    Returns:
        (H, W) whole numbers, or (H, W, 3) red, green and blue.
    Errors:
        RadiographFileError, NotSquareError: it holds no single picture, or its pixels cannot be decoded.
    """
    width, height = dicom_size(dataset, name)
    with refuse_failures(name, 'the pixels of the DICOM file cannot be decoded'):
        if not dataset.get('PixelData'):
            fault = 'empty' if 'PixelData' in dataset else 'missing'
            raise RadiographFileError(
                f'{name}: the DICOM file has no whole-numbered pixels (Pixel Data is {fault}); {_CURE}'
            )
        check_pixel_count(name, (width, height), len(dataset['PixelData'].value))
        picture = _pixel_module(dataset, (width, height), name)
        if is_ours:
            del dataset['PixelData']
        with _gdcm_in_silence():
            pixels = _decode(picture, name)
    if pixels.shape[:2] != (height, width) or pixels.ndim > 3:
        raise RadiographFileError(f'{name}: pixels of shape {pixels.shape}, expected {height} rows of {width}; {_CURE}')
    return np.ascontiguousarray(pixels.astype(pixels.dtype.newbyteorder('='), copy=False))


def _pixel_module(dataset: Any, size: tuple[int, int], name: str) -> Any:
    """A dataset of what the pixels need and no more, every value of the right type; absent ones as is usual."""
    from pydicom.dataset import Dataset, FileMetaDataset

    picture, syntax = Dataset(), _syntax(dataset)
    picture.file_meta = FileMetaDataset()
    picture.file_meta.TransferSyntaxUID = syntax
    picture.Columns, picture.Rows = size
    picture.SamplesPerPixel = whole_of(dataset, 'SamplesPerPixel') or 1
    picture.PhotometricInterpretation = _photometric(dataset, picture.SamplesPerPixel, name)
    picture.PlanarConfiguration = whole_of(dataset, 'PlanarConfiguration') or 0
    picture.PixelRepresentation = whole_of(dataset, 'PixelRepresentation') or 0
    allocated = picture.BitsAllocated = whole_of(dataset, 'BitsAllocated') or 0
    if allocated not in (8, 16, 32):
        raise RadiographFileError(f'{name}: {allocated} bits allocated to a sample, expected 8, 16 or 32; {_CURE}')
    stored = whole_of(dataset, 'BitsStored')
    picture.BitsStored = stored if stored and 0 < stored <= allocated else allocated
    high = whole_of(dataset, 'HighBit')
    picture.HighBit = (
        high if high is not None and picture.BitsStored <= high + 1 <= allocated else picture.BitsStored - 1
    )
    for keyword in ('PixelData', *(key for key in _PALETTE if key in dataset)):
        picture[keyword] = dataset[keyword]
    if syntax not in _NATIVE:
        picture['PixelData'].is_undefined_length = True
    return picture


def _syntax(dataset: Any) -> str:
    """The transfer syntax; that of a dataset without file meta by how it was read."""
    stated = text_of(getattr(dataset, 'file_meta', None), 'TransferSyntaxUID')
    if stated:
        return stated
    is_implicit, is_little = getattr(dataset, 'original_encoding', (None, None))
    return '1.2.840.10008.1.2.2' if is_little is False else _NATIVE[is_implicit is False]


def _photometric(dataset: Any, samples: int, name: str) -> str:
    stated = text_of(dataset, 'PhotometricInterpretation').upper() or ('RGB' if samples == 3 else 'MONOCHROME2')
    expected = {1: (*_GREY, 'PALETTE COLOR'), 3: _COLOURS}.get(samples, ())
    if stated not in expected:
        raise RadiographFileError(
            f'{name}: {samples} samples to a pixel of kind {stated[:20]!r}, expected grey, '
            f'palette or RGB colour; {_CURE}'
        )
    return stated


def _decode(picture: Any, name: str) -> np.ndarray:
    from pydicom.pixels import apply_color_lut, pixel_array

    syntax = str(picture.file_meta.TransferSyntaxUID)
    if syntax in _JPEGS:
        _check_jpeg(picture, name)
    if syntax == _JPEG_EXTENDED and picture.BitsStored > 8:
        return _decode_12_bit_jpeg(picture)
    if syntax in (*_NATIVE, _RLE) and picture.PhotometricInterpretation in _GREY:
        return _decode_whole_samples(picture)
    pixels = pixel_array(picture, decoding_plugin=_DECODERS.get(syntax, ''))
    return apply_color_lut(pixels, picture) if picture.PhotometricInterpretation == 'PALETTE COLOR' else pixels


def _check_jpeg(picture: Any, name: str) -> None:
    """gdcm fills what is missing with what it had in memory, and may end where its frame is not that of the dataset."""
    found = read_jpeg_markers(_frame(picture))
    if not found.is_complete:
        raise RadiographFileError(f'{name}: the end of the compressed pixels is missing; copy the file again')
    stated = (picture.Columns, picture.Rows), picture.SamplesPerPixel
    if (found.size_px, found.components) != stated or not 0 < found.bits <= picture.BitsAllocated:
        raise RadiographFileError(
            f'{name}: the compressed pixels are {found.size_px[0]} x {found.size_px[1]} of {found.bits} bits, the '
            f'DICOM file says {picture.Columns} x {picture.Rows} of {picture.BitsAllocated}; {_CURE}'
        )


def _frame(picture: Any) -> bytes:
    from pydicom.encaps import get_frame

    return get_frame(picture.PixelData, 0, number_of_frames=1)


def _decode_whole_samples(picture: Any) -> np.ndarray:
    """Values of ``BitsStored`` bits that end at ``HighBit``; what lies above or below is none of the picture's.

    pydicom takes it that they begin at bit 0.
    """
    from pydicom.pixels import pixel_array

    bits, low = picture.BitsStored, picture.HighBit + 1 - picture.BitsStored
    is_signed, picture.PixelRepresentation = picture.PixelRepresentation == 1, 0
    picture.BitsStored, picture.HighBit = picture.BitsAllocated, picture.BitsAllocated - 1
    values = pixel_array(picture)
    if bits < picture.BitsAllocated or is_signed:
        values = np.require(values, requirements='W')  # in place from here on
    if bits < picture.BitsAllocated:
        values >>= low
        values &= (1 << bits) - 1
    if not is_signed:
        return values
    sign = values.dtype.type(1 << (bits - 1))
    values ^= sign
    values -= sign  # round the end of the type, so that it is the two's complement
    return values.view(f'i{values.dtype.itemsize}')


def _decode_12_bit_jpeg(picture: Any) -> np.ndarray:
    """Lossy JPEG of 12 bits, which gdcm decodes and pydicom does not ask it for."""
    import gdcm

    fragment, fragments = gdcm.Fragment(), gdcm.SequenceOfFragments.New()
    fragment.SetByteStringValue(_frame(picture))
    fragments.AddFragment(fragment)
    element = gdcm.DataElement(gdcm.Tag(0x7FE0, 0x0010))
    element.SetValue(fragments.__ref__())
    image = gdcm.Image()
    image.SetNumberOfDimensions(2)
    image.SetDimensions((picture.Columns, picture.Rows, 1))
    image.SetDataElement(element)
    kind = gdcm.PhotometricInterpretation.GetPIType(picture.PhotometricInterpretation)
    image.SetPhotometricInterpretation(gdcm.PhotometricInterpretation(kind))
    image.SetTransferSyntax(gdcm.TransferSyntax(gdcm.TransferSyntax.GetTSType(_JPEG_EXTENDED)))
    bits = picture.BitsStored
    image.SetPixelFormat(gdcm.PixelFormat(1, 16, bits, bits - 1, picture.PixelRepresentation))
    data = image.GetBuffer().encode('utf-8', 'surrogateescape')
    dtype = '<i2' if picture.PixelRepresentation else '<u2'
    return np.frombuffer(data, dtype=dtype).reshape(picture.Rows, picture.Columns)


@contextlib.contextmanager
def _gdcm_in_silence() -> Iterator[None]:
    """gdcm and the libraries in it print to the error stream from C, past Python's own."""
    with contextlib.suppress(ImportError):
        import gdcm

        gdcm.Trace.WarningOff(), gdcm.Trace.ErrorOff(), gdcm.Trace.DebugOff()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
    try:
        kept = os.dup(_STDERR)
    except OSError:  # a program without an error stream
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _STDERR)
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)
        os.close(nowhere)
