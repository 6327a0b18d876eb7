"""Losses, scores and learning rates of training runs as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..evaluation.training_logs import TrainingLog
from .plots import GRID, as_png

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ['draw_training_curves']

# Okabe and Ito's colours that are dark enough for lines, then the same dashed.
_COLORS = ('#0072b2', '#d55e00', '#009e73', '#cc79a7', '#56b4e9', '#7a5c00', '#333333')
_DASHES = ('-', '--', ':', '-.')
_PANEL_PX = (420, 330)


def draw_training_curves(logs: Sequence[TrainingLog], scores: Sequence[str] = ()) -> bytes:
    """A row of panels: losses by iteration, a panel for each score by epoch, the learning rate by iteration.

    Of a single run all parts of the loss are drawn, of several the totals.

    Args:
        logs: at least one. scores: names of scores, as 'MRE_mm'.
    Returns:
        A PNG.
    """
    panels = 2 + len(scores)

    def draw(axes: Sequence[Axes]) -> None:
        _draw_losses(axes[0], logs)
        for panel, score in zip(axes[1:], scores, strict=False):
            by_epoch = any('epoch' in log.training[0] for log in logs)
            _draw_lines(panel, [(log.name, log.curve(score)) for log in logs], '.')
            panel.set(title=score, xlabel='epoch' if by_epoch else 'iteration')
        _draw_lines(axes[-1], [(log.name, log.curve('lr')) for log in logs])
        axes[-1].set(title='learning rate', xlabel='iteration')

    return as_png((_PANEL_PX[0] * panels, _PANEL_PX[1]), draw, panels)


def _draw_losses(axes: Axes, logs: Sequence[TrainingLog]) -> None:
    if len(logs) == 1:
        curves = [(name, logs[0].curve(name)) for name in logs[0].losses()]
    else:
        curves = [(log.name, log.curve('loss')) for log in logs]
    _draw_lines(axes, curves)
    axes.set(title='loss', xlabel='iteration')
    axes.legend(frameon=False, fontsize=7.5)


def _draw_lines(axes: Axes, curves: Sequence[tuple[str, tuple[list[int], list[float]]]], marker: str = '') -> None:
    for number, (name, (steps, values)) in enumerate(curves):
        color, dashes = _COLORS[number % len(_COLORS)], _DASHES[number // len(_COLORS) % len(_DASHES)]
        axes.plot(steps, values, dashes, color=color, marker=marker, linewidth=1.4, label=name)
    axes.grid(color=GRID, linewidth=0.6)
