"""What lies over the bone in a clinic's radiograph: letters, rulers, the head holder, braces and surgical plates.

Everything is painted as a mask (h, w) uint8 of how opaque it is, and blended in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from mmcv.transforms.utils import cache_randomness
from mmpose.registry import TRANSFORMS

from .channels import grey_channel, with_channels
from .input_points import read_input_points
from .random_transform import RandomGreyTransform, RandomTransform, draw_seed

__all__ = ['RandomHeadHolder', 'RandomMetal', 'RandomRuler', 'RandomText', 'blend', 'points_by_symbol']

_LETTERS = list('RLABCDEFGHKMNPSTXYZ0123456789./:- ')
_FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_PLAIN, cv2.FONT_HERSHEY_TRIPLEX)
_SN_OF_HEIGHT = 0.3
"""Sella to nasion, 70 mm, as a share of the picture's height, where the landmarks do not say it."""
_SN_MM = 70.0


def blend(grey: np.ndarray, mask: np.ndarray, tone: int) -> np.ndarray:
    """(h, w) with one tone laid over where the mask, uint8, is above 0, as opaque as it says; a new array.

    Example: grey 100, mask 255 (opaque), tone 200 -> 200
    """
    left, upper, width, height = cv2.boundingRect(mask)
    painted = grey.copy()
    part = slice(upper, upper + height), slice(left, left + width)
    opaque = mask[part].astype(np.float32) / 255
    painted[part] = np.rint(grey[part] + opaque * (tone - grey[part].astype(np.float32)))
    return painted


def points_by_symbol(results: Mapping, reader: str) -> dict[str, np.ndarray]:
    """The visible landmarks of a record by symbol, (2,) each in pixels of ``img``; none where it does not name them.

    Args:
        reader: name of the transform that asks.
    """
    points, symbols = read_input_points(results, reader), results.get('symbols')
    if points is None or symbols is None:
        return {}
    seen = results['keypoints_visible'][0] > 0
    return {symbol: point for symbol, point, there in zip(symbols, points, seen, strict=True) if there}


class _RandomOverlay(RandomGreyTransform):
    """Lays ``paint(size, rng)``, a mask of a picture (w, h), over the pixels, opaque by 50 to 100 %, dark or bright.

    Args:
        bright: share of those that are bright.
    """

    def __init__(self, prob: float, bright: float = 0.85):
        super().__init__(prob)
        self.bright = bright

    @cache_randomness
    def draw(self) -> tuple[int, int]:
        """Tone and seed of the drawing."""
        tone = np.random.randint(190, 256) if np.random.rand() < self.bright else np.random.randint(0, 40)
        return int(tone), draw_seed()

    @classmethod
    def apply(cls, grey: np.ndarray, tone: int, seed: int) -> np.ndarray:
        """Lay the drawing over."""
        rng = np.random.default_rng(seed)
        mask = cls.paint(grey.shape[1::-1], rng)
        return blend(grey, cv2.convertScaleAbs(mask, alpha=rng.uniform(0.5, 1.0)), tone)


@TRANSFORMS.register_module()
class RandomText(_RandomOverlay):
    """Burnt-in letters: names, dates and sides, in one to four places, mostly at the border."""

    def __init__(self, prob: float = 0.15, bright: float = 0.85):
        super().__init__(prob, bright)

    @staticmethod
    def paint(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
        """The mask of the letters."""
        mask = np.zeros(size[::-1], dtype=np.uint8)
        for _ in range(rng.integers(1, 5)):
            text = ''.join(rng.choice(_LETTERS, size=rng.integers(1, 20)))
            scale, font = size[1] / 960 * rng.uniform(0.5, 1.6), _FONTS[rng.integers(len(_FONTS))]
            (width, height), _ = cv2.getTextSize(text, font, scale, 1)
            x, y = rng.beta(0.4, 0.4, size=2) * (max(size[0] - width, 1), size[1] - height)
            cv2.putText(mask, text, (int(x), int(y) + height), font, scale, 255, int(rng.integers(1, 4)), cv2.LINE_AA)
        return mask


@TRANSFORMS.register_module()
class RandomRuler(_RandomOverlay):
    """A line with ticks of two lengths, upright or level: the scale that devices burn in, the rule beside a face."""

    def __init__(self, prob: float = 0.12, bright: float = 0.85):
        super().__init__(prob, bright)

    @staticmethod
    def paint(size: tuple[int, int], rng: np.random.Generator) -> np.ndarray:
        """The mask of the ruler."""
        mask = np.zeros(size[::-1], dtype=np.uint8)
        axis = int(rng.integers(2))  # 0 is level
        start, length = rng.uniform(0, 0.6) * size[axis], rng.uniform(0.15, 0.4) * size[axis]
        across, step = rng.beta(0.4, 0.4) * (size[1 - axis] - 1), rng.uniform(4, 30)
        side = 1 if across < size[1 - axis] / 2 else -1
        ends = [(start, across), (start + length, across)]
        ticks = [[(at, across), (at, across + side * (18 if index % 5 == 0 else 9))]
                 for index, at in enumerate(np.arange(start, start + length, step))]  # fmt: skip
        for line in [ends, *ticks]:
            first, last = ([round(float(number)) for number in (point[axis], point[1 - axis])] for point in line)
            cv2.line(mask, first, last, 255, 1 + (line is ends), cv2.LINE_AA)
        return mask


class _RandomDevice(RandomTransform):
    """Lays ``paint(size, points, rng)`` over the pixels; ``points`` are the visible landmarks by symbol.

    Required keys: img. Optional: ``symbols`` (K,) with transformed_keypoints, which say where things are; without them
    they are where a face usually has them.
    """

    opaque = (0.4, 1.0)
    """Range of how much it hides."""

    @cache_randomness
    def draw(self) -> tuple[int]:
        """Seed of the drawing."""
        return (draw_seed(),)

    def transform(self, results: dict) -> dict:
        """Replace ``img``; the array that came in is not changed."""
        if self._happens():
            points, image = points_by_symbol(results, type(self).__name__), results['img']
            results['img'] = with_channels(self.apply(grey_channel(image), points, *self.draw()), image)
        return results

    @classmethod
    def apply(cls, grey: np.ndarray, points: Mapping[str, np.ndarray], seed: int) -> np.ndarray:
        """Lay the drawing over."""
        rng = np.random.default_rng(seed)
        mask = cls.paint(grey.shape[1::-1], points, rng)
        return blend(grey, cv2.convertScaleAbs(mask, alpha=rng.uniform(*cls.opaque)), int(rng.integers(200, 256)))


@TRANSFORMS.register_module()
class RandomHeadHolder(_RandomDevice):
    """The ear rods, rings and dots about porion, with the arm that holds them, and the support at the nasal bridge."""

    def __init__(self, prob: float = 0.15):
        super().__init__(prob)

    @staticmethod
    def paint(size: tuple[int, int], points: Mapping[str, np.ndarray], rng: np.random.Generator) -> np.ndarray:
        """The mask of the holder."""
        mask, mm = np.zeros(size[::-1], dtype=np.uint8), _pixels_per_mm(size, points)
        ear = points.get('Po', np.array(size) * (0.35, 0.4)) + rng.normal(0, 4 * mm, size=2)
        for radius_mm in rng.uniform(2, 9, size=rng.integers(1, 3)):
            thickness = int(rng.choice([-1, 1, 2, max(round(1.5 * mm), 1)]))
            cv2.circle(mask, _pixel(ear), max(round(radius_mm * mm), 2), 255, thickness, cv2.LINE_AA)
        if rng.random() < 0.4:  # the arm, from above
            top = (ear[0] + rng.normal(0, 0.1) * size[0], -1)
            cv2.line(mask, _pixel(ear), _pixel(top), int(rng.integers(60, 200)), max(round(rng.uniform(2, 8) * mm), 1))
        if rng.random() < 0.4:
            nose = points.get('N`', points.get('N', np.array(size) * (0.8, 0.35))) + rng.uniform(2, 8) * mm * _ahead(
                points
            )
            end = nose + rng.uniform(10, 40) * mm * np.array([_ahead(points)[0], -rng.uniform(0, 2)])
            cv2.line(mask, _pixel(nose), _pixel(end), 255, max(round(rng.uniform(1, 4) * mm), 1), cv2.LINE_AA)
        return mask


@TRANSFORMS.register_module()
class RandomMetal(_RandomDevice):
    """Braces, brackets and a wire along the teeth, or plates with screws at chin, angle and upper jaw."""

    opaque = (0.7, 1.0)

    def __init__(self, prob: float = 0.15):
        super().__init__(prob)

    @staticmethod
    def paint(size: tuple[int, int], points: Mapping[str, np.ndarray], rng: np.random.Generator) -> np.ndarray:
        """The mask of the metal."""
        mask, mm = np.zeros(size[::-1], dtype=np.uint8), _pixels_per_mm(size, points)
        if rng.random() < 0.65:
            for symbol, up in (('UIT', -1), ('LIT', 1)):
                tip = points.get(symbol, np.array(size) * (0.75, 0.65))
                _paint_braces(mask, tip + up * rng.uniform(2, 5) * mm * np.array([0, 1]), -_ahead(points), mm, rng)
        else:
            known = [points[symbol] for symbol in ('B', 'Pog', 'Go', 'A', 'Me', 'Or') if symbol in points]
            for _ in range(rng.integers(1, 4)):
                place = known[rng.integers(len(known))] if known else np.array(size) * rng.uniform(0.5, 0.8, size=2)
                _paint_plate(mask, place - rng.uniform(0, 8) * mm * _ahead(points), mm, rng)
        return mask


def _paint_braces(mask: np.ndarray, front: np.ndarray, back: np.ndarray, mm: float, rng: np.random.Generator) -> None:
    """Brackets from the front tooth backwards, and the wire through them."""
    tilt = np.deg2rad(rng.uniform(-12, 12))
    along = np.array([back[0] * np.cos(tilt), np.sin(tilt)])
    centers = [front + along * mm * (step + rng.normal(0, 0.5)) for step in np.arange(rng.integers(2, 7)) * 6.5]
    for center in centers:
        box = (_floats(center), _floats(rng.uniform((2, 2.5), (3.5, 4.5)) * mm), float(np.rad2deg(tilt)))
        cv2.fillPoly(mask, [np.rint(cv2.boxPoints(box)).astype(np.int32)], 255, cv2.LINE_AA)
    wire = np.rint(centers).astype(np.int32)
    cv2.polylines(mask, [wire], False, 220, max(round(0.7 * mm), 1), cv2.LINE_AA)


def _paint_plate(mask: np.ndarray, place: np.ndarray, mm: float, rng: np.random.Generator) -> None:
    """A bent row of holes with screws, joined by bars."""
    angles = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.4, size=rng.integers(2, 6)))
    holes = place + np.cumsum(np.stack([np.cos(angles), np.sin(angles)], axis=1), axis=0) * 5 * mm
    cv2.polylines(mask, [np.rint(holes).astype(np.int32)], False, 255, max(round(1.5 * mm), 1), cv2.LINE_AA)
    for hole in holes:
        cv2.circle(mask, _pixel(hole), max(round(1.6 * mm), 1), 255, -1, cv2.LINE_AA)
        screw = hole + rng.uniform(4, 9) * mm * np.array([np.sin(angles[0]), -np.cos(angles[0])])
        cv2.line(mask, _pixel(hole), _pixel(screw), 255, max(round(1.2 * mm), 1), cv2.LINE_AA)


def _pixels_per_mm(size: tuple[int, int], points: Mapping[str, np.ndarray]) -> float:
    """Pixels of a millimetre, by S-N = 70 mm."""
    if 'S' in points and 'N' in points:
        return float(np.linalg.norm(points['N'] - points['S'])) / _SN_MM
    return _SN_OF_HEIGHT * size[1] / _SN_MM


def _ahead(points: Mapping[str, np.ndarray]) -> np.ndarray:
    """Where the face looks, (±1, 0)."""
    left = 'S' in points and 'N' in points and points['N'][0] < points['S'][0]
    return np.array([-1.0 if left else 1.0, 0.0])


def _pixel(point: Sequence[float]) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


def _floats(pair: Sequence[float]) -> tuple[float, float]:
    return float(pair[0]), float(pair[1])
