"""The plots of a report as PNG, twice as sharp as they are shown. Matplotlib without its global state."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..analysis.definitions import DEGREES
from ..evaluation.agreement import differences
from ..evaluation.human_line import HumanLine
from ..evaluation.measurement_agreement import PairedMeasurement
from ..number_text import MINUS

__all__ = [
    'GRID',
    'Gaps',
    'as_pictures',
    'as_png',
    'draw_bland_altman',
    'draw_cumulative_errors',
    'draw_error_boxes',
    'error_axis_end',
    'plot_bland_altman',
]

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MODEL, _READERS = '#0b5a94', '#b3541e'
_INK, _QUIET, GRID, _BAND = '#1b2430', '#4d5a69', '#d8dde3', '#eef1f4'
_SETTINGS = {
    'font.family': 'DejaVu Sans', 'font.size': 8.6, 'axes.edgecolor': _QUIET, 'axes.labelcolor': _INK,
    'axes.spines.top': False, 'axes.spines.right': False, 'xtick.color': _INK, 'ytick.color': _INK,
    'axes.linewidth': 0.7, 'axes.axisbelow': True, 'axes.unicode_minus': True, 'text.parse_math': False,
    'svg.hashsalt': 'aariz_mm', 'axes.titley': 1.0,
}  # fmt: skip

_WIDEST_MM = 10.0
"""Where the axis of errors ends at the latest."""
_ROOM_FOR_ONE = dict(left=68, right=12, top=26, bottom=44)
"""For the names and numbers of the axes of a Bland-Altman plot and its title, px."""
_LONG_TITLE = 28
"""Letters; a longer title is written smaller, so that it keeps clear of the next panel."""


def error_axis_end(errors_mm: np.ndarray) -> float:
    """End of an axis of errors: just beyond the largest, from 4.5 mm to :data:`_WIDEST_MM`."""
    return float(np.clip(1.05 * np.nanmax(errors_mm, initial=0.0), 4.5, _WIDEST_MM))


def draw_cumulative_errors(
    errors_mm: np.ndarray,
    line: HumanLine | None,
    size: tuple[int, int],
    thresholds_mm: Sequence[float],
) -> bytes:
    """Per cent of landmarks (up) whose error is at most so large (right), of the model and both lines of the readers.

    Args:
        errors_mm: any shape with at least one number, NaN does not count.
        line: of the readers; None leaves their curves out.
        thresholds_mm: drawn as upright lines.
    """

    def draw(axes: Axes) -> None:
        end = error_axis_end(errors_mm)
        for threshold in thresholds_mm:
            axes.axvline(threshold, color=GRID, linewidth=1)
        for values, color, name, dashes in (
            (None if line is None else line.apart, _READERS, 'readers from one another', ':'),
            (None if line is None else line.to_mean, _READERS, 'a reader from their mean', '--'),
            (errors_mm, _MODEL, 'model from the truth', '-'),
        ):
            if values is not None and np.isfinite(values).any():
                sorted_mm = np.sort(values[np.isfinite(values)], axis=None)
                share = 100 * np.arange(1, sorted_mm.size + 1) / sorted_mm.size
                axes.step(np.r_[0, sorted_mm, end], np.r_[0, share, share[-1]], where='post', color=color,
                          linestyle=dashes, linewidth=1.8, label=name)  # fmt: skip
        axes.set(xlim=(0, end), ylim=(0, 101), xlabel='distance, mm', ylabel='landmarks within it, %')
        axes.grid(axis='y', color=GRID, linewidth=0.6)
        handles, labels = axes.get_legend_handles_labels()
        axes.legend(handles[::-1], labels[::-1], loc='lower right', frameon=True, edgecolor='none', framealpha=1)

    return as_png(size, draw)


def draw_error_boxes(
    symbols: Sequence[str],
    errors_mm: np.ndarray,
    readers_mm: np.ndarray | None,
    size: tuple[int, int],
    threshold_mm: float | None,
) -> bytes:
    """A box for each landmark, the best median on top; a diamond for the readers' median distance from their mean.

    Boxes end at the quartiles, whiskers at the furthest error within 1.5 times the box (Tukey); what lies further out
    is a dot, and what lies beyond the axis is not drawn.

    Args:
        symbols: K names; those without any error are left out.
        errors_mm, readers_mm: (B, K), NaN does not count.
        threshold_mm: drawn as a dotted line; None draws none.
    """

    def draw(axes: Axes) -> None:
        shown = [index for index in np.argsort(_medians(errors_mm), kind='stable') if _finite(errors_mm, index).size]
        for row, index in enumerate(shown):
            _draw_box(axes, row, _finite(errors_mm, index))
            if readers_mm is not None and _finite(readers_mm, index).size:
                axes.plot(np.median(_finite(readers_mm, index)), row, 'D', color=_READERS, markersize=4)
        axes.set(xlim=(0, error_axis_end(errors_mm)), ylim=(len(shown) - 0.4, -0.6), xlabel='error, mm')
        axes.set_yticks(range(len(shown)), [symbols[index] for index in shown])
        axes.tick_params(axis='y', length=0)
        axes.grid(axis='x', color=GRID, linewidth=0.6)
        if threshold_mm is not None:
            axes.axvline(threshold_mm, color=_QUIET, linewidth=0.9, linestyle=':')

    return as_png(size, draw)


def draw_bland_altman(
    mean: np.ndarray, apart: np.ndarray, pair: PairedMeasurement, readers: PairedMeasurement | None,
    size: tuple[int, int],
) -> bytes:  # fmt: skip
    """Difference (up) over mean (right) of the two values of each image; bias, limits of agreement, tolerance.

    Args:
        mean, apart: (n,), finite.
        pair: whose summary gives the lines.
        readers: half of the limits between the two readers, those of one from the mean of both, dotted; None leaves
            them out.
    """

    def draw(axes: Axes) -> None:
        _draw_differences(axes, mean, apart, pair, readers)
        unit = pair.measurement.unit
        axes.set(xlabel=f'mean, {unit}', ylabel=f'predicted {MINUS} true, {unit}')

    return as_png(size, draw, gaps=Gaps(**_ROOM_FOR_ONE, across=0, down=0))


def plot_bland_altman(axes: Axes, pair: PairedMeasurement, readers: PairedMeasurement | None) -> None:
    """What :func:`draw_bland_altman` draws, on axes of the caller and without their names; the unit is in the title."""
    apart = differences(pair.first, pair.second, pair.measurement.unit == DEGREES)
    known = np.isfinite(apart)
    _draw_differences(axes, (pair.second + apart / 2)[known], apart[known], pair, readers)
    title = f'{pair.measurement.name}, {pair.measurement.unit}'
    font = dict(fontsize=9.5, fontweight='bold') if len(title) <= _LONG_TITLE else dict(fontsize=7.8)
    axes.set_title(title, loc='left', color=_INK, **font)


def _draw_differences(
    axes: Axes, mean: np.ndarray, apart: np.ndarray, pair: PairedMeasurement, readers: PairedMeasurement | None
) -> None:
    own = pair.summary
    axes.axhspan(-pair.tolerance, pair.tolerance, color=_BAND, linewidth=0)
    axes.axhline(0, color=_QUIET, linewidth=0.6)
    axes.plot(mean, apart, 'o', color=_MODEL, markersize=3, alpha=0.55, markeredgewidth=0)
    axes.axhline(own.bias, color=_MODEL, linewidth=1.4)
    for limit in filter(np.isfinite, (own.loa_low, own.loa_high)):
        axes.axhline(limit, color=_MODEL, linewidth=1.1, linestyle='--')
    theirs = [] if readers is None else [readers.summary.loa_low / 2, readers.summary.loa_high / 2]
    for limit in filter(np.isfinite, theirs):
        axes.axhline(limit, color=_READERS, linewidth=1.1, linestyle=':')
    reach = 1.1 * np.nanmax(np.abs([*apart, own.loa_low, own.loa_high, *theirs, pair.tolerance]))
    axes.set(ylim=(-reach, reach))
    axes.set_title(pair.measurement.name, fontsize=9.5, loc='left', color=_INK, fontweight='bold')


def _draw_box(axes: Axes, row: int, errors_mm: np.ndarray) -> None:
    from matplotlib.cbook import boxplot_stats

    stats = boxplot_stats(errors_mm)[0]
    axes.hlines(row, stats['whislo'], stats['whishi'], color=_MODEL, linewidth=1)
    axes.barh(row, stats['q3'] - stats['q1'], left=stats['q1'], height=0.62, color='#bcd6ea', edgecolor=_MODEL,
              linewidth=0.8, zorder=2)  # fmt: skip
    axes.vlines(stats['med'], row - 0.31, row + 0.31, color=_MODEL, linewidth=2)
    axes.plot(stats['fliers'], np.full(len(stats['fliers']), row), 'o', color=_MODEL, markersize=2.2, alpha=0.5,
              markeredgewidth=0)  # fmt: skip


def _finite(values: np.ndarray, column: int) -> np.ndarray:
    return values[np.isfinite(values[:, column]), column]


def _medians(values: np.ndarray) -> np.ndarray:
    """(B, K) -> (K,); infinite for a column without a number."""
    columns = [_finite(values, column) for column in range(values.shape[1])]
    return np.array([np.median(column) if column.size else np.inf for column in columns])


@dataclass(frozen=True)
class Gaps:
    """Room about and between the panels of a grid, in px of the size that it is seen at."""

    left: float
    right: float
    top: float
    bottom: float
    across: float
    down: float

    def place(self, canvas: Any, size: tuple[int, int], panels: int, rows: int) -> None:
        """Lay out the panels of a figure of this size (w, h)."""
        width = (size[0] - self.left - self.right - (panels - 1) * self.across) / panels
        height = (size[1] - self.top - self.bottom - (rows - 1) * self.down) / rows
        canvas.subplots_adjust(
            left=self.left / size[0], right=1 - self.right / size[0],
            bottom=self.bottom / size[1], top=1 - self.top / size[1],
            wspace=self.across / width, hspace=self.down / height,
        )  # fmt: skip


def as_png(size: tuple[int, int], draw: Callable, panels: int = 1, rows: int = 1, gaps: Gaps | None = None) -> bytes:
    """What ``draw`` draws on axes of its own, twice ``size`` (w, h) in px; of several panels it gets all axes.

    Args:
        panels: side by side. rows: of panels.
        gaps: None measures all texts for the room that they take, which costs as much as drawing them.
    """
    return as_pictures(size, draw, panels, rows, ('png',), gaps)[0]


def as_pictures(
    size: tuple[int, int],
    draw: Callable,
    panels: int = 1,
    rows: int = 1,
    kinds: Sequence[str] = ('png', 'svg'),
    gaps: Gaps | None = None,
) -> tuple[bytes, ...]:
    """As :func:`as_png`, in several kinds of files; the same drawing has the same bytes."""
    import matplotlib as mpl  # slow to import, and of the extra 'statistics'
    from matplotlib.figure import Figure as Canvas

    with mpl.rc_context(_SETTINGS):
        layout = 'constrained' if gaps is None else 'none'
        canvas = Canvas(figsize=(size[0] / 100, size[1] / 100), dpi=200, layout=layout)
        if gaps is not None:
            gaps.place(canvas, size, panels, rows)
        draw(canvas.subplots(rows, panels))
        files = []
        for kind in kinds:
            files.append(_saved(canvas, kind))
            canvas.set_layout_engine('none')  # laid out once, for all kinds
        return tuple(files)


def _saved(canvas, kind: str) -> bytes:
    buffer = io.BytesIO()
    canvas.savefig(buffer, format=kind, metadata={'Date': None} if kind == 'svg' else None)
    return buffer.getvalue()
