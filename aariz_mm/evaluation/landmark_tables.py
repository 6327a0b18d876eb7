"""Tables of landmark errors, for logs and reports. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..landmarks import BY_SYMBOL
from ..number_text import ABSENT, fixed, is_absent, span, with_interval
from ..tables import Table
from .functional import SDR_THRESHOLDS_MM
from .human_line import READER_TO_MEAN, READERS_APART, HumanLine
from .intervals import mean_interval
from .summaries import Summary, per_device, per_landmark, summarize

__all__ = ['device_table', 'landmark_table', 'rate_cells', 'rate_header']


def landmark_table(
    symbols: Sequence[str],
    errors_mm: np.ndarray,
    thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM,
    readers: HumanLine | None = None,
) -> Table:
    """A row for each landmark and one for all: number, mean ± SD and median in mm, success rates in per cent.

    The mean has its 95 % interval; images are drawn whole where a row has several landmarks.

    Args:
        symbols: K names.
        errors_mm: (B, K), NaN where unlabelled.
        readers: in mm; the means of both lines make a column each.
    Errors:
        ValueError: K differs.
    """
    rows = [(symbol, _title(symbol), *_cells(one, values))
            for symbol, one, values in _summaries(symbols, errors_mm, thresholds_mm)]  # fmt: skip
    header = ('landmark', 'name', 'n', 'mean ± SD, mm', '95 % interval', 'median', *rate_header(thresholds_mm))
    for title, values in () if readers is None else ((READERS_APART, readers.apart), (READER_TO_MEAN, readers.to_mean)):
        header = (*header, f'{title}, mm')
        means = (with_interval(fixed(one.mean), *mean_interval(of_one))
                 for _, one, of_one in _summaries(symbols, values, thresholds_mm))  # fmt: skip
        rows = [(*row, mean) for row, mean in zip(rows, means, strict=True)]
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
    of_device = {name: np.array([device == name for device in devices]) for name in scaled}
    rows = tuple(
        (name, str(devices.count(name)), *_cells(summary, errors_mm[of_device[name]]),
         with_interval(fixed(scaled[name].mean), *mean_interval(errors_sn70_mm[of_device[name]])))
        for name, summary in per_device(devices, errors_mm, thresholds_mm).items()
    )  # fmt: skip
    header = ('device', 'images', 'n', 'mean ± SD, mm', '95 % interval', 'median', *rate_header(thresholds_mm),
              'mean, S-N = 70 mm')  # fmt: skip
    return Table('Radial error on the images of each device, and success rates in %', header, rows)


def rate_header(thresholds_mm: Sequence[float]) -> tuple[str, ...]:
    """Headings over :func:`rate_cells`."""
    return tuple(f'≤ {threshold:g} mm' for threshold in thresholds_mm)


def rate_cells(summary: Summary) -> tuple[str, ...]:
    """Success rates in per cent."""
    return tuple(fixed(rate, 1) for rate in summary.sdr.values())


def _summaries(symbols: Sequence[str], errors_mm: np.ndarray, thresholds_mm: Sequence[float]):
    """Name, summary and values of each landmark, and of all."""
    of_each = per_landmark(symbols, errors_mm, thresholds_mm).items()
    single = [(name, one, errors_mm[:, index]) for index, (name, one) in enumerate(of_each)]
    return [*single, ('all', summarize(errors_mm, thresholds_mm), errors_mm)]


def _title(symbol: str) -> str:
    return BY_SYMBOL[symbol].title if symbol in BY_SYMBOL else ''


def _cells(summary: Summary, values: np.ndarray) -> tuple[str, ...]:
    mean = ABSENT if is_absent(summary.mean) else f'{fixed(summary.mean)} ± {fixed(summary.sd)}'
    return (str(summary.n), mean, span(*mean_interval(values)), fixed(summary.median), *rate_cells(summary))
