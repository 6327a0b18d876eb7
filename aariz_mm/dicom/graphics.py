"""The tracing of a result as graphic annotations of a presentation state: a layer for each structure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from aariz_mm.outlines import OUTLINE_LAYERS, flatten
from aariz_mm.reading.tracings import trace_content
from aariz_mm.tracing.drawing import Drawing, Stroke, Words, draw
from aariz_mm.tracing.shapes import LAYERS, Tracing
from aariz_mm.tracing.themes import find_theme
from aariz_mm.visualization.text import text_size

from .entries import RESULT
from .landmark_groups import image_coordinates
from .statements import NOT_FOR_DIAGNOSIS

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['graphic_annotations', 'shown_tracing']

_LANDMARKS, _LABELS, _PLANES = 'landmarks', 'labels', 'planes'
_SHOWN = (*OUTLINE_LAYERS, _PLANES, _LANDMARKS, _LABELS)
_ON_PHOTOGRAPH = (_LANDMARKS, _LABELS)
"""Of a photograph of a film: the outlines are of the film laid flat, and do not lie on it."""
_NOTICE = 'NOTICE'
_NOTICE_BOX = (0.02, 0.01, 0.98, 0.05)
"""Left, top, right and bottom, in shares of what is displayed."""
_STEPS = 8
"""Points to a part of a curve; outlines have some hundred, of 8191 that an element holds."""


def shown_tracing(content: Mapping[str, Any], size: tuple[int, int]) -> Tracing:
    """The tracing of a result that lies on its image of [w, h]: outlines, planes, landmarks and symbols.

    Errors:
        ValueError: as :func:`~aariz_mm.reading.tracings.trace_content`.
    """
    is_photograph = content.get('flattening') is not None
    tracing = trace_content({**content, 'flattening': None}, size, where=RESULT)
    return tracing.only(_ON_PHOTOGRAPH if is_photograph else _SHOWN)


def graphic_annotations(tracing: Tracing, at: Mapping[str, np.ndarray], image: Dataset) -> tuple[list, list]:
    """Annotations and layers of highdicom; one annotation to a layer, and one that says what the picture is not for.

    Args:
        at: symbol -> (x, y), px of ours. image: a reference to it.
    """
    from highdicom.color import CIELabColor
    from highdicom.pr import GraphicAnnotation, GraphicLayer

    theme = find_theme('dark')
    drawing = draw(tracing, theme)
    annotations, layers = [], []
    for key in (key for key in LAYERS if tracing.layer(key) is not None):
        color = CIELabColor.from_rgb(*theme.pen(_LANDMARKS if key == _LABELS else key, '').color)
        layer = GraphicLayer(key.upper(), len(layers) + 1, LAYERS[key], color)
        graphics = list(_marks(at, tracing.px_per_mm, image) if key == _LANDMARKS else _lines(drawing, key, image))
        texts = [_text(one, image) for one in drawing.words if one.layer == key]
        if graphics or texts:
            layers.append(layer)
            annotations.append(GraphicAnnotation([image], layer, graphic_objects=graphics, text_objects=texts))
    layers.append(GraphicLayer(_NOTICE, len(layers) + 1, 'What the annotations are not for'))
    annotations.append(GraphicAnnotation([image], layers[-1], text_objects=[_notice()]))
    return annotations, layers


def _lines(drawing: Drawing, key: str, image: Dataset) -> Iterator[Any]:
    """Strokes of a layer as polylines; what lies outside the image is left out."""
    from highdicom.pr import GraphicObject

    for stroke in (one for one in drawing.strokes if one.layer == key):
        for points in _inside(_points(stroke), image):
            yield GraphicObject('POLYLINE', points, 'PIXEL')


def _points(stroke: Stroke) -> np.ndarray:
    points = flatten(stroke.curve, _STEPS)
    return image_coordinates(np.concatenate([points, points[:1]]) if stroke.closed else points)


def _inside(points: np.ndarray, image: Dataset) -> Iterator[np.ndarray]:
    """The runs of points, in coordinates of DICOM, that lie on the image; of two points and more."""
    ends = np.array([image.Columns, image.Rows])
    inside = ((points >= 0) & (points <= ends)).all(axis=1)
    borders = np.flatnonzero(np.diff(inside)) + 1
    for part, kept in zip(np.split(points, borders), np.split(inside, borders), strict=True):
        if kept[0] and len(part) > 1:
            yield part.round(2)


def _marks(at: Mapping[str, np.ndarray], px_per_mm: float, image: Dataset) -> Iterator[Any]:
    """A point and a circle around it for each landmark; no circle where it would leave the image."""
    from highdicom.pr import GraphicObject

    radius = 0.8 * px_per_mm
    for point in at.values():
        middle = image_coordinates(point)
        yield GraphicObject('POINT', middle[None].round(2), 'PIXEL')
        if (middle >= radius).all() and (middle <= [image.Columns - radius, image.Rows - radius]).all():
            yield GraphicObject('CIRCLE', np.array([middle, middle + radius * np.eye(2)[0]]).round(2), 'PIXEL')


def _text(words: Words, image: Dataset) -> Any:
    from highdicom.pr import TextObject

    left, top = image_coordinates(np.array([words.x, words.y]))
    width, height = np.array(text_size(words.text, 100)) * words.size / 100
    box = np.array([left, top, left + width, top + height]).clip(0, [image.Columns, image.Rows] * 2)
    return TextObject(words.text, 'PIXEL', bounding_box=tuple(box.round(2).tolist()), text_justification='LEFT')


def _notice() -> Any:
    from highdicom.pr import TextObject

    return TextObject(NOT_FOR_DIAGNOSIS, 'DISPLAY', bounding_box=_NOTICE_BOX, text_justification='LEFT')
