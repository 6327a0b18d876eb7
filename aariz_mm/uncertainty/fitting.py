"""A calibration learnt from held-out radiographs. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from .calibration import LEVELS, Calibration
from .conformal import pooled_quantiles
from .estimating import mix_shapes
from .expected_error import fit_error_model
from .features import FEATURES, landmark_features, spread_in_frame, standardize
from .readings import HeldOut, face_frames, select_radiographs

__all__ = ['FEWEST_RADIOGRAPHS', 'fit_calibration', 'offsets_mm']

FEWEST_RADIOGRAPHS = 40
"""Fewer give no interval of 95 % from both tails."""
_FOLDS = 5
_POOL = 60.0
_MOST_DRAWS = 200
_MAP_SHARES = (0.0, 0.25, 0.5, 0.75)
_CHANGED_SHARE = 0.1
"""Weight of the changed versions of a radiograph, all together, beside itself."""
_USUAL_SHARE = 99


def fit_calibration(
    held_out: HeldOut, made_with: Mapping[str, Any] | None = None, levels: tuple[float, ...] = LEVELS
) -> Calibration:
    """Learn how far off the landmarks of radiographs are that a model was not trained on.

    Args:
        held_out: as they are, and perhaps changed; the changed ones teach how errors grow with the features, and all
            quantiles are of those that are as they are.
        made_with: kept in the calibration.
    Errors:
        ValueError: too few radiographs, or a landmark that none has.
    """
    raw = landmark_features(held_out.readings)
    whole = np.isfinite(raw).all(axis=(1, 2))  # not so where a model has diverged
    held_out, raw = select_radiographs(held_out, whole), raw[whole]
    is_calm = held_out.kinds == ''
    calm = select_radiographs(held_out, is_calm)
    _check_enough(calm)
    scales, features = _standardize_all(raw, is_calm)
    errors, weights = np.linalg.norm(offsets_mm(held_out), axis=-1), _weights(is_calm)
    model = fit_error_model(features, errors, weights)
    expected = _cross_fitted(features, errors, weights, held_out.numbers)[is_calm]
    relative = offsets_mm(calm) / expected[..., None]
    lengths = np.linalg.norm(relative, axis=-1)
    shapes, map_share, ellipse_factors = _fit_ellipses(relative, spread_in_frame(calm.readings))
    widening = np.log(model.expect(features[is_calm]) / np.exp(model.base)).mean(axis=1)
    return Calibration(
        symbols=held_out.readings.symbols,
        levels=levels,
        features=FEATURES,
        **scales,
        base=model.base,
        slopes=model.slopes,
        factors=np.stack([pooled_quantiles(lengths, level, _POOL) for level in levels], axis=1),
        shapes=shapes,
        map_share=map_share,
        ellipse_factors=ellipse_factors,
        draws=_choose_draws(relative),
        usual_widening=float(np.exp(np.percentile(widening, _USUAL_SHARE))),
        made_with=dict(made_with or {}, images=len(calm.truth_px), changed=int((~is_calm).sum())),
    )


def offsets_mm(held_out: HeldOut) -> np.ndarray:
    """Truth less prediction in the frame of the face, (B, K, 2), mm; NaN where not marked."""
    offsets_px = held_out.truth_px - held_out.readings.points_px
    frames = face_frames(held_out.readings.points_px, held_out.readings.symbols)
    return offsets_px @ np.swapaxes(frames, -1, -2)


def _check_enough(calm: HeldOut) -> None:
    if len(calm.truth_px) < FEWEST_RADIOGRAPHS:
        raise ValueError(
            f'{len(calm.truth_px)} held-out radiographs; give {FEWEST_RADIOGRAPHS} or more, for intervals of 95 %'
        )
    known = np.isfinite(calm.truth_px).all(axis=-1).any(axis=0)
    if not known.all():
        lost = [symbol for symbol, there in zip(calm.readings.symbols, known, strict=True) if not there]
        raise ValueError(f'no held-out radiograph has {", ".join(lost)}; add some that are marked')


def _standardize_all(raw: np.ndarray, is_calm: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Means, deviations and ranges of features (B, K, F), and the standardised features."""
    means = raw[is_calm].mean(axis=0)
    deviations = np.maximum((raw[is_calm] - means).std(axis=(0, 1)), 1e-6)
    features = standardize(raw, means, deviations)
    ranges = np.stack([features.min(axis=(0, 1)), features.max(axis=(0, 1))], axis=1)
    return dict(means=means, deviations=deviations, ranges=ranges), features


def _weights(is_calm: np.ndarray) -> np.ndarray:
    share = _CHANGED_SHARE * is_calm.sum() / max((~is_calm).sum(), 1)
    return np.where(is_calm, 1.0, share)


def _cross_fitted(features: np.ndarray, errors: np.ndarray, weights: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Expected errors (B, K) of each radiograph by a model fitted to others."""
    expected = np.full(errors.shape, np.nan)
    folds = numbers % _FOLDS
    for fold in range(_FOLDS):
        rest = folds != fold
        model = fit_error_model(features[rest], errors[rest], weights[rest])
        expected[~rest] = model.expect(features[~rest])
    return expected


def _fit_ellipses(relative: np.ndarray, maps: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    """Shapes (K, 2, 2), share of the maps and factors (K,) of those ellipses of 90 % that are smallest on average."""
    known = np.where(np.isfinite(relative), relative, 0)
    moments = np.einsum('bki,bkj->kij', known, known)
    shapes = moments / np.trace(moments, axis1=1, axis2=2)[:, None, None] * 0.9 + 0.05 * np.eye(2)

    def fit(share: float) -> tuple[float, np.ndarray]:
        mixed = mix_shapes(shapes, maps, share)
        distances = np.einsum('bki,bkij,bkj->bk', relative, np.linalg.inv(mixed), relative)
        factors = pooled_quantiles(distances, 0.9, _POOL)
        return float((np.log(factors) + 0.5 * np.log(np.linalg.det(mixed))).mean()), factors

    best = min(_MAP_SHARES, key=lambda share: fit(share)[0])
    return shapes, best, fit(best)[1]


def _choose_draws(relative: np.ndarray) -> np.ndarray:
    """At most 200 of the radiographs, evenly; where a landmark is not marked, that of the next that has it."""
    filled = relative.copy()
    for column in range(filled.shape[1]):
        known = np.flatnonzero(np.isfinite(relative[:, column]).all(axis=-1))
        missing = np.flatnonzero(~np.isfinite(relative[:, column]).all(axis=-1))
        filled[missing, column] = relative[known[np.searchsorted(known, missing) % len(known)], column]
    chosen = np.linspace(0, len(filled) - 1, min(len(filled), _MOST_DRAWS)).round().astype(int)
    return filled[chosen]
