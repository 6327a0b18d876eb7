"""Coverage in words and in numbers. Numpy alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from aariz_mm.files import as_plain
from aariz_mm.number_text import fixed, per_cent
from aariz_mm.tables import Table, render_text

from .coverage import Coverage, area_under_curve

__all__ = ['FORMAT', 'coverage_as_json', 'curve_of', 'format_coverage']

FORMAT = 'aariz_mm coverage 1'
"""First line of the file."""
_SHOWN = (0.5, 0.9, 0.95)


def coverage_as_json(coverage: Coverage) -> dict[str, Any]:
    """Shares that came true, of all landmarks, of each landmark and of each measurement; lengths in mm of a face with
    S-N = 70 mm."""
    levels = {f'{100 * level:g}': coverage.within(level) for level in coverage.levels}
    radii = np.median(coverage.radii_mm[..., coverage.levels.index(0.9)], axis=0)
    return as_plain(
        dict(
            format=FORMAT,
            radiographs=len(coverage.errors_mm),
            coverage={name: np.nanmean(inside) for name, inside in levels.items()},
            ellipse_90=np.nanmean(coverage.in_ellipse),
            landmarks={
                symbol: dict(
                    {name: np.nanmean(inside[:, index]) for name, inside in levels.items()},
                    median_radius_90_mm=radii[index],
                    mean_error_mm=np.nanmean(coverage.errors_mm[:, index]),
                )
                for index, symbol in enumerate(coverage.symbols)
            },
            measurements={
                key: np.nanmean(inside) for key, inside in coverage.measured.items() if np.isfinite(inside).any()
            },
            auroc={f'{limit:g} mm': _auroc(coverage, limit) for limit in (2, 4)},
        )
    )


def format_coverage(coverage: Coverage) -> str:
    """The same as text, for a terminal."""
    content = coverage_as_json(coverage)
    names = [f'{100 * level:g}' for level in _SHOWN if level in coverage.levels]
    radius = float(np.median(coverage.radii_mm[..., coverage.levels.index(0.9)]))
    of_all = content['coverage'] | dict(median_radius_90_mm=radius, mean_error_mm=float(np.nanmean(coverage.errors_mm)))
    rows = [_row(symbol, row, names) for symbol, row in content['landmarks'].items()]
    header = ('landmark', *(f'in {name} %' for name in names), 'median radius of 90 %', 'mean error')
    caption = f'{content["radiographs"]} radiographs: truth within the radii; lengths in mm of a face with S-N = 70 mm'
    table = Table(caption, header, tuple(rows), (_row('all', of_all, names),))
    measured = ', '.join(f'{key} {per_cent(share)}' for key, share in content['measurements'].items())
    auroc = ', '.join(f'{fixed(area)} (above {limit})' for limit, area in content['auroc'].items())
    return '\n'.join(
        [
            render_text(table),
            f'within the ellipse of 90 %: {per_cent(content["ellipse_90"])}',
            f'within the interval of 90 %: {measured}',
            f'AUROC of the expected error for errors: {auroc}',
        ]
    )


def curve_of(coverage: Coverage) -> list[tuple[float, float]]:
    """(level, share of all landmarks within its radius), for each level."""
    return [(level, float(np.nanmean(coverage.within(level)))) for level in coverage.levels]


def _row(name: str, row: dict[str, Any], levels: list[str]) -> tuple[str, ...]:
    shares = (per_cent(row[level]) for level in levels)
    return name, *shares, fixed(row['median_radius_90_mm']), fixed(row['mean_error_mm'])


def _auroc(coverage: Coverage, limit_mm: float) -> float:
    known = np.isfinite(coverage.errors_mm)
    return area_under_curve(coverage.expected_mm[known], coverage.errors_mm[known] > limit_mm)
