"""Plain-text tables of scores. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from .functional import SDR_THRESHOLDS_MM
from .summaries import Summary, per_device, per_landmark, summarize


def landmark_table(
    symbols: Sequence[str],
    errors_mm: np.ndarray,
    thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM,
    readers_mm: np.ndarray | None = None,
) -> str:
    """One line per landmark and one for all: number, mean ± SD and median in mm, success rates in per cent.

    Args:
        symbols: K names.
        errors_mm: (B, K), NaN where unlabelled.
        readers_mm: (B, K), distance between two readers, for a line below it all.
    Errors:
        ValueError: K differs.
    """
    rows = per_landmark(symbols, errors_mm, thresholds_mm)
    last = {'all': summarize(errors_mm, thresholds_mm)}
    if readers_mm is not None:
        last['readers'] = summarize(readers_mm, thresholds_mm)
    return _table('landmark', rows, last)


def device_table(
    devices: Sequence[str], errors_mm: np.ndarray, thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM
) -> str:
    """One line per device, as :func:`landmark_table`; ``devices`` names that of each image, '' where unknown."""
    return _table('device', per_device(devices, errors_mm, thresholds_mm), {})


def _table(title: str, rows: Mapping[str, Summary], last: Mapping[str, Summary]) -> str:
    """A line per row, those of ``last`` below a rule."""
    everything = {**rows, **last}
    width = max(9, *(len(name) + 1 for name in everything))
    thresholds = next(iter(everything.values())).sdr
    header = f'{title:<{width}}{"n":>6}{"MRE mm":>9}{"SD":>7}{"median":>8}' + ''.join(
        f'{f"<={threshold:g}mm":>9}' for threshold in thresholds
    )
    lines = [header, *(_row(name, width, summary) for name, summary in rows.items())]
    below = [_row(name, width, summary) for name, summary in last.items()]
    return '\n'.join([*lines, '-' * len(header), *below] if below else lines)


def _row(name: str, width: int, summary: Summary) -> str:
    numbers = f'{summary.n:>6}{summary.mean:>9.3f}{summary.sd:>7.2f}{summary.median:>8.3f}'
    return f'{name:<{width}}{numbers}' + ''.join(f'{rate:>9.2f}' for rate in summary.sdr.values())
