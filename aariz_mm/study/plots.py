"""The plots of a study: scattergrams of the errors of each landmark, and Bland-Altman plots of each measurement."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from aariz_mm.evaluation.measurement_agreement import PairedMeasurement
from aariz_mm.extras import require
from aariz_mm.report.plots import GRID, Gaps, as_png, plot_bland_altman

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ['COLORS', 'draw_bland_altman_grid', 'draw_scattergrams', 'error_ellipse', 'scattergram_reach']

COLORS = ('#0b5a94', '#b3541e', '#3d7a3d', '#7a4a8c', '#8a6d00', '#5b6673')
_INK = '#1b2430'
_COLUMNS, _PANEL = 5, 190
_GAPS = Gaps(left=60, right=8, top=62, bottom=56, across=38, down=46)
_ALTMAN_COLUMNS, _ALTMAN = 4, (270, 210)
_ALTMAN_GAPS = Gaps(left=70, right=10, top=28, bottom=56, across=52, down=52)
_TICKS = 4
"""Intervals between the numbers of an axis, at most."""
_SHOWN = 0.99
"""Share of the points that the axes of scattergrams reach."""


def error_ellipse(points: np.ndarray, level: float = 0.95) -> tuple[np.ndarray, float, float, float]:
    """Ellipse that holds the next point with a probability, for normal errors (n, 2).

    Hotelling: semi-axes are sqrt(eigenvalue 2 (n + 1) (n - 1) / (n (n - 2)) F(level; 2, n - 2)).
    Returns:
        Centre (2,), longer and shorter semi-axis, angle of the longer one from x towards y in degrees; NaN axes for
        fewer than 3 points.
    """
    points = np.asarray(points, dtype=np.float64)
    points = points[np.isfinite(points).all(axis=1)]
    n = len(points)
    centre = points.mean(axis=0) if n else np.full(2, math.nan)
    if n < 3:
        return centre, math.nan, math.nan, 0.0
    require('scipy')
    from scipy.special import fdtri

    values, vectors = np.linalg.eigh(np.cov(points.T))
    factor = 2 * (n + 1) * (n - 1) / (n * (n - 2)) * fdtri(2, n - 2, level)
    minor, major = np.sqrt(np.maximum(values, 0) * factor)
    return centre, float(major), float(minor), float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))


def scattergram_reach(series: Mapping[str, np.ndarray]) -> float:
    """Half of the side of all panels: it holds 99 % of the coordinates and all ellipses; whole, or the tenth of one."""
    values = np.abs(np.concatenate([one[np.isfinite(one)] for one in series.values()]))
    reach = float(np.quantile(values, _SHOWN)) if values.size else 1.0
    reach = max([reach, *(_extent(one[:, index]) for one in series.values() for index in range(one.shape[1]))])
    return math.ceil(reach) if reach > 1 else max(math.ceil(10 * reach) / 10, 0.1)


def _extent(points: np.ndarray) -> float:
    """How far from 0 the ellipse of errors reaches along x or y; 0 where there is none."""
    centre, major, minor, angle = error_ellipse(points)
    turn = np.radians(angle)
    half = np.hypot([major * np.cos(turn), major * np.sin(turn)], [minor * np.sin(turn), minor * np.cos(turn)])
    return float(np.max(np.abs(centre) + half)) if np.isfinite(half).all() else 0.0


def draw_scattergrams(
    symbols: Sequence[str], series: Mapping[str, np.ndarray], unit: str, axes_names: Sequence[str]
) -> tuple[bytes, tuple[int, int]]:
    """A panel for each landmark, all of one scale: the errors of each series, their mean and their 95 % ellipse.

    Args:
        series: name -> (B, K, 2), x to the right and y down, as on the radiograph; NaN does not count.
        axes_names: of x and y.
    Returns:
        PNG and the size that it is meant to be seen at.
    """
    rows = math.ceil(len(symbols) / _COLUMNS)
    size = (_COLUMNS * _PANEL, rows * _PANEL + 50)
    reach = scattergram_reach(series)

    def draw(panels) -> None:
        flat = np.ravel(panels)
        for panel in flat[len(symbols) :]:
            panel.set_axis_off()
        for index, (panel, symbol) in enumerate(zip(flat, symbols, strict=False)):
            _draw_panel(panel, symbol, {name: one[:, index] for name, one in series.items()}, reach)
        figure = flat[0].figure
        handles, labels = flat[0].get_legend_handles_labels()
        figure.legend(
            handles, labels, loc='upper left', bbox_to_anchor=(0, 1), ncols=min(len(labels), 4), frameon=False
        )
        _name_axes(figure, f'{axes_names[0]}, {unit}', f'{axes_names[1]}, {unit}', size)

    return as_png(size, draw, _COLUMNS, rows, _GAPS), size


def _name_axes(figure: Figure, along: str, upright: str, size: tuple[int, int]) -> None:
    """Names of the axes of all panels, at the edges of a figure of this size (w, h) in px."""
    figure.supxlabel(along, y=8 / size[1], va='bottom', fontsize=9, color=_INK)
    figure.supylabel(upright, x=8 / size[0], ha='left', fontsize=9, color=_INK)


def _draw_panel(panel: Axes, symbol: str, series: Mapping[str, np.ndarray], reach: float) -> None:
    from matplotlib.patches import Ellipse

    panel.axhline(0, color=GRID, linewidth=0.8, zorder=0)
    panel.axvline(0, color=GRID, linewidth=0.8, zorder=0)
    for color, (name, points) in zip(COLORS, series.items(), strict=False):
        panel.plot(*points.T, 'o', color=color, markersize=2, alpha=0.35, markeredgewidth=0)
        centre, major, minor, angle = error_ellipse(points)
        panel.plot(*centre, '+', color=color, markersize=8, markeredgewidth=1.6, label=name)
        if np.isfinite(major):
            panel.add_patch(Ellipse(centre, 2 * major, 2 * minor, angle=angle, fill=False, color=color, linewidth=1.3))
    panel.set(xlim=(-reach, reach), ylim=(reach, -reach), aspect='equal')
    panel.set_xticks([-reach, 0, reach])
    panel.set_yticks([-reach, 0, reach])
    panel.set_title(symbol, fontsize=9.5, loc='left', color=_INK, fontweight='bold')


def draw_bland_altman_grid(pairs: Sequence[PairedMeasurement], title: str) -> tuple[bytes, tuple[int, int]]:
    """A panel for each measurement: difference over mean, bias, limits of agreement.

    Args:
        title: of the upright axis, as 'Kim − Lee'.
    """
    rows = math.ceil(len(pairs) / _ALTMAN_COLUMNS)
    size = (_ALTMAN_COLUMNS * _ALTMAN[0], rows * _ALTMAN[1] + 30)

    def draw(panels) -> None:
        flat = np.ravel(panels)
        for panel in flat[len(pairs) :]:
            panel.set_axis_off()
        for panel, pair in zip(flat, pairs, strict=False):
            plot_bland_altman(panel, pair, None)
            panel.locator_params(nbins=_TICKS)
        _name_axes(flat[0].figure, 'mean of both', title, size)

    return as_png(size, draw, _ALTMAN_COLUMNS, rows, _ALTMAN_GAPS), size
