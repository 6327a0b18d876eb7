"""A record as the dataset and the loader give it."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from aariz_mm.geometry import whole_image_box


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
