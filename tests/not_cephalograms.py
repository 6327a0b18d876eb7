"""Pictures that are no lateral cephalograms, drawn from a seed; what a reader has to refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.phantom import draw_indexed_phantom

__all__ = ['CUTS', 'KINDS', 'draw_all', 'shipped_pictures']

_SIZE = (480, 600)
_FIRST = (
    ('sklearn', 'datasets/images/china.jpg'),
    ('matplotlib', 'mpl-data/sample_data/grace_hopper.jpg'),
    ('matplotlib', 'mpl-data/sample_data/Minduka_Present_Blue_Pack.png'),
)
_SECOND = (
    ('sklearn', 'datasets/images/flower.jpg'),
    ('matplotlib', 'mpl-data/sample_data/logo2.png'),
    ('sympy', 'plotting/tests/test_region_and.png'),
    ('networkx', 'drawing/tests/baseline/test_display_complex.png'),
)


def blank(rng: np.random.Generator) -> np.ndarray:
    return np.full(_SIZE[::-1], rng.integers(0, 256), np.uint8)


def noise(rng: np.random.Generator) -> np.ndarray:
    return _grey(_blurred(rng, rng.uniform(0.1, 2)))


def gradient(rng: np.random.Generator) -> np.ndarray:
    y, x = _grid()
    return _grey(x * rng.normal() + y * rng.normal() + 0.02 * rng.standard_normal(x.shape))


def texture(rng: np.random.Generator) -> np.ndarray:
    y, x = _grid()
    waves = sum(np.sin(rng.uniform(5, 60) * x + rng.uniform(5, 60) * y + rng.uniform(0, 6)) for _ in range(3))
    return _grey(waves + 20 * _blurred(rng, 6))


def clouds(rng: np.random.Generator) -> np.ndarray:
    return _grey(sum(sigma * _blurred(rng, sigma) for sigma in (4, 12, 30, 60)))


def document(rng: np.random.Generator) -> np.ndarray:
    page = np.full(_SIZE[::-1], 245, np.uint8)
    for line in range(30, _SIZE[1] - 20, int(rng.integers(16, 30))):
        text = ''.join(rng.choice(list('abcdefghij klmnop rstu '), int(rng.integers(10, 60))))
        cv2.putText(page, text, (30, line), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 30, 1)
    return page


def skull_from_the_front(rng: np.random.Generator) -> np.ndarray:
    y, x = _grid()
    thick = 1.6 * _ellipse(x, y, 0, -0.25, 0.55, 0.6) - 0.5 * _ellipse(x, y, 0, -0.25, 0.5, 0.55)
    thick += 0.9 * _ellipse(x, y, 0, 0.45, 0.35, 0.4) + 0.5 * _ellipse(x, y, 0, 0.9, 0.25, 0.35)
    for side in (-1, 1):
        thick -= 0.5 * _ellipse(x, y, side * 0.22, 0.0, rng.uniform(0.1, 0.16), 0.12)
    thick -= 0.5 * _ellipse(x, y, 0, 0.25, 0.08, 0.16)
    for tooth in np.linspace(-0.2, 0.2, 10):
        thick += 0.6 * (_ellipse(x, y, tooth, 0.48, 0.018, 0.06) + _ellipse(x, y, tooth, 0.6, 0.018, 0.06))
    return _grey(cv2.GaussianBlur(thick, (0, 0), 3) + 0.03 * rng.standard_normal(x.shape))


def half_mirrored(rng: np.random.Generator) -> np.ndarray:
    image = _phantom(rng)
    middle = int(image.shape[1] * rng.uniform(0.3, 0.6))
    half = image[:, :middle] if rng.random() < 0.5 else image[:, middle:][:, ::-1]
    return np.ascontiguousarray(np.hstack([half, half[:, ::-1]]))


def panorama(rng: np.random.Generator) -> np.ndarray:
    picture = rng.normal(70, 6, (400, 800))
    bend, teeth = rng.uniform(60, 160), int(rng.integers(12, 17))
    for x in np.linspace(120, 680, teeth * 1):
        y = 170 + bend * (1 - ((x - 400) / 300) ** 2) * 0.6
        for step in (-32, 34):
            cv2.ellipse(picture, (int(x), int(y + step)), (15, 32), 0, 0, 360, float(rng.uniform(150, 230)), -1)
    points = [(x, 250 + bend * (1 - ((x - 400) / 330) ** 2)) for x in np.linspace(40, 760, 40)]
    cv2.polylines(picture, [np.int32(points)], False, 190.0, 22)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 2.5), 0, 255).astype(np.uint8)


def hand(rng: np.random.Generator) -> np.ndarray:
    picture = rng.normal(25, 4, (600, 480))
    for finger, angle in enumerate(np.radians([-48, -17, -3, 11, 26]) + rng.normal(0, 0.03, 5)):
        way, start = np.array([np.sin(angle), -np.cos(angle)]), np.array([240.0, 440.0])
        for length in (130, 75, 50, 35)[: 3 if finger == 0 else 4]:
            end = start + way * length
            cv2.line(picture, start.astype(int).tolist(), end.astype(int).tolist(), 90.0, 44)
            cv2.line(picture, (start + 5 * way).astype(int).tolist(), (end - 5 * way).astype(int).tolist(), 190.0, 18)
            start = end
    cv2.rectangle(picture, (200, 450), (280, 600), 170.0, -1)
    return np.clip(cv2.GaussianBlur(picture, (0, 0), 2), 0, 255).astype(np.uint8)


def photograph(rng: np.random.Generator, pictures: list[np.ndarray]) -> np.ndarray:
    image = pictures[int(rng.integers(len(pictures)))]
    height, width = image.shape
    side = rng.uniform(0.5, 1)
    y, x = (int(rng.uniform(0, 1 - side) * length) for length in (height, width))
    part = image[y : y + int(side * height), x : x + int(side * width)]
    return np.ascontiguousarray(part[:, ::-1] if rng.random() < 0.5 else part)


def phantom_corner(rng: np.random.Generator) -> np.ndarray:
    image = _phantom(rng)
    height, width = (int(side * rng.uniform(0.2, 0.33)) for side in image.shape)
    y, x = rng.integers(0, image.shape[0] - height), rng.integers(0, image.shape[1] - width)
    return np.ascontiguousarray(image[y : y + height, x : x + width])


CUTS = {
    'spine of a cephalogram': (0.0, 0.3, 0.55, 1.0),
    'teeth of a cephalogram': (0.5, 0.85, 0.55, 0.85),
    'back of the skull': (0.0, 0.45, 0.0, 0.5),
    'top of the skull': (0.0, 0.9, 0.0, 0.33),
}
"""Parts of a cephalogram as shares of its sides: x1, x2, y1, y2."""
KINDS: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    'blank': blank, 'noise': noise, 'gradient': gradient, 'texture': texture, 'clouds': clouds, 'document': document,
    'skull from the front': skull_from_the_front, 'half mirrored': half_mirrored, 'panorama': panorama, 'hand': hand,
    'corner of a phantom': phantom_corner,
}  # fmt: skip


def draw_all(seed: int, count: int, pictures: list[np.ndarray], cephalograms: list[np.ndarray],
             crops: list[np.ndarray]) -> Iterator[tuple[str, np.ndarray]]:  # fmt: skip
    """``count`` pictures of every kind with its name.

    Args:
        pictures: photographs to cut from. cephalograms: to cut parts from. crops: of C2 to C4; each list may be empty.
    """
    for kind, draw in KINDS.items():
        for index in range(count):
            yield kind, draw(np.random.default_rng([seed, index, *kind.encode()]))
    rng = np.random.default_rng(seed)
    for _ in range(count if pictures else 0):
        yield 'photograph', photograph(rng, pictures)
    for kind, cut in CUTS.items():
        for image in cephalograms[:count]:
            yield kind, cut_part(image, cut, rng)
    yield from (('C2-C4 crop', crop) for crop in crops[:count])


def cut_part(image: np.ndarray, cut: tuple[float, float, float, float], rng: np.random.Generator) -> np.ndarray:
    """A part of an image, its edges moved by up to 3 % of the sides."""
    (height, width), (x1, x2, y1, y2) = image.shape, np.clip(cut + rng.uniform(-0.03, 0.03, 4), 0, 1)
    return np.ascontiguousarray(image[int(y1 * height) : int(y2 * height), int(x1 * width) : int(x2 * width)])


def shipped_pictures(is_second: bool) -> list[np.ndarray]:
    """Photographs and drawings that installed packages ship, of which each set has others; perhaps none."""
    names = _SECOND if is_second else _FIRST
    paths = [Path(spec.origin).parent / file for name, file in names if (spec := find_spec(name)) and spec.origin]
    return [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) for path in paths if path.is_file()]


def _phantom(rng: np.random.Generator) -> np.ndarray:
    return draw_indexed_phantom(int(rng.integers(1000)), 'train', 0, (360, 440)).image


def _grid() -> tuple[np.ndarray, np.ndarray]:
    width, height = _SIZE
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    return y, x


def _blurred(rng: np.random.Generator, sigma: float) -> np.ndarray:
    return cv2.GaussianBlur(rng.standard_normal(_SIZE[::-1]), (0, 0), sigma)


def _ellipse(x: np.ndarray, y: np.ndarray, cx: float, cy: float, a: float, b: float) -> np.ndarray:
    return (((x - cx) / a) ** 2 + ((y - cy) / b) ** 2 < 1).astype(np.float64)


def _grey(values: np.ndarray) -> np.ndarray:
    low, high = np.percentile(values, [0.5, 99.5])
    return np.clip((values - low) / max(high - low, 1e-9) * 255, 0, 255).astype(np.uint8)
