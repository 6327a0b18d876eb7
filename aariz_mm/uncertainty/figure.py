"""The curve of nominal against empirical coverage, as SVG. Plain text, no library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

__all__ = ['MARK', 'draw_coverage_curve']

MARK = 'aariz_mm coverage'
"""Title of the figure."""
_SIDE, _LEFT, _TOP = 300, 58, 16
_COLORS = ('#0b5a94', '#b3541e', '#3d7a3d', '#7a4a8c')
_TICKS = (0, 20, 40, 60, 80, 100)


def draw_coverage_curve(curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """SVG of per cent within the radius (up) over the per cent that it stands for (right); on the diagonal it holds.

    Args:
        curves: name -> (nominal, empirical) shares, 0 to 1.
    """
    width, height = _LEFT + _SIDE + 20, _TOP + _SIDE + 44
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="11" fill="#4d5a69">',
        f'<title>{MARK}</title>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_tick(value) for value in _TICKS),
        f'<path d="{_path([(0, 0), (1, 1)])}" stroke="#9aa5b1" stroke-dasharray="4 3" fill="none"/>',
        f'<text x="{_LEFT + _SIDE / 2}" y="{height - 8}" text-anchor="middle">the radius stands for, %</text>',
        f'<text transform="translate(14 {_TOP + _SIDE / 2}) rotate(-90)" text-anchor="middle">holds truth, %</text>',
        *(_curve(index, name, points) for index, (name, points) in enumerate(curves.items())),
        '</svg>',
    ]
    return '\n'.join(parts) + '\n'


def _tick(value: int) -> str:
    x, y = _place(value / 100, value / 100)
    left, bottom = _place(0, 0)
    return (
        f'<path d="M{left} {y}H{left + _SIDE}M{x} {bottom}V{bottom - _SIDE}" stroke="#d8dde3" fill="none"/>'
        f'<text x="{left - 6}" y="{y + 4}" text-anchor="end">{value}</text>'
        f'<text x="{x}" y="{bottom + 15}" text-anchor="middle">{value}</text>'
    )


def _curve(index: int, name: str, points: Sequence[tuple[float, float]]) -> str:
    color = _COLORS[index % len(_COLORS)]
    dots = ''.join(f'<circle cx="{x}" cy="{y}" r="2.5"/>' for x, y in (_place(*point) for point in points))
    label = f'<text x="{_LEFT + 12}" y="{_TOP + 18 + 15 * index}" fill="{color}">{escape(name, quote=False)}</text>'
    line = f'<path d="{_path(points)}" stroke="{color}" stroke-width="1.8" fill="none"/>'
    return f'{line}<g fill="{color}">{dots}</g>{label}'


def _path(points: Sequence[tuple[float, float]]) -> str:
    return 'M' + 'L'.join(f'{x} {y}' for x, y in (_place(*point) for point in points))


def _place(nominal: float, empirical: float) -> tuple[float, float]:
    return round(_LEFT + _SIDE * nominal, 1), round(_TOP + _SIDE * (1 - empirical), 1)
