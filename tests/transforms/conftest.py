"""A record as the dataset and the loader give it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

import aariz_mm.transforms  # noqa: F401  (MMPose can be imported after it)
from aariz_mm.geometry import whole_image_box

DOTS = [
    (40, 50),
    (140, 60),
    (240, 50),
    (50, 150),
    (150, 160),
    (240, 170),
    (40, 260),
    (150, 250),
    (250, 260),
    (150, 320),
]


@pytest.fixture
def make_record() -> Callable[..., dict]:
    """Maker of a record of a dark radiograph with a bright block about each landmark, coarsened by ``image_scale``."""

    def make(keypoints_px, size=(200, 240), image_scale=1.0, half_block=5) -> dict:
        image = np.zeros((size[1], size[0]), dtype=np.uint8)
        for x, y in np.asarray(keypoints_px, dtype=int):
            image[y - half_block : y + half_block + 1, x - half_block : x + half_block + 1] = 255
        if image_scale != 1:
            coarse = round(size[0] * image_scale), round(size[1] * image_scale)
            image = cv2.resize(image, coarse, interpolation=cv2.INTER_AREA)
        return dict(
            img=np.repeat(image[..., None], 3, axis=2),
            image_scale=np.array(image.shape[::-1]) / size,
            keypoints=np.asarray(keypoints_px, dtype=np.float32)[None],
            keypoints_visible=np.ones((1, len(keypoints_px)), dtype=np.float32),
            bbox=whole_image_box(*size),
            bbox_score=np.ones(1, dtype=np.float32),
        )

    return make


@pytest.fixture
def dotted_record() -> dict:
    """A record at the input of the network, 300 x 360 pixels, with a soft bright dot at each landmark."""
    return _input_record(DOTS)


@pytest.fixture
def corner_record() -> dict:
    """The same with the first four landmarks just inside the corners and the next four beyond the borders."""
    corners = [(0, 0), (299, 0), (0, 359), (299, 359)]
    return _input_record([*corners, (-20, 180), (320, 180), (150, -15), (150, 380), (150, 180)])


@pytest.fixture
def make_loaded_record() -> Callable[..., dict]:
    """Maker of a record as it is loaded, 600 x 720 pixels coarsened by ``image_scale``, with the same dots."""

    def make(image_scale: float = 1.0) -> dict:
        points, size = 2 * np.array(DOTS, dtype=np.float32), (600, 720)
        coarse = round(size[0] * image_scale), round(size[1] * image_scale)
        image = draw_dots((points + 0.5) * image_scale - 0.5, coarse, 5.0 * image_scale)
        return dict(
            img=image,
            img_shape=size[::-1],
            image_scale=np.full(2, image_scale),
            keypoints=points[None],
            keypoints_visible=np.ones((1, len(points)), dtype=np.float32),
            bbox=whole_image_box(*size),
            bbox_score=np.ones(1, dtype=np.float32),
            flip_indices=list(range(len(points))),
        )

    return make


def draw_dots(points_px, size, sd_px) -> np.ndarray:
    """Soft bright dots on dark grey, (h, w, 3) uint8."""
    xs, ys = np.meshgrid(np.arange(size[0]), np.arange(size[1]))
    squares = [(xs - x) ** 2 + (ys - y) ** 2 for x, y in points_px]
    image = (40 + 180 * np.exp(-np.min(squares, axis=0) / (2 * sd_px**2))).round().astype(np.uint8)
    return np.repeat(image[..., None], 3, axis=2)


def _input_record(points_px, size=(300, 360)) -> dict:
    points = np.asarray(points_px, dtype=np.float32)[None]
    return dict(
        img=draw_dots(points_px, size, 2.5),
        keypoints=4 * points,
        transformed_keypoints=points,
        keypoints_visible=np.ones(points.shape[:2], dtype=np.float32),
    )


@pytest.fixture
def dot_distances() -> Callable[..., list[float]]:
    """Distances, pixels, of each visible landmark well inside ``img`` to the centre of the dot about it."""

    def measure(record: dict, half_window: int = 12) -> list[float]:
        image, distances = record['img'][..., 0].astype(float), []
        for (x, y), seen in zip(record['transformed_keypoints'][0], record['keypoints_visible'][0], strict=True):
            column, row = round(x), round(y)
            window = image[row - half_window : row + half_window + 1, column - half_window : column + half_window + 1]
            if seen and min(row, column) >= half_window and window.shape == (2 * half_window + 1,) * 2:
                weight = np.clip(window - np.median(window) - 0.3 * np.ptp(window), 0, None)
                ys, xs = np.mgrid[: window.shape[0], : window.shape[1]] - half_window
                center = np.array([(weight * xs).sum(), (weight * ys).sum()]) / weight.sum() + (column, row)
                distances.append(float(np.hypot(*(center - (x, y)))))
        return distances

    return measure
