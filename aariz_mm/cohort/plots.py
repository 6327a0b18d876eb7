"""The plots of a cohort as PNG and SVG: distributions by group, and growth curves. Colour is never alone: groups and
sexes also differ in mark, line and name."""

from __future__ import annotations

import math
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aariz_mm.report.plots import GRID, as_pictures

from .descriptions import describe_values
from .growth import Growth, GrowthCurve
from .loading import Cohort
from .samples import sample_of
from .scores import Settings
from .tables import named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ['COLORS', 'Plot', 'draw_distributions', 'draw_growth']

COLORS = ('#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9')
"""Of Okabe and Ito, told apart by colour-blind eyes."""
_MARKS, _LINES, _INK = ('o', '^', 's', 'D', 'v', 'P'), ('-', '--'), '#1b2430'
_COLUMNS, _PANEL = 3, (300, 230)
_GROWTH = (450, 330)


@dataclass(frozen=True)
class Plot:
    """A plot in both kinds; ``size`` (w, h) is how large it is meant to be seen, px."""

    name: str
    png: bytes
    svg: bytes
    size: tuple[int, int]


def draw_distributions(cohort: Cohort, settings: Settings, time: str) -> Plot:
    """A panel for each measurement: patients as marks, box of the quartiles, mean as a bar with its 95 % interval."""
    keys, columns = settings.keys, min(_COLUMNS, len(settings.keys))
    rows = math.ceil(len(keys) / columns)
    size = (columns * _PANEL[0], rows * (_PANEL[1] + 11 * max(0, len(cohort.groups) - 4)))

    def draw(panels) -> None:
        flat = np.ravel(panels)
        for panel in flat[len(keys) :]:
            panel.set_axis_off()
        for panel, key in zip(flat, keys, strict=False):
            values = [sample_of(cohort, key, group, time, settings.repeats).values for group in cohort.groups]
            _draw_groups(panel, values, cohort.groups, _families())
            panel.set_title(named(cohort, key), fontsize=9.5, loc='left', color=_INK, fontweight='bold')

    name = f'distributions{"_" + _plain(time) if time else ""}'
    return Plot(name, *as_pictures(size, draw, columns, rows), size)


def draw_growth(cohort: Cohort, growth: Growth) -> Plot:
    """A panel for each sex with one axis of values: radiographs, mean with its 95 % interval, and the range of 95 % of
    patients."""
    size = (2 * _GROWTH[0], _GROWTH[1])
    shown = [one.points for one in growth.curves if len(one.points)]
    points = np.concatenate(shown) if shown else np.zeros((1, 2))

    def draw(panels) -> None:
        for index, (panel, curve) in enumerate(zip(panels, growth.curves, strict=True)):
            _draw_curve(panel, curve, COLORS[index], _MARKS[index], _LINES[index])
            ends = np.concatenate([points[:, 1], *(np.r_[one.least, one.most] for one in growth.curves)])
            room = 0.04 * max(float(np.ptp(ends)), 1e-6)
            panel.set(xlabel='age, years', ylabel=named(cohort, growth.key),
                      ylim=(ends.min() - room, ends.max() + room),
                      xlim=(points[:, 0].min() - 0.3, points[:, 0].max() + 0.3))  # fmt: skip
            panel.set_title(f'{curve.sex}, {curve.patients} patients', fontsize=9.5, loc='left', color=_INK,
                            fontweight='bold')  # fmt: skip

    return Plot(f'growth_{_plain(growth.key)}', *as_pictures(size, draw, 2), size)


def _draw_groups(panel: Axes, values: list[np.ndarray], groups: tuple[str, ...], fonts: list[str]) -> None:
    rng = np.random.default_rng(0)  # scatters marks sideways, and nothing else
    for index, own in enumerate(values):
        color, mark = COLORS[index % len(COLORS)], _MARKS[index % len(_MARKS)]
        panel.plot(index + rng.uniform(-0.22, 0.22, len(own)), own, mark, color=color, markersize=3, alpha=0.5,
                   markeredgewidth=0)  # fmt: skip
        if len(own) < 3:
            continue
        low, median, high = np.quantile(own, (0.25, 0.5, 0.75))
        panel.bar(index, high - low, 0.62, bottom=low, fill=False, edgecolor=_INK, linewidth=0.9)
        panel.hlines(median, index - 0.31, index + 0.31, color=_INK, linewidth=1.4)
        mean = describe_values(own)
        panel.errorbar(
            index + 0.4,
            mean.mean,
            mean.high - mean.mean,
            fmt=mark,
            color=color,
            markersize=4.5,
            linewidth=1.4,
            capsize=2,
        )
    names = [_shortened(name) for name in groups]
    panel.set_xticks(range(len(groups)), names, rotation=20 if len(groups) > 4 else 0, fontfamily=fonts)
    panel.set_xlim(-0.6, len(groups) - 0.2)
    panel.tick_params(axis='x', length=0)
    panel.grid(axis='y', color=GRID, linewidth=0.6)


def _draw_curve(panel: Axes, curve: GrowthCurve, color: str, mark: str, line: str) -> None:
    panel.plot(*curve.points.T, mark, color=color, markersize=3, alpha=0.4, markeredgewidth=0, label='a radiograph')
    panel.grid(color=GRID, linewidth=0.6)
    if not len(curve.ages):
        panel.text(0.5, 0.5, f'no curve:\n{curve.reason}', transform=panel.transAxes, ha='center', va='center',
                   color=_INK, wrap=True)  # fmt: skip
        return
    panel.fill_between(
        curve.ages, curve.low, curve.high, color=color, alpha=0.28, linewidth=0, label='95 % of the mean'
    )
    panel.plot(curve.ages, curve.mean, line, color=color, linewidth=1.8, label='mean')
    for name, ends in (('95 % of patients', curve.least), ('', curve.most)):
        panel.plot(curve.ages, ends, ':', color=_INK, linewidth=1, label=name or None)
    panel.legend(loc='upper center', bbox_to_anchor=(0.5, -0.16), ncols=4, fontsize=7, frameon=False,
                 columnspacing=1.0, handlelength=1.6)  # fmt: skip


def _families() -> list[str]:
    """Fonts for names of groups: Hangul too, where the extra 'report' has brought its font."""
    found = find_spec('koreanize_matplotlib')
    path = Path(found.origin).parent / 'fonts' / 'NanumGothic.ttf' if found is not None and found.origin else None
    if path is None or not path.is_file():
        return ['DejaVu Sans']
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(path))
    return ['DejaVu Sans', 'NanumGothic']


def _shortened(name: str) -> str:
    return name if len(name) <= 14 else f'{name[:13]}…'


def _plain(name: str) -> str:
    return ''.join(letter if letter.isascii() and letter.isalnum() else '_' for letter in name)
