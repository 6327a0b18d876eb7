"""Plain-text tables of scores. Numpy alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .functional import SDR_THRESHOLDS_MM, mean_and_sd, success_detection_rates


def landmark_table(
    symbols: Sequence[str], errors_mm: np.ndarray, thresholds_mm: Sequence[float] = SDR_THRESHOLDS_MM
) -> str:
    """One line per landmark and one for all: number, mean ± SD in mm, success rates in per cent.

    Args:
        symbols: K names.
        errors_mm: (B, K), NaN where unlabelled.
    Errors:
        ValueError: K differs.
    """
    errors_mm = np.asarray(errors_mm, dtype=np.float64)
    if errors_mm.ndim != 2 or errors_mm.shape[1] != len(symbols):
        raise ValueError(f'errors_mm: expected (B, {len(symbols)}), got {errors_mm.shape}')
    header = f'{"landmark":<9}{"n":>6}{"MRE mm":>9}{"SD":>7}' + ''.join(f'{f"<={t:g}mm":>9}' for t in thresholds_mm)
    rows = [_row(symbol, errors_mm[:, index], thresholds_mm) for index, symbol in enumerate(symbols)]
    return '\n'.join([header, *rows, '-' * len(header), _row('all', errors_mm, thresholds_mm)])


def _row(name: str, errors_mm: np.ndarray, thresholds_mm: Sequence[float]) -> str:
    mean, sd = mean_and_sd(errors_mm)
    rates = success_detection_rates(errors_mm, thresholds_mm).values()
    count = int((~np.isnan(errors_mm)).sum())
    return f'{name:<9}{count:>6}{mean:>9.3f}{sd:>7.2f}' + ''.join(f'{rate:>9.2f}' for rate in rates)
