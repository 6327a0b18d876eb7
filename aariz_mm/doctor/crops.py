"""Pictures of doubtful labels: the piece of the radiograph around them, with every reader's points."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.report.document import Figure, Figures, Paragraph, Section

from .findings import Finding, Report

__all__ = ['draw_marks', 'picture_sections']

_MOST = 48
_SIDE = 340
_MARGIN = 0.12
"""Space around the marks as a share of the image's longer side."""
_COLOURS = ((255, 170, 0), (0, 190, 255), (255, 90, 160), (140, 230, 90))
"""RGB of the readers, by name."""
_NAMED = 6


def picture_sections(report: Report) -> Iterator[Section]:
    """At most 48 findings that have marks, each as a piece of its radiograph; nothing where there are none."""
    shown = [finding for finding in report.findings if finding.marks and finding.files]
    figures = tuple(filter(None, map(_figure, shown[:_MOST])))
    if figures:
        more = f' The first {_MOST} of {len(shown)}.' if len(shown) > _MOST else ''
        note = Paragraph(
            'Each piece of a radiograph shows the points of every reader; a line joins two points of one landmark.'
            f'{more}', note=True,
        )  # fmt: skip
        yield Section('Doubtful labels', (note, Figures(figures)))


def draw_marks(grey: np.ndarray, finding: Finding) -> np.ndarray:
    """The piece of a radiograph (H, W) uint8 around the marks of a finding, with them drawn: (340, 340, 3) RGB."""
    points = np.array([mark[2:] for mark in finding.marks], float)
    corner, side = _square(points, grey.shape)
    to_piece = np.array([[1, 0, -corner[0]], [0, 1, -corner[1]]], float) * (_SIDE / side)
    piece = cv2.warpAffine(grey, to_piece, (_SIDE, _SIDE), flags=cv2.INTER_AREA if side > _SIDE else cv2.INTER_CUBIC)
    picture = cv2.cvtColor(piece, cv2.COLOR_GRAY2RGB)
    colours = _colours(finding)
    places = points @ to_piece[:, :2].T + to_piece[:, 2]
    names_all = len({mark[0] for mark in finding.marks}) <= _NAMED
    first: dict[str, np.ndarray] = {}
    for mark, place in zip(finding.marks, places, strict=True):
        start = first.setdefault(mark[0], place)
        cv2.line(picture, _whole(start), _whole(place), (255, 255, 255), 1, cv2.LINE_AA)
    for mark, place in zip(finding.marks, places, strict=True):
        cv2.circle(picture, _whole(place), 4, (0, 0, 0), 3, cv2.LINE_AA)
        cv2.circle(picture, _whole(place), 4, colours[mark[1]], 2, cv2.LINE_AA)
        if names_all:
            _write(picture, mark[0], place, colours[mark[1]])
    return picture


def _figure(finding: Finding) -> Figure | None:
    try:
        grey = open_radiograph(finding.files[0]).grey
    except (OSError, ValueError):  # the file was moved since, and the finding stands in its table all the same
        return None
    encoded = cv2.imencode('.jpg', cv2.cvtColor(draw_marks(grey, finding), cv2.COLOR_RGB2BGR))[1]
    names = {colour: name for name, colour in zip(('orange', 'blue', 'pink', 'green'), _COLOURS, strict=True)}
    readers = ', '.join(f'{reader} {names[colour]}' for reader, colour in _colours(finding).items())
    return Figure(
        f'{finding.code}-{finding.ids[0]}.jpg', encoded.tobytes(), (_SIDE, _SIDE), finding.message,
        f'{finding.message}. {readers}',
    )  # fmt: skip


def _square(points: np.ndarray, shape: tuple[int, int]) -> tuple[np.ndarray, float]:
    """Corner and side of a square around all points with a margin."""
    low, high = points.min(axis=0), points.max(axis=0)
    side = float((high - low).max() + 2 * _MARGIN * max(shape))
    return (low + high) / 2 - side / 2, side


def _colours(finding: Finding) -> dict[str, tuple[int, int, int]]:
    readers = sorted({mark[1] for mark in finding.marks})
    return {reader: _COLOURS[i % len(_COLOURS)] for i, reader in enumerate(readers)}


def _write(picture: np.ndarray, text: str, place: np.ndarray, colour: tuple[int, int, int]) -> None:
    where = _whole(place + np.array([8, -6]))
    for shade, width in (((0, 0, 0), 3), (colour, 1)):
        cv2.putText(picture, text, where, cv2.FONT_HERSHEY_SIMPLEX, 0.5, shade, width, cv2.LINE_AA)


def _whole(place: np.ndarray) -> tuple[int, int]:
    x, y = np.rint(place).astype(int).tolist()
    return x, y
