"""Cases made by hand or by chance, for the tests of what is made of cases."""

from __future__ import annotations

import numpy as np

from aariz_mm.evaluation.cases import Cases, LandmarkCases, StageCases
from aariz_mm.landmarks import SUBSETS

PROTOCOL = dict(truth='mean', landmarks='isbi19', pixel_size='released', split='valid', images=3, excluded=0)


def build_landmarks(errors_px: np.ndarray, **fields) -> LandmarkCases:
    """Cases predicted to the right of the truth by ``errors_px`` (B, K), NaN where unlabelled; 0.1 mm per pixel."""
    errors_px = np.asarray(errors_px, dtype=np.float64)
    count, landmarks = errors_px.shape
    truth = np.random.default_rng(0).uniform(100, 900, (count, landmarks, 2)).round()
    shift = np.stack([np.nan_to_num(errors_px), np.zeros_like(errors_px)], axis=-1)
    settings = dict(
        symbols=('S', 'N', 'A', 'B')[:landmarks],
        img_ids=tuple(f'c{index}' for index in range(count)),
        img_paths=tuple(f'x/c{index}.png' for index in range(count)),
        devices=('ART Plus',) * count,
        pred_px=truth + shift,
        gt_px=np.where(np.isnan(errors_px)[..., None], np.nan, truth),
        readers_px=np.empty((0, count, landmarks, 2)),
        pixel_size_mm=np.full(count, 0.1),
        sn_mm_per_px=np.full(count, 0.2),
        input_px_per_px=np.full(count, 0.5),
    )
    return LandmarkCases(**(settings | fields))


def build_cases(protocol=(), stages=(), **fields) -> Cases:
    """Three images with two landmarks and a stage; arguments replace fields of the parts."""
    staged = dict(img_ids=('c0', 'c1', 'c2'), true=np.array([1, 2, 3]), pred=np.array([1, 2, 4]),
                  probabilities=np.full((3, 6), np.nan))  # fmt: skip
    landmarks = build_landmarks([[10.0, 20.0], [30.0, np.nan], [5.0, 50.0]], **fields)
    return Cases(PROTOCOL | dict(protocol), landmarks, StageCases(**(staged | dict(stages))))


def simulate_pair(gain_mm: float, seed: int = 0) -> tuple[Cases, Cases]:
    """Two models on 147 images with 19 landmarks, the second better by ``gain_mm`` on average.

    The first model's errors are Rayleigh with a mean near 1.15 mm, times what makes an image hard (log-normal, SD 0.25)
    and a landmark (0.6 to 1.4). Each error of the second is the first's plus noise of 0.5 mm (SD), then all are scaled
    to the mean that the gain needs.
    """
    rng = np.random.default_rng(seed)
    hard = rng.lognormal(0, 0.25, (147, 1)) * np.linspace(0.6, 1.4, 19)
    first_mm = rng.rayleigh(0.9, (147, 19)) * hard
    noise = rng.normal(0, 0.5, (147, 19))
    second_mm = np.abs(first_mm + noise)
    second_mm *= (first_mm.mean() - gain_mm) / second_mm.mean()
    protocol = PROTOCOL | dict(images=147)
    return tuple(
        Cases(protocol, build_landmarks(errors_mm / 0.1, symbols=SUBSETS['isbi19']))
        for errors_mm in (first_mm, second_mm)
    )
