"""How the stored values of a DICOM picture are meant to be seen: rescaled, windowed, inverted (PS3.3 C.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from aariz_mm.radiographs.dicom import quiet_dicom
from aariz_mm.radiographs.dicom_pixels import read_dicom_pixels
from aariz_mm.radiographs.dicom_values import bytes_of, items_of, numbers_of, text_of, whole_of
from aariz_mm.radiographs.greys import StoredGreys, by_rows, count_greys, find_window, to_8_bit
from aariz_mm.radiographs.refusals import refuse_failures

__all__ = ['read_dicom_greys']

_FEWEST_INSIDE = 0.2
"""Share of the pixels that a window must leave grey; air and what lies outside the collimator may all be black."""
_FEWEST_LEVELS = 25
"""Grey levels from the darkest to the brightest hundredth that a window must leave."""
_LARGEST_TABLE = 1 << 20

_Curve = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class _Look:
    """One way that the file says to see the picture: a curve from rescaled values to 0 to 1."""

    name: str
    curve: _Curve


def read_dicom_greys(dataset: Any, name: str, is_ours: bool = False) -> StoredGreys:
    """Pixels of a dataset as stored and as 8-bit grey: bone bright, air dark.

    The first VOI LUT counts, then the first window; one that cuts off most of the picture is not used. Where there is
    none, black and white are found by :func:`~aariz_mm.radiographs.greys.find_window`.
    Args:
        name: of the file, for the errors. is_ours: whether the dataset may lose its pixels once they are decoded.
    Errors:
        RadiographFileError, NotSquareError: as :func:`~aariz_mm.radiographs.dicom_pixels.read_dicom_pixels`.
    """
    with quiet_dicom():
        pixels = read_dicom_pixels(dataset, name, is_ours)
        with refuse_failures(name, 'the grey values of the DICOM file cannot be made', quote=False):
            return _of_colour(pixels) if pixels.ndim == 3 else _of_grey(dataset, pixels)


def _of_colour(pixels: np.ndarray) -> StoredGreys:
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    window = find_window(grey)
    return StoredGreys(grey, to_8_bit(grey, window), (window.note,) if window.note else ())


def _of_grey(dataset: Any, pixels: np.ndarray) -> StoredGreys:
    padded = _padding(dataset, pixels)
    rescale, notes = _rescaling(dataset)
    greys = None
    for look in _looks(dataset):
        greys = _apply(lambda values, curve=look.curve: curve(rescale(values)), pixels)
        if _is_usable(count_greys(greys) if padded is None else count_greys(greys[~padded][None])):
            break
        notes.append(f'the {look.name} of the file leaves little of the picture and was not used')
        greys = None
    if greys is None:
        greys, note = _by_own_window(pixels, padded, rescale)
        notes += [note] if note else []
    if _is_inverse(dataset):
        np.subtract(255, greys, out=greys)
    if padded is not None:
        greys[padded] = 0
    return StoredGreys(pixels, greys, tuple(notes))


def _by_own_window(pixels: np.ndarray, padded: np.ndarray | None, rescale: _Curve) -> tuple[np.ndarray, str]:
    """Greys by the values that the picture holds: the stored ones where they are rescaled in proportion."""
    ends = rescale(np.array([0.0, 1.0, 2.0]))
    if ends[1] - ends[0] == ends[2] - ends[1] != 0:
        window = find_window(_seen(pixels, padded))
        greys = to_8_bit(pixels, window)
        if greys is pixels:  # which stay as they are stored, whatever is done to the greys
            greys = pixels.copy()
        return (greys if ends[1] > ends[0] else np.subtract(255, greys, out=greys)), window.note
    window = find_window(_seen(pixels, padded), rescale)
    return by_rows(pixels, lambda part: to_8_bit(rescale(part), window)), window.note


def _seen(pixels: np.ndarray, padded: np.ndarray | None) -> np.ndarray:
    """What is no padding."""
    return pixels if padded is None else pixels[~padded][None]


def _apply(curve: _Curve, pixels: np.ndarray) -> np.ndarray:
    """8-bit greys by a curve of 0 to 1, worked out once for each value that may occur."""
    low, high = int(pixels.min()), int(pixels.max())
    if high - low >= _LARGEST_TABLE:
        return by_rows(pixels, lambda part: _as_grey(curve(part)))
    table = _as_grey(curve(np.arange(low, high + 1)))
    return by_rows(pixels, lambda part: table[part.astype(np.int64) - low])


def _as_grey(shares: np.ndarray) -> np.ndarray:
    return np.round(np.clip(np.nan_to_num(shares), 0, 1) * 255).astype(np.uint8)


def _is_usable(counts: np.ndarray) -> bool:
    """Whether greys that occur so often, (256,), show the picture."""
    shares = np.cumsum(counts) / counts.sum()
    dark, bright = np.searchsorted(shares, [0.01, 0.99])
    return counts[1:-1].sum() >= _FEWEST_INSIDE * counts.sum() and bright - dark >= _FEWEST_LEVELS


def _is_inverse(dataset: Any) -> bool:
    """MONOCHROME1 and the shape INVERSE say one and the same; both together do not turn it twice (C.8.11.3)."""
    shape = text_of(dataset, 'PresentationLUTShape').upper()
    return text_of(dataset, 'PhotometricInterpretation').upper() == 'MONOCHROME1' or shape == 'INVERSE'


def _padding(dataset: Any, pixels: np.ndarray) -> np.ndarray | None:
    """Where the picture is filled up with a value that is none of the radiograph; None for nowhere."""
    value, limit = whole_of(dataset, 'PixelPaddingValue'), whole_of(dataset, 'PixelPaddingRangeLimit')
    if value is None:
        return None
    if pixels.dtype.kind == 'i' and value > np.iinfo(pixels.dtype).max:  # read as unsigned
        value -= 1 << (8 * pixels.dtype.itemsize)
    low, high = sorted((value, value if limit is None else limit))
    padded = (pixels >= low) & (pixels <= high)
    return padded if padded.any() and not padded.all() else None


def _rescaling(dataset: Any) -> tuple[_Curve, list[str]]:
    """From stored values to those that the windows are in (the modality LUT)."""
    tables = [_table(item, dataset) for item in items_of(dataset, 'ModalityLUTSequence')]
    if tables and tables[0] is not None:
        return tables[0][0], []
    notes = ['the modality LUT of the file is damaged and was not used'] if tables else []
    slopes, intercepts = numbers_of(dataset, 'RescaleSlope'), numbers_of(dataset, 'RescaleIntercept')
    slope, intercept = slopes[0] if slopes else 1.0, intercepts[0] if intercepts else 0.0
    if slope == 0 or abs(slope) > 1e6 or abs(intercept) > 1e9:
        return lambda values: values.astype(np.float64), [*notes, f'a rescale slope of {slope:g} was not used']
    return lambda values: values * slope + intercept, notes


def _looks(dataset: Any) -> Iterator[_Look]:
    """The ways to see the picture that the file states, in the order of trust."""
    for item in items_of(dataset, 'VOILUTSequence'):
        table = _table(item, dataset)
        if table is not None:
            yield _Look('VOI LUT', lambda values, table=table: table[0](values) / table[1])
            break
    function = text_of(dataset, 'VOILUTFunction').upper()
    centers, widths = numbers_of(dataset, 'WindowCenter'), numbers_of(dataset, 'WindowWidth')
    for center, width in zip(centers, widths, strict=False):
        if width > (0 if function in ('LINEAR_EXACT', 'SIGMOID') else 1):
            name = f'window (centre {center:g}, width {width:g})'
            yield _Look(name, lambda values, it=(center, width): _window(values, *it, function))
            break


def _window(values: np.ndarray, center: float, width: float, function: str) -> np.ndarray:
    """PS3.3 C.11.2.1.2 and C.11.2.1.3."""
    if function == 'SIGMOID':
        return 1 / (1 + np.exp(np.clip(-4 * (values - center) / width, -700, 700)))
    if function == 'LINEAR_EXACT':
        return (values - center) / width + 0.5
    return (values - (center - 0.5)) / (width - 1) + 0.5


def _table(item: Any, dataset: Any) -> tuple[_Curve, float] | None:
    """A look-up table of a sequence and its largest possible value; None where it is damaged."""
    descriptor = numbers_of(item, 'LUTDescriptor')
    if len(descriptor) != 3:
        return None
    count, first, bits = (int(number) for number in descriptor)
    count = count or 65536
    if (
        whole_of(dataset, 'PixelRepresentation') == 1
        and first >= 32768
        and not items_of(dataset, 'ModalityLUTSequence')
    ):
        first -= 65536
    entries = _entries(item, count, bits)
    if entries is None or not 1 <= bits <= 16:
        return None

    def look_up(values: np.ndarray) -> np.ndarray:
        return entries[np.clip(np.round(values) - first, 0, count - 1).astype(np.int64)]

    return look_up, float(2**bits - 1)


def _entries(item: Any, count: int, bits: int) -> np.ndarray | None:
    """The entries of a table, from words or from bytes; two entries of 8 bits may share a word."""
    data = bytes_of(item, 'LUTData')
    if not data:
        words = np.array(numbers_of(item, 'LUTData'), dtype=np.float64)
        if len(words) >= count:
            return words[:count]
        data = words.astype('<u2').tobytes() if bits <= 8 else b''
    if len(data) >= 2 * count:
        return np.frombuffer(data, dtype='<u2', count=count).astype(np.float64)
    return np.frombuffer(data, dtype=np.uint8, count=count).astype(np.float64) if len(data) >= count > 0 else None
