"""A tracing as plain data: SVG path texts and numbers, in pixels of the radiograph."""

from __future__ import annotations

import numpy as np

from .lines import unit_vectors
from .shapes import Arc, Label, Path, Shape, Tracing

__all__ = ['arc_ends', 'arc_text', 'path_text', 'plain_tracing']

_LABEL_GAP_MM = 1.8


def plain_tracing(tracing: Tracing) -> dict:
    """``layers``: of each ``key``, ``name`` and ``shapes``; ``image_size`` and ``pixel_size_mm``, null where unknown.

    A shape has ``type``, ``kind`` and ``name``, and
    'path': ``d`` of an SVG path and ``closed``;
    'arc': ``d``, ``cx``, ``cy``, ``r``, ``start_deg`` and ``sweep_deg``, from the x axis towards y;
    'text': ``text``, ``x``, ``y`` of its middle left, middle or right point, which ``anchor`` names as SVG does (start,
    middle, end), and ``of_x``, ``of_y``, the point that it belongs to.
    """
    return dict(
        layers=[
            dict(key=layer.key, name=layer.name, shapes=[_plain(shape, tracing.px_per_mm) for shape in layer.shapes])
            for layer in tracing.layers
        ],
        image_size=None if tracing.image_size is None else list(tracing.image_size),
        pixel_size_mm=tracing.pixel_size_mm,
    )


def path_text(curve: np.ndarray, closed: bool = False) -> str:
    """``d`` of an SVG path for a Bézier spline (3 m + 1, 2): two decimals of a pixel."""
    template = 'M%.2f %.2f' + 'C%.2f %.2f %.2f %.2f %.2f %.2f' * ((len(curve) - 1) // 3) + ('Z' if closed else '')
    return template % tuple(curve.ravel().tolist())


def arc_ends(arc: Arc) -> np.ndarray:
    """(2, 2): where an arc begins and ends, px."""
    return arc.center + arc.radius * unit_vectors(np.array([arc.start_deg, arc.start_deg + arc.sweep_deg]))


def arc_text(arc: Arc) -> str:
    """``d`` of an SVG path for an arc."""
    (x0, y0), (x1, y1) = arc_ends(arc)
    large, clockwise = int(abs(arc.sweep_deg) > 180), int(arc.sweep_deg > 0)
    return f'M{x0:.2f} {y0:.2f}A{arc.radius:.2f} {arc.radius:.2f} 0 {large} {clockwise} {x1:.2f} {y1:.2f}'


def _plain(shape: Shape, px_per_mm: float) -> dict:
    if isinstance(shape, Path):
        d = path_text(shape.curve, shape.closed)
        return dict(type='path', kind=shape.kind, name=shape.name, d=d, closed=shape.closed)
    if isinstance(shape, Arc):
        cx, cy = (round(float(value), 2) for value in shape.center)
        numbers = dict(cx=cx, cy=cy, r=round(float(shape.radius), 2), start_deg=round(shape.start_deg, 2))
        sweep = round(shape.sweep_deg, 2)
        return dict(type='arc', kind=shape.kind, name=shape.name, d=arc_text(shape), **numbers, sweep_deg=sweep)
    return _plain_label(shape, px_per_mm)


def _plain_label(label: Label, px_per_mm: float) -> dict:
    x, y = (label.at + _LABEL_GAP_MM * px_per_mm * label.away).tolist()
    anchor = 'middle' if abs(label.away[0]) < 0.4 else 'start' if label.away[0] > 0 else 'end'
    of_x, of_y = label.at.tolist()
    places = dict(x=round(x, 2), y=round(y, 2), of_x=round(of_x, 2), of_y=round(of_y, 2))
    return dict(type='text', kind=label.kind, name=label.name, text=label.text, anchor=anchor, **places)
