"""MMEngine's visualizer without Matplotlib, for those that draw on arrays."""

from __future__ import annotations

from functools import cached_property
from types import SimpleNamespace
from typing import Any

__all__ = ['LateFigure']

# What Visualizer.__init__ needs of a new figure, before there is one.
_NO_FIGURE = None, SimpleNamespace(get_dpi=lambda: None), None


def _part(index: int) -> property:
    """One of canvas, figure and axes; what ``Visualizer.__init__`` assigns is not kept."""
    return property(lambda self: (self._figure_parts if self._is_made else _NO_FIGURE)[index], _ignore)


def _ignore(self: LateFigure, value: Any) -> None:
    pass


class LateFigure:
    """Mixin of a ``Visualizer``: the figure is made, and Matplotlib imported, when something is drawn on it."""

    _is_made = False
    fig_save_canvas, fig_save, ax_save = map(_part, range(3))
    dpi = property(lambda self: self.fig_save.get_dpi(), _ignore)

    def __init__(self, name: str = 'visualizer', *args: Any, **kwargs: Any) -> None:
        super().__init__(name, *args, **kwargs)
        self._is_made = True

    def _initialize_fig(self, fig_cfg: dict) -> tuple:
        return _NO_FIGURE

    @cached_property
    def _figure_parts(self) -> tuple:
        return super()._initialize_fig(self.fig_save_cfg)
