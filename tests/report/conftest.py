"""Cases of a small test, as the metrics would keep them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from aariz_mm.evaluation.cases import Cases, LandmarkCases, StageCases

SYMBOLS = ('S', 'N', 'A', 'B', 'Po', 'Or', 'Go', 'Me', 'Pog`')
FACE_PX = np.array([[100, 100], [200, 90], [190, 200], [180, 250], [80, 130], [180, 140], [95, 240], [170, 290],
                    [195, 270]], dtype=float)  # fmt: skip


@pytest.fixture(scope='session')
def make_landmark_cases() -> Callable[..., LandmarkCases]:
    """``make(shifts_mm, devices=None, readers=2)``: image i is predicted ``shifts_mm[i]`` to the right of its truth.

    A pixel is 0.5 mm; reader two is 2 mm right of reader one, and the truth is in the middle.
    """

    def make(shifts_mm, devices=None, readers=2) -> LandmarkCases:
        count = len(shifts_mm)
        faces = FACE_PX + np.random.default_rng(0).normal(0, 4, (count, 1, 2)) + np.zeros((count, *FACE_PX.shape))
        faces[:, 2, 0] += np.linspace(-10, 10, count)  # A differs, lest all faces measure alike
        shifts_px = np.stack([np.asarray(shifts_mm) / 0.5, np.zeros(count)], axis=-1)[:, None]
        aside_px = np.array([2.0, 0.0])
        return LandmarkCases(
            symbols=SYMBOLS,
            img_ids=tuple(f'i{index}' for index in range(count)),
            img_paths=tuple(f'/data/folder/i{index}.png' for index in range(count)),
            devices=tuple(devices or ['ART Plus'] * count),
            pred_px=faces + shifts_px,
            gt_px=faces,
            readers_px=np.stack([faces - aside_px, faces + aside_px])[:readers],
            pixel_size_mm=np.full(count, 0.5),
            sn_mm_per_px=70 / np.linalg.norm(faces[:, 0] - faces[:, 1], axis=1),
            input_px_per_px=np.ones(count),
        )

    return make


@pytest.fixture(scope='session')
def stage_cases() -> StageCases:
    """Six images; five are right, and S3 is predicted for S4."""
    pred = np.array([1, 2, 3, 3, 5, 5])
    probabilities = np.full((6, 6), 0.1)
    probabilities[np.arange(6), pred - 1] = 0.5
    return StageCases(tuple(f'i{index}' for index in range(6)), np.array([1, 2, 3, 4, 5, 5]), pred, probabilities)


@pytest.fixture(scope='session')
def joint_cases(make_landmark_cases, stage_cases) -> Cases:
    """Mean errors 0.5 to 5.5 mm: nine landmarks are failures."""
    return Cases(dict(split='test'), make_landmark_cases([0.5, 1.0, 1.5, 2.0, 2.5, 5.5]), stage_cases)


@pytest.fixture(scope='session')
def grey_image() -> Callable[[str], np.ndarray]:
    """A reader of images that finds every file."""
    return lambda path: np.full((320, 280), 90, np.uint8)
