"""Tables of landmark errors, for logs and reports. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..landmarks import BY_SYMBOL
from ..number_text import ABSENT, fixed, is_absent
from ..tables import Table
from .functional import SDR_THRESHOLDS_MM
from .summaries import Summary, per_device, per_landmark, summarize

__all__ = ['device_table', 'landmark_table', 'rate_cells', 'rate_header']


def landmark_table(
    symbols: Sequence[str],
    errors_mm: np.ndarray,
    thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM,
    readers_mm: np.ndarray | None = None,
) -> Table:
    """A row for each landmark and one for all: number, mean ± SD and median in mm, success rates in per cent.

    Args:
        symbols: K names.
        errors_mm: (B, K), NaN where unlabelled.
        readers_mm: (B, K), distance between two readers, whose means make a column.
    Errors:
        ValueError: K differs.
    """
    rows = [(symbol, _title(symbol), *_cells(one)) for symbol, one in _summaries(symbols, errors_mm, thresholds_mm)]
    header = ('landmark', 'name', 'n', 'mean ± SD, mm', 'median', *rate_header(thresholds_mm))
    if readers_mm is not None:
        header = (*header, 'readers apart, mm')
        apart = (fixed(one.mean) for _, one in _summaries(symbols, readers_mm, thresholds_mm))
        rows = [(*row, mean) for row, mean in zip(rows, apart, strict=True)]
    return Table('Radial error of each landmark, and success rates in %', header, tuple(rows[:-1]), (rows[-1],), (0, 1))


def device_table(
    devices: Sequence[str],
    errors_mm: np.ndarray,
    errors_sn70_mm: np.ndarray,
    thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM,
) -> Table:
    """A row for each device, as :func:`landmark_table`, with its mean on the scale of S-N = 70 mm.

    Args:
        devices: that of each of the B images, '' where unknown; those are in no row.
        errors_mm, errors_sn70_mm: (B, K), NaN does not count.
    """
    scaled = per_device(devices, errors_sn70_mm, thresholds_mm)
    rows = tuple(
        (name, str(devices.count(name)), *_cells(summary), fixed(scaled[name].mean))
        for name, summary in per_device(devices, errors_mm, thresholds_mm).items()
    )
    header = ('device', 'images', 'n', 'mean ± SD, mm', 'median', *rate_header(thresholds_mm), 'mean, S-N = 70 mm')
    return Table('Radial error on the images of each device, and success rates in %', header, rows)


def rate_header(thresholds_mm: Sequence[float]) -> tuple[str, ...]:
    """Headings over :func:`rate_cells`."""
    return tuple(f'≤ {threshold:g} mm' for threshold in thresholds_mm)


def rate_cells(summary: Summary) -> tuple[str, ...]:
    """Success rates in per cent."""
    return tuple(fixed(rate, 1) for rate in summary.sdr.values())


def _summaries(symbols: Sequence[str], errors_mm: np.ndarray, thresholds_mm: Sequence[float]):
    """Name and summary of each landmark, and of all."""
    return [*per_landmark(symbols, errors_mm, thresholds_mm).items(), ('all', summarize(errors_mm, thresholds_mm))]


def _title(symbol: str) -> str:
    return BY_SYMBOL[symbol].title if symbol in BY_SYMBOL else ''


def _cells(summary: Summary) -> tuple[str, ...]:
    mean = ABSENT if is_absent(summary.mean) else f'{fixed(summary.mean)} ± {fixed(summary.sd)}'
    return (str(summary.n), mean, fixed(summary.median), *rate_cells(summary))
