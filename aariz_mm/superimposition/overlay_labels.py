"""Symbols of landmarks in an overlay, off the lines, off the marks and off each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aariz_mm.outlines.beziers import line
from aariz_mm.tracing.drawing import Stroke, Words, line_picture
from aariz_mm.tracing.themes import Pen
from aariz_mm.visualization.label_placement import leader_ends, place_labels
from aariz_mm.visualization.text import text_size

from .growth_marks import ARROWS, shown_mm
from .superimposing import Superimposition

__all__ = ['place_symbols']

_NAMED = (*ARROWS, 'S', 'N', 'PNS', 'A', 'B')
_SIZE_MM, _HALO_MM, _GAP_MM, _LEADER_MM, _MARK_MM = 2.8, 0.3, 1.2, 2.5, 0.7
_INK, _LEADER = (30, 30, 30), Pen((128, 128, 128), 0.15)
_SIDE_PX = 1000
"""Longer side of the small picture that symbols are placed on."""


def place_symbols(
    found: Superimposition, strokes: Sequence[Stroke], frame: tuple[float, float, float, float]
) -> tuple[list[Words], list[Stroke]]:
    """Words beside landmarks of the first timepoint, and leader lines to those that had to move away.

    Args:
        strokes: what is drawn, mm. frame: (left, top, width, height) that symbols stay in, mm.
    """
    unit, origin, symbols = max(frame[2:]) / _SIDE_PX, np.array(frame[:2]), found.timepoints[0].symbols
    places = [shown_mm(found, index) for index in range(len(found.timepoints))]
    inside = _inside(places[0], frame)
    named = [index for index, symbol in enumerate(symbols) if symbol in _NAMED and inside[index]]
    if not named:
        return [], []
    anchors = (places[0][named] - origin) / unit
    sizes = np.array([_box(symbols[index]) for index in named]) / unit
    dots = np.vstack([one[_inside(one, frame)] for one in places])
    marks = (np.hstack([dots - _MARK_MM, dots + _MARK_MM]) - np.tile(origin, 2)) / unit
    boxes = place_labels(anchors, sizes, marks, line_picture(strokes, frame, unit), gap=_GAP_MM / unit)
    words, leaders = [], []
    for index, anchor, box in zip(named, anchors, boxes, strict=True):
        left, top = (origin + unit * box[:2]).tolist()
        words.append(Words('symbols', symbols[index], left, top, _SIZE_MM, _INK, _HALO_MM))
        end = leader_ends(anchor[None], box[None])[0]
        if np.hypot(*(end - anchor)) * unit > _LEADER_MM:
            leaders.append(Stroke('symbols', origin + unit * line(anchor, end), False, _LEADER))
    return words, leaders


def _inside(points: np.ndarray, frame: tuple[float, float, float, float]) -> np.ndarray:
    low = np.array(frame[:2])
    return ((points >= low) & (points <= low + frame[2:])).all(axis=1)


def _box(text: str) -> tuple[float, float]:
    """Width and height of a text, mm; measured large, for letters have whole pixels."""
    width, height = text_size(text, 100)
    return (width / 100 + 0.1) * _SIZE_MM, height / 100 * _SIZE_MM
