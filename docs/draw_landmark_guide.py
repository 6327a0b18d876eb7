"""Draws the pictures of the landmark guide from the phantom: python docs/draw_landmark_guide.py

One per landmark, the head turned so that FH is level: the outlines that matter (blue; the other side of the head pale),
what defines the point (yellow) and the point (red). Where both sides show, the point is the midpoint of both.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from landmark_scenes import SCENES, Scene, Stroke

from aariz_mm.landmark_guide.pictures import PICTURE_FOLDER, picture_name
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import DEVICES, draw_phantom, outline_phantom

SIZE = (480, 360)
SMALL_FOLDER, SMALL_SIZE = Path(__file__).parent / 'landmarks', (240, 180)
MOST_BYTES = 20_000
_FINE = 2
"""Drawn so many times larger, then reduced: smooth lines."""
_SEED, _DRAWN = 1455, (1800, 2200)
_OUTLINE, _OTHER, _HELP, _MARK = (255, 200, 70), (235, 225, 190), (80, 230, 255), (70, 70, 255)


@dataclass(frozen=True)
class Film:
    """A phantom with its outlines and landmarks in px; ``forward`` and ``down`` are FH's directions in the image."""

    image: np.ndarray
    outlines: dict[str, np.ndarray]
    points: dict[str, np.ndarray]
    forward: np.ndarray
    down: np.ndarray
    px_per_mm: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw and write."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--out', default=PICTURE_FOLDER, type=Path, help='folder of the pictures of the package')
    parser.add_argument('--small', default=SMALL_FOLDER, type=Path, help='folder of the small ones of the docs')
    args = parser.parse_args(arguments)
    films = {
        device.name: take_film(device) for device in DEVICES if device.name in {one.device for one in SCENES.values()}
    }
    for symbol in SYMBOLS:
        scene = SCENES[symbol]
        picture = draw_scene(films[scene.device], symbol, scene)
        (args.out / picture_name(symbol)).write_bytes(encode(picture, MOST_BYTES))
        small = cv2.resize(picture, SMALL_SIZE, interpolation=cv2.INTER_AREA)
        (args.small / picture_name(symbol)).write_bytes(encode(small, MOST_BYTES // 2))


def take_film(device) -> Film:
    """The phantom of a device, with everything known about it."""
    phantom = draw_phantom(_SEED, _DRAWN, device=device)
    points = dict(zip(SYMBOLS, phantom.landmarks_px, strict=True))
    forward = points['Or'] - points['Po']
    forward = forward / np.linalg.norm(forward)
    down = np.array([-forward[1], forward[0]])
    outlines = outline_phantom(_SEED, _DRAWN, device=device)
    return Film(phantom.image, outlines, points, forward, down, 1 / phantom.pixel_size_mm)


def draw_scene(film: Film, symbol: str, scene: Scene) -> np.ndarray:
    """(360, 480, 3) BGR picture of a landmark."""
    strokes, mark = scene.construct(film, symbol)
    turn = view(film, mark + scene.look_mm @ np.stack([film.forward, film.down]) * film.px_per_mm, scene.width_mm)
    size = (_FINE * SIZE[0], _FINE * SIZE[1])
    grey = cv2.warpAffine(film.image, turn, size, flags=cv2.INTER_CUBIC, borderValue=0)
    picture = cv2.cvtColor(_stretched(grey), cv2.COLOR_GRAY2BGR)
    for name in scene.outlines:
        other = f'{name}, other side'
        if other in film.outlines:
            _draw_line(picture, _moved(film.outlines[other], turn), _OTHER, 2)
        _draw_line(picture, _moved(film.outlines[name], turn), _OUTLINE, 3)
    for stroke in strokes:
        _draw_stroke(picture, stroke, turn)
    _draw_mark(picture, _moved(mark[None], turn)[0], symbol)
    return cv2.resize(picture, SIZE, interpolation=cv2.INTER_AREA)


def view(film: Film, centre_px: np.ndarray, width_mm: float) -> np.ndarray:
    """(2, 3) map from the film to the fine picture: ``centre_px`` in the middle, FH level."""
    scale = _FINE * SIZE[0] / (width_mm * film.px_per_mm)
    turn = scale * np.stack([film.forward, film.down])
    return np.column_stack([turn, _FINE * np.array(SIZE) / 2 - turn @ centre_px])


def encode(picture: np.ndarray, most_bytes: int) -> bytes:
    """JPEG of at most so many bytes, as good as that allows."""
    for quality in range(88, 20, -4):
        data = cv2.imencode('.jpg', picture, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])[
            1
        ].tobytes()
        if len(data) <= most_bytes:
            return data
    raise AssertionError('a picture of this size always fits')


def _stretched(grey: np.ndarray) -> np.ndarray:
    low, high = np.percentile(grey, (2, 99.5))
    smooth = cv2.GaussianBlur(grey, (0, 0), 1.5).astype(float)
    return np.clip(235 * (smooth - low) / max(high - low, 1), 0, 255).astype(np.uint8)


def _moved(points_px: np.ndarray, turn: np.ndarray) -> np.ndarray:
    return points_px @ turn[:, :2].T + turn[:, 2]


def _draw_line(picture: np.ndarray, line: np.ndarray, colour: tuple[int, int, int], width: int) -> None:
    cv2.polylines(picture, [np.round(16 * line).astype(np.int32)], False, colour, width, cv2.LINE_AA, 4)


def _draw_stroke(picture: np.ndarray, stroke: Stroke, turn: np.ndarray) -> None:
    """A dashed line, or a dot where it has one point; with its words."""
    line = _moved(np.atleast_2d(stroke.points_px), turn)
    if len(line) == 1 and stroke.dot:
        cv2.circle(picture, _whole(line[0]), 6, _HELP, cv2.FILLED, cv2.LINE_AA)
    for start, end in pairwise(line):
        count = max(1, int(np.linalg.norm(end - start) // 12))
        for dash in range(0, count, 2):
            _draw_line(picture, start + np.array([[dash], [dash + 1]]) / count * (end - start), _HELP, 3)
    if stroke.text:
        _write(picture, stroke.text, line[-1] + np.array([-20, 34] if stroke.below else [10, -10]), _HELP, 1.0)


def _draw_mark(picture: np.ndarray, point: np.ndarray, symbol: str) -> None:
    for colour, width in (((0, 0, 0), 8), (_MARK, 4)):
        cv2.circle(picture, _whole(point), 15, colour, width, cv2.LINE_AA)
        for step in ((26, 0), (0, 26)):
            for sign in (-1, 1):
                inner, outer = point + sign * np.array(step) * 0.2, point + sign * np.array(step)
                cv2.line(picture, _whole(inner), _whole(outer), colour, width // 2, cv2.LINE_AA)
    _write(picture, symbol, point + np.array([24, -24]), _MARK, 1.5)


def _write(picture: np.ndarray, text: str, at: np.ndarray, colour: tuple[int, int, int], size: float) -> None:
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, 3)
    x, y = np.clip(_whole(at), (4, height + 6), (picture.shape[1] - width - 4, picture.shape[0] - 8))
    for ink, thickness in (((0, 0, 0), 8), (colour, 3)):
        cv2.putText(picture, text, (int(x), int(y)), cv2.FONT_HERSHEY_SIMPLEX, size, ink, thickness, cv2.LINE_AA)


def _whole(point: np.ndarray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


if __name__ == '__main__':
    main()
