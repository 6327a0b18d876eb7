"""The plots of a report that say whether a model knows which of its landmarks are off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..evaluation.certainty import expected_against_observed, risk_coverage
from .plots import GRID, as_png

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ['draw_expected_against_observed', 'draw_risk_coverage']

_MODEL, _BEST, _QUIET = '#0b5a94', '#3d7a3d', '#4d5a69'


def draw_risk_coverage(expected_mm: np.ndarray, errors_mm: np.ndarray, size: tuple[int, int]) -> bytes:
    """Mean error (up) of the surest landmarks (right, their share in %), of the model and of the best order there is.

    Args:
        expected_mm, errors_mm: any one shape, NaN does not count.
    """
    known = np.isfinite(expected_mm) & np.isfinite(errors_mm)
    expected, errors = expected_mm[known], errors_mm[known]

    def draw(axes: Axes) -> None:
        axes.axhline(errors.mean(), color=_QUIET, linewidth=1, linestyle=':', label='scores that tell nothing')
        for order, color, name, dashes in (
            (expected, _MODEL, 'by expected error', '-'), (errors, _BEST, 'best possible', '--'),
        ):  # fmt: skip
            coverage, risk = risk_coverage(order, errors)
            axes.plot(100 * coverage, risk, dashes, color=color, linewidth=1.8, label=name)
        axes.set(xlim=(0, 100), ylim=(0, None), xlabel='surest landmarks, %', ylabel='their mean error, mm')
        axes.grid(color=GRID, linewidth=0.6)
        axes.legend(loc='lower right', frameon=True, edgecolor='none', framealpha=1)

    return as_png(size, draw)


def draw_expected_against_observed(expected_mm: np.ndarray, errors_mm: np.ndarray, size: tuple[int, int]) -> bytes:
    """Mean observed error (up) over mean expected error (right) of ten equal groups; on the diagonal they agree."""
    expected, observed, _ = expected_against_observed(expected_mm, errors_mm)
    end = 1.1 * max(expected.max(), observed.max())

    def draw(axes: Axes) -> None:
        axes.plot([0, end], [0, end], '--', color=_QUIET, linewidth=1)
        axes.plot(expected, observed, 'o-', color=_MODEL, linewidth=1.4, markersize=4)
        axes.set(xlim=(0, end), ylim=(0, end), xlabel='expected error, mm', ylabel='observed error, mm')
        axes.grid(color=GRID, linewidth=0.6)
        axes.set_aspect('equal')

    return as_png(size, draw)
