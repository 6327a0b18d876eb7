"""Measures on real radiographs how many are read once they were turned, and how exactly.

python tests/intake/measure_uprighting.py BUNDLE ISBI2015_FOLDER [--split valid] [--every 1]
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from aariz_mm.intake.refusal import NotACephalogramError
from aariz_mm.reading.reader import Reader

__all__ = ['CHANGES', 'change', 'photographed']

_PIXEL_SIZE_MM = 0.25
Change = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def change(image: np.ndarray, matrix: np.ndarray, size: tuple[int, int], inverts: bool = False, beside: int = 0):
    """An image moved by (3, 3) onto (w, h), and the matrix."""
    moved = cv2.warpPerspective(image, matrix, size, borderValue=beside)
    return 255 - moved if inverts else moved, matrix


def _quarter(image: np.ndarray, quarters: int, is_mirrored: bool = False, inverts: bool = False):
    (height, width), matrix = image.shape, np.eye(3)
    if is_mirrored:
        matrix = np.array([[-1, 0, width - 1], [0, 1, 0], [0, 0, 1.0]])
    for _ in range(quarters):
        matrix = np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1.0]]) @ matrix
        width, height = height, width
    return change(image, matrix, (width, height), inverts)


def _bordered(image: np.ndarray, share: float, beside: int):
    height, width = image.shape
    left, top = int(share * width), int(share * height)
    return change(image, np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]]), (width + 2 * left, height + 2 * top),
                  beside=beside)  # fmt: skip


def _tilted(image: np.ndarray, degrees: float):
    height, width = image.shape
    matrix = np.vstack([cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1.0), [0, 0, 1]])
    size = np.abs(matrix[:2, :2]) @ (width, height)
    matrix[:2, 2] += (size - (width, height)) / 2
    return change(image, matrix, (int(size[0]), int(size[1])))


def photographed(image: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A photograph of a radiograph on a light box, before a dark wall or on a desk, and the matrix onto it."""
    height, width = image.shape
    size = int(width * 1.5), int(height * 1.35)
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], np.float32)
    target = corners + np.array([size[0] * 0.16, size[1] * 0.12]) + rng.uniform(-0.06, 0.06, (4, 2)) * size
    matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32))
    y, x = np.mgrid[:height, :width]
    shown = np.clip(image * 0.8 + 25 + 8 * np.sin(x * rng.uniform(0.8, 1.5) + y * rng.uniform(0.1, 0.5)), 0, 255)
    inside = cv2.warpPerspective(np.ones_like(shown), matrix, size)
    light = cv2.warpPerspective(shown, matrix, size) * inside + _surroundings(rng, size) * (1 - inside)
    y, x = np.mgrid[: size[1], : size[0]] / np.array(size[::-1]).reshape(2, 1, 1) - 0.5
    gx, gy = rng.uniform(-0.3, 0.3, 2)
    light = light * (1 - 0.7 * (x**2 + y**2)) + 50 * np.exp(-((x - gx) ** 2 + (y - gy) ** 2) / 0.013)
    light = cv2.GaussianBlur(light, (0, 0), 0.8) + rng.normal(0, 2, light.shape)
    return np.clip(light, 0, 255).astype(np.uint8), matrix


def _surroundings(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    kind, rough = int(rng.integers(3)), rng.normal(0, 20, (7, 9)).astype(np.float32)
    light = (30, 200, 90)[kind] + cv2.resize(rough, size, interpolation=cv2.INTER_CUBIC) + rng.normal(0, 4, size[::-1])
    for _ in range(12 if kind == 2 else 0):
        x, y = int(rng.integers(size[0])), int(rng.integers(size[1]))
        cv2.rectangle(light, (x, y), (x + int(rng.integers(20, 120)), y + int(rng.integers(20, 120))),
                      float(rng.integers(20, 220)), -1)  # fmt: skip
    return light


CHANGES: dict[str, Change] = {
    'mirrored': lambda image: _quarter(image, 0, True),
    'turned by 90°': lambda image: _quarter(image, 3),
    'turned by 180°': lambda image: _quarter(image, 2),
    'turned by 270°': lambda image: _quarter(image, 1),
    'negative': lambda image: _quarter(image, 0, inverts=True),
    'negative and mirrored': lambda image: _quarter(image, 0, True, True),
    'black border of 20 %': lambda image: _bordered(image, 0.2, 0),
    'white border of 20 %': lambda image: _bordered(image, 0.2, 255),
    'tilted by 30°': lambda image: _tilted(image, 30),
    'photographed': lambda image: photographed(image, np.random.default_rng(int(image.sum()))),
}


def _truth_px(path: Path, symbols: tuple[str, ...]) -> np.ndarray:
    """Mean of the readers, (K, 2), pixels."""
    folder, readers = path.parents[1] / 'Annotations' / 'Cephalometric Landmarks', []
    for file in folder.glob(f'*Orthodontists/{path.stem}.json'):  # others have looked later
        points = json.loads(file.read_text(encoding='utf-8'))['landmarks']
        places = {point['symbol']: (point['value']['x'], point['value']['y']) for point in points}
        readers.append([places.get(symbol, (np.nan, np.nan)) for symbol in symbols])
    return np.mean(readers, axis=0)


def _measure(reader: Reader, paths: list[Path], made: Change) -> dict:
    errors, times, refused = [], [], 0
    for path in paths:
        image, matrix = made(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE))
        start = time.perf_counter()
        try:
            found = reader(image).keypoints_px
        except NotACephalogramError:
            refused += 1
            continue
        times.append(time.perf_counter() - start)
        stored = cv2.perspectiveTransform(found[None], np.linalg.inv(matrix))[0]
        truth = _truth_px(path, reader.bundle.info.symbols)
        errors.append(np.nanmean(np.linalg.norm(stored - truth, axis=1)) * _PIXEL_SIZE_MM)
    upright = np.array(errors) < 5
    return dict(
        images=len(paths),
        refused=refused,
        upright=int(upright.sum()),
        MRE_mm=round(float(np.mean(np.array(errors)[upright])), 3),
        seconds=round(float(np.median(times)), 2),
    )


def main() -> None:
    """Print a line for each change."""
    parser = ArgumentParser()
    parser.add_argument('bundle')
    parser.add_argument('folder', type=Path)
    parser.add_argument('--split', default='valid')
    parser.add_argument('--every', type=int, default=1)
    args = parser.parse_args()
    reader = Reader(args.bundle, threads=1)
    paths = sorted((args.folder / args.split / 'Cephalograms').iterdir())[:: args.every]
    for name, made in {'as it is': lambda image: _quarter(image, 0), **CHANGES}.items():
        print(f'{name:24s}', _measure(reader, paths if name != 'photographed' else paths[::5], made), flush=True)


if __name__ == '__main__':
    main()
