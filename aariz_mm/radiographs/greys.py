"""Which stored values are the black and the white of a radiograph, and the radiograph as 8-bit grey.

The range of a file is not always that of the radiograph: 12 bits lie in a file of 16, a marker or a faulty pixel lies
far above all bone, the air is padded with a value of its own, an offset is added, values are signed or fractions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

__all__ = [
    'GreyRangeWarning',
    'GreyWindow',
    'StoredGreys',
    'by_rows',
    'count_greys',
    'find_window',
    'stretch_grey',
    'surely_fills_8_bits',
    'to_8_bit',
]

_BIT_DEPTHS = (8, 10, 12, 14, 16, 32)
_FEWEST_VALUES, _FEWEST_PIXELS = 8, 1024
"""Distinct values and pixels of an image below which nothing is said about the values' distribution."""
_RARE, _RARE_OF_TYPICAL = 1e-5, 0.05
"""Shares of the pixels, and of how often the value of the usual pixel occurs: a value that is rarer, as those along the
border of a text, is no value of the radiograph."""
_MOST_OF_ONE = 0.02
"""Share of the pixels; a background of one value counts no more than so many when the usual pixel is looked for."""
_GAP = 0.5
"""A gap in the values, as a share of the range of most of them, that parts the radiograph from something else."""
_MOST = (0.05, 0.95)
_MOST_OFTEN = 4.0
"""A value counts at most so many times the median count, or a background would outweigh the radiograph."""
_TAIL = 0.002
_MARGIN = 0.25
"""Share of the range from black to white; what lies so far beyond it is worth a word."""
_NARROW = 0.3
"""Share of the bit depth; a radiograph that fills less of it is stretched."""
_NARROW_DEEP, _LARGEST_8_BIT = 0.7, 255
"""The same of radiographs of more than 8 bits, without a word from :data:`_NARROW` on."""
_SURELY_WIDE = 0.4
"""Share of 8 bits; a reduced radiograph that fills so much is not narrow in full, where fine detail only adds to it."""
_SAMPLED_PIXELS = 1_000_000
_EXACT = 1 << 24
"""Pixels that OpenCV's histograms, which are in single precision, count exactly."""
_PAIRED = 1 << 18
"""Pixels of 8 bits from which on they are counted in pairs."""
_PAIR_ROW = 1 << 10
_AT_ONCE = 1 << 18
"""Pixels; with them, all that is made of them on the way stays in the cache of a core."""


class GreyRangeWarning(UserWarning):
    """The stored values of a radiograph are not those that its bit depth says, and were set right."""


@dataclass(frozen=True)
class GreyWindow:
    """The stored values that are black and white; ``note`` says what is unusual about them, '' where nothing is."""

    black: float
    white: float
    note: str = ''


@dataclass(frozen=True)
class StoredGreys:
    """``pixels`` (H, W) of a file as they are stored, ``greys`` (H, W) uint8 as they are meant to be seen, and notes.

    ``notes`` say what is unusual about the grey values.
    """

    pixels: np.ndarray
    greys: np.ndarray
    notes: tuple[str, ...] = ()


def to_8_bit(image: np.ndarray, window: GreyWindow) -> np.ndarray:
    """(H, W) of whole or real numbers -> uint8: black 0, white 255, in between in proportion; not-a-number is black.

    Example: 4095 of a window 0 to 4095 -> 255; so is 65535
    """
    if image.dtype == np.uint8 and (window.black, window.white) == (0, 255):
        return image
    scale = 255 / (window.white - window.black)
    if image.dtype in (np.uint8, np.uint16):
        values = np.arange(np.iinfo(image.dtype).max + 1)
        table = np.round(np.clip((values - window.black) * scale, 0, 255)).astype(np.uint8)
        return cv2.LUT(image, table) if image.dtype == np.uint8 else by_rows(image, lambda part: table[part])
    return by_rows(image, lambda part: _grey_of(part.astype(np.float64), window.black, scale))


def _grey_of(values: np.ndarray, black: float, scale: float) -> np.ndarray:
    return np.round(np.nan_to_num(np.clip((values - black) * scale, 0, 255), nan=0.0)).astype(np.uint8)


def by_rows(image: np.ndarray, to_grey: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """Greys (H, W) uint8 of an image (H, W), made of some rows at a time: what they go through takes little memory.

    Args:
        to_grey: (h, W) of the image's type -> (h, W) uint8, each pixel by its own value alone.
    """
    greys = np.empty(image.shape, np.uint8)
    rows = max(_AT_ONCE // max(image.shape[1], 1), 1)
    for start in range(0, len(image), rows):
        greys[start : start + rows] = to_grey(image[start : start + rows])
    return greys


def stretch_grey(image: np.ndarray, low: float, high: float) -> np.ndarray:
    """Grey values, uint8, stretched so that two percentiles become 0 and 255; a flat image stays as it is."""
    darkest, brightest = np.percentile(image, (low, high))
    if not brightest > darkest:
        return image
    table = np.clip((np.arange(256) - darkest) * (255 / (brightest - darkest)), 0, 255)
    return table.round().astype(np.uint8)[image]


def find_window(image: np.ndarray, curve: Callable[[np.ndarray], np.ndarray] | None = None) -> GreyWindow:
    """Black and white of a radiograph, by the values that it holds.

    White is the largest number of the smallest usual bit depth (8, 10, 12, 14, 16) that holds the radiograph, and black
    is 0. Where the radiograph fills less than three tenths of that (beyond 8 bits, where a device's window stands in no
    header, less than seven tenths), or has negative values, black and white are its own darkest and brightest values.
    What lies apart from all else, or is rare, is no part of it: markers, faulty pixels,
    padding.

    Args:
        image: (H, W), whole or real numbers; NaN and infinite values are left out.
        curve: black and white are those of what it makes of the image, in real numbers; None takes it as it is.
    """
    values, counts = _count_values(image) if curve is None else _count_sample(image, curve)
    if len(values) == 0:
        return GreyWindow(0, 255)
    if len(values) < _FEWEST_VALUES or image.size < _FEWEST_PIXELS:
        return _window_of_few(values, image.size)
    low, high = _bulk(values, counts)
    full = _full_scale(high)
    if low >= 0 and full <= _LARGEST_8_BIT and high - low >= _NARROW * full:
        return GreyWindow(0, full, _describe_outside(values, counts, 0, full))
    if full > _LARGEST_8_BIT and low >= 0 and high - low >= _NARROW * full:
        narrow = high - low < _NARROW_DEEP * full
        low, high = (low, high) if narrow else (0, full)
        return GreyWindow(low, high, _describe_outside(values, counts, low, high))
    usual = full if curve is not None else _nominal(image, full)
    note = f'grey values from {low:g} to {high:g} where 0 to {usual:g} is usual, taken as black and white'
    return GreyWindow(low, high, '; '.join(filter(None, (note, _describe_outside(values, counts, low, high)))))


def surely_fills_8_bits(image: np.ndarray) -> bool:
    """Whether black and white of a radiograph are 0 and 255 beyond doubt, by a reduced image of it.

    Args:
        image: (h, w) uint8.
    """
    values, counts = _count_values(image)
    if len(values) < 2 * _FEWEST_VALUES or image.size < _FEWEST_PIXELS:
        return False
    low, high = _bulk(values, counts)
    return high - low >= _SURELY_WIDE * _LARGEST_8_BIT


def _window_of_few(values: np.ndarray, pixels: int) -> GreyWindow:
    """Black and white of a picture that is too small or has too few values to tell them by."""
    low, high = float(values[0]), float(values[-1])
    few = f'all pixels are {low:g}' if low == high else f'only {len(values)} grey values, {low:g} to {high:g}'
    note = f'{few}: is it a radiograph?' if len(values) < _FEWEST_VALUES and pixels >= _FEWEST_PIXELS else ''
    full = _full_scale(high)
    return GreyWindow(0, full, note) if low >= 0 else GreyWindow(low, max(high, low + 1), note)


def _count_values(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct values in rising order and their counts: of all pixels up to 16 bits, else of a regular sample."""
    if image.dtype not in (np.uint8, np.uint16, np.int16):
        return _count_sample(image, lambda values: values)
    counts = count_greys(image)
    values = np.nonzero(counts)[0]
    return values.astype(np.float64) - (32768 if image.dtype == np.int16 else 0), counts[values]


def _count_sample(image: np.ndarray, curve: Callable[[np.ndarray], np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    step = max(1, round(np.sqrt(image.size / _SAMPLED_PIXELS)))
    sample = curve(image[::step, ::step].ravel()).astype(np.float64)
    return np.unique(sample[np.isfinite(sample)], return_counts=True)


def count_greys(image: np.ndarray) -> np.ndarray:
    """How often each value of (H, W) uint8, uint16 or int16 occurs, from the least that the type holds, int64.

    ``np.bincount`` takes ten times as long, and of 8 bits two pixels are counted at a time as one of 16.
    """
    if image.dtype == np.int16:
        return np.roll(count_greys(image.view(np.uint16)), 32768)
    if image.dtype == np.uint8 and image.size >= _PAIRED and image.flags.c_contiguous:
        flat = image.reshape(-1)
        paired = flat[: image.size // 2 * 2].view(np.uint16)
        rows = paired[: len(paired) // _PAIR_ROW * _PAIR_ROW].reshape(-1, _PAIR_ROW)
        pairs = count_greys(rows).reshape(256, 256)
        rest = np.bincount(flat[2 * rows.size :], minlength=256)
        return pairs.sum(axis=0) + pairs.sum(axis=1) + rest
    bins = np.iinfo(image.dtype).max + 1
    rows = max(_EXACT // max(image.shape[1], 1), 1)
    counts = np.zeros(bins, np.int64)
    for start in range(0, len(image), rows):
        part = np.ascontiguousarray(image[start : start + rows])
        counts += cv2.calcHist([part], [0], None, [bins], [0, bins]).ravel().astype(np.int64)
    return counts


def _bulk(values: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """Darkest and brightest value of the radiograph."""
    total = counts.sum()
    values, counts = _at_least(_RARE * total, values, counts)
    lowest, highest = _between_gaps(*_at_least(_RARE_OF_TYPICAL * _typical_count(counts), values, counts))
    inside = (values >= lowest) & (values <= highest)
    values, weights = values[inside], np.minimum(counts, _MOST_OFTEN * np.median(counts))[inside]
    low, high = np.searchsorted(_shares(weights), [_TAIL, 1 - _TAIL])
    return float(values[low]), float(values[min(high, len(values) - 1)])


def _between_gaps(values: np.ndarray, counts: np.ndarray) -> tuple[float, float]:
    """Between which values the radiograph lies; infinite on a side where no gap parts it from something else."""
    low, high = np.searchsorted(_shares(np.minimum(counts, _MOST_OFTEN * np.median(counts))), _MOST)
    high = min(high, len(values) - 1)
    apart = np.flatnonzero(np.diff(values) > _GAP * (values[high] - values[low]))
    below, above = apart[apart < low], apart[apart >= high]
    return values[below[-1] + 1] if len(below) else -np.inf, values[above[0]] if len(above) else np.inf


def _typical_count(counts: np.ndarray) -> float:
    """How often the value of the usual pixel occurs; a background of one value is not usual."""
    rising = np.sort(counts)
    weights = np.minimum(rising, _MOST_OF_ONE * counts.sum())
    return float(rising[np.searchsorted(np.cumsum(weights), weights.sum() / 2)])


def _at_least(count: float, values: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The values that occur so often; all, where that would leave out half of the pixels, as it does with fractions."""
    common = counts >= count
    return (values[common], counts[common]) if counts[common].sum() > counts.sum() / 2 else (values, counts)


def _shares(weights: np.ndarray) -> np.ndarray:
    """Share of all weight below the middle of each."""
    return (np.cumsum(weights) - weights / 2) / weights.sum()


def _full_scale(high: float) -> float:
    """White of the bit depth that holds a value; 1 for fractions."""
    if high <= 1:
        return 1.0 if high > 0 else 255.0
    return float(next((2**bits - 1 for bits in _BIT_DEPTHS if high < 2**bits), high))


def _nominal(image: np.ndarray, full: float) -> float:
    return float(np.iinfo(image.dtype).max) if image.dtype in (np.uint8, np.uint16) and full > 255 else full


def _describe_outside(values: np.ndarray, counts: np.ndarray, low: float, high: float) -> str:
    """Pixels beyond black and white that lie well apart from them; '' where there are none."""
    margin = _MARGIN * (high - low)
    outside = (values < low - margin) | (values > high + margin)
    if not outside.any():
        return ''
    number, extremes = counts[outside].sum(), values[outside][[0, -1]]
    span = f'{extremes[0]:g}' if extremes[0] == extremes[1] else f'{extremes[0]:g} to {extremes[1]:g}'
    return (
        f'{number} of {counts.sum()} pixels are {span}, far from {low:g} to {high:g}: taken for a marker, faulty '
        'pixels or padding'
    )
