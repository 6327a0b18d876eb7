"""Error against the number of corrected radiographs, as SVG. Plain text, no library."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

__all__ = ['MARK', 'draw_curves']

MARK = 'aariz_mm adaptation'
"""Title of the figure."""
_WIDTH, _HEIGHT, _LEFT, _TOP, _RIGHT = 420, 260, 52, 18, 190
_COLORS = ('#0b5a94', '#b3541e', '#3d7a3d', '#7a4a8c')


def draw_curves(curves: Sequence[Mapping[str, Any]]) -> str:
    """SVG of the MRE (up) over the radiographs that a profile was learnt from (right, by their logarithm).

    Dots are means over the draws, dashes what the mean difference of all radiographs would leave.

    Args:
        curves: as :func:`~aariz_mm.adaptation.curve.curve_as_json` gives them.
    """
    top = math.ceil(5 * max(_highest(one) for one in curves) + 0.2) / 5
    bottom = math.floor(5 * min(one['full_mm'] for one in curves) - 0.2) / 5
    counts = sorted({point['radiographs'] for one in curves for point in one['points']} | {1})
    width, height = _LEFT + _WIDTH + _RIGHT, _TOP + _HEIGHT + 46

    def place(count: float, error: float) -> tuple[float, float]:
        share = (math.log(count + 0.7) - math.log(0.7)) / (math.log(counts[-1] + 0.7) - math.log(0.7))
        y = _TOP + _HEIGHT * (top - error) / max(top - bottom, 1e-9)
        return round(_LEFT + 14 + (_WIDTH - 28) * share, 1), round(y, 1)

    ticks = [bottom + 0.2 * step for step in range(round((top - bottom) / 0.2) + 1)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11" fill="#4d5a69">',
        f'<title>{MARK}</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_level(place(0, value)[1], f'{value:.1f}') for value in ticks),
        *(_mark(place(count, bottom)[0], str(count)) for count in (0, *counts)),
        f'<text x="{_LEFT + _WIDTH / 2}" y="{height - 8}" text-anchor="middle">corrected radiographs</text>',
        f'<text transform="translate(14 {_TOP + _HEIGHT / 2}) rotate(-90)" text-anchor="middle">MRE, mm</text>',
        *(_curve(index, one, place) for index, one in enumerate(curves)),
        '</svg>',
    ]
    return '\n'.join(parts) + '\n'


def _highest(curve: Mapping[str, Any]) -> float:
    return max([curve['plain_mm'], *(point['error_mm'] for point in curve['points'])])


def _level(y: float, text: str) -> str:
    return (
        f'<text x="{_LEFT - 6}" y="{y + 4}" text-anchor="end">{text}</text>'
        f'<path d="M{_LEFT} {y}H{_LEFT + _WIDTH}" stroke="#e3e7ec" fill="none"/>'
    )


def _mark(x: float, text: str) -> str:
    return f'<text x="{x}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle">{text}</text>'


def _curve(index: int, curve: Mapping[str, Any], place) -> str:
    color = _COLORS[index % len(_COLORS)]
    points = [(0, curve['plain_mm']), *((one['radiographs'], one['error_mm']) for one in curve['points'])]
    placed = [place(*point) for point in points]
    path = 'M' + 'L'.join(f'{x} {y}' for x, y in placed)
    dots = ''.join(f'<circle cx="{x}" cy="{y}" r="3"/>' for x, y in placed)
    y = place(1, curve['full_mm'])[1]
    label = escape(str(curve['name']), quote=False)
    return (
        f'<path d="M{_LEFT} {y}H{_LEFT + _WIDTH}" stroke="{color}" stroke-dasharray="3 4" fill="none"/>'
        f'<path d="{path}" stroke="{color}" stroke-width="1.8" fill="none"/><g fill="{color}">{dots}</g>'
        f'<text x="{_LEFT + _WIDTH + 12}" y="{_TOP + 16 + 18 * index}" fill="{color}">{label}</text>'
    )
