"""Where a face has a landmark, by its other landmarks: a Gaussian model of shapes, learnt from the dataset itself.

The model starts from that of 140 faces of Aariz (:mod:`aariz_mm.phantom.shape_model`), which counts as much as thirty
readings; the dataset's own readings are added by the EM algorithm for a multivariate t distribution with missing values
(Little and Rubin, Statistical Analysis with Missing Data, chapter 12), so that faulty readings hardly count.
Turn, size and place of a face are four directions in which anything is possible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from aariz_mm.geometry import fit_similarity
from aariz_mm.intake.alignment import can_be_aligned
from aariz_mm.intake.plausibility import FARTHEST_MM
from aariz_mm.phantom.shape_model import COVARIANCE_MM2, MEAN_MM

__all__ = [
    'FEWEST_LANDMARKS',
    'FaceModel',
    'Residuals',
    'laid_on_mean',
    'learn_model',
    'mean_mm_per_px',
    'stored_model',
]

FEWEST_LANDMARKS = 8
_POSE_MM = 100.0
_READER_MM = 1.0
"""How far a reader marks beside the landmark, added to the stored faces: they are of other readers."""
_PRIOR_READINGS = 30
_FEWEST_READINGS = 20
_ROUNDS = 2
"""With all landmarks, and again without those that do not fit."""
_DEGREES_OF_FREEDOM = 5.0
_SUSPECTED_SD, _MOST_SUSPECTED = 4.0, 6
_NEAR_MM, _LAYINGS = 4.0, 6


@dataclass(frozen=True)
class Residuals:
    """Marked minus expected by the other landmarks: (K, 2) mm, and its covariance (K, 2, 2); NaN where unknown."""

    offsets_mm: np.ndarray
    covariances_mm2: np.ndarray

    @cached_property
    def lengths_mm(self) -> np.ndarray:
        """(K,) mm."""
        return np.linalg.norm(self.offsets_mm, axis=1)

    @cached_property
    def deviations(self) -> np.ndarray:
        """(K,) Mahalanobis distances: how many standard deviations off."""
        off = self.offsets_mm
        known = np.isfinite(off).all(axis=1)
        found = np.full(len(off), np.nan)
        solved = np.linalg.solve(self.covariances_mm2[known], off[known][..., None])[..., 0]
        found[known] = np.sqrt((off[known] * solved).sum(axis=1))
        return found


@dataclass(frozen=True)
class FaceModel:
    """mean_mm: (29, 2), S near (0, 0), S-N of about 70 mm. covariance_mm2: (58, 58), with the pose's four directions.

    is_learnt: whether readings of a dataset went into it.
    """

    mean_mm: np.ndarray
    covariance_mm2: np.ndarray
    is_learnt: bool = False

    def residuals(self, points_mm: np.ndarray, used: np.ndarray) -> Residuals:
        """How far landmarks lie from where the others that are ``used`` expect them.

        Args:
            points_mm: (29, 2), as :func:`laid_on_mean` lays them. used: (29,) bool, whether a landmark may be believed.
        """
        known = np.isfinite(points_mm).all(axis=1)
        offsets, covariances = np.full(points_mm.shape, np.nan), np.full((len(points_mm), 2, 2), np.nan)
        inside = np.flatnonzero(known & used)
        precision = np.linalg.inv(self._block(inside))
        pulled = (precision @ (points_mm - self.mean_mm)[inside].ravel()).reshape(-1, 2)
        own = np.einsum('iaib->iab', precision.reshape(len(inside), 2, len(inside), 2))
        covariances[inside] = np.linalg.inv(own)
        offsets[inside] = np.einsum('iab,ib->ia', covariances[inside], pulled)
        for k in np.flatnonzero(known & ~used):
            expected, covariances[k] = self.expected(points_mm, inside, np.array([k]))
            offsets[k] = points_mm[k] - expected[0]
        return Residuals(offsets, covariances)

    def beside_expected(self, points_mm: np.ndarray) -> Residuals:
        """Residuals of a reading (29, 2), where landmarks that do not fit, worst first, are no longer believed."""
        return self.residuals(points_mm, self.believed(points_mm))

    def believed(self, points_mm: np.ndarray) -> np.ndarray:
        """(29,) bool: which landmarks of a reading are there and fit the others; at most six do not."""
        used = np.isfinite(points_mm).all(axis=1)
        for _ in range(_MOST_SUSPECTED):
            deviations = np.where(used, self.residuals(points_mm, used).deviations, 0.0)
            if deviations.max() < _SUSPECTED_SD:
                break
            used = used & (np.arange(len(used)) != deviations.argmax())
        return used

    def expected(self, points_mm: np.ndarray, given: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places (W, 2) of the landmarks ``wanted`` by those ``given`` (both indices), and their covariance, mm."""
        rows, columns = _axes(wanted), _axes(given)
        across = self.covariance_mm2[np.ix_(rows, columns)]
        weights = np.linalg.solve(self._block(given), across.T).T
        places = self.mean_mm[wanted] + (weights @ (points_mm - self.mean_mm)[given].ravel()).reshape(-1, 2)
        return places, self._block(wanted) - weights @ across.T

    def exchange_gains(self, points_mm: np.ndarray) -> np.ndarray:
        """(29, 29) how much likelier a face becomes by the exchange of two landmarks, twice the log; NaN where unknown.

        Args:
            points_mm: (29, 2), as :func:`laid_on_mean` lays them.
        """
        known = np.flatnonzero(np.isfinite(points_mm).all(axis=1))
        precision = np.linalg.inv(self._block(known))
        pulled = (precision @ (points_mm - self.mean_mm)[known].ravel()).reshape(-1, 2)
        steps = points_mm[known][None] - points_mm[known][:, None]
        blocks = precision.reshape(len(known), 2, len(known), 2).transpose(0, 2, 1, 3)
        own = np.einsum('iiab->iab', blocks)
        both = own[:, None] + own[None] - blocks - blocks.swapaxes(0, 1)
        change = 2 * ((pulled[:, None] - pulled[None]) * steps).sum(axis=-1)
        change = change + np.einsum('ija,ijab,ijb->ij', steps, both, steps)
        gains = np.full((len(points_mm), len(points_mm)), np.nan)
        gains[np.ix_(known, known)] = -change
        return gains

    def _block(self, landmarks: np.ndarray) -> np.ndarray:
        axes = _axes(landmarks)
        return self.covariance_mm2[np.ix_(axes, axes)]


def stored_model() -> FaceModel:
    """The model of the faces of Aariz alone."""
    return FaceModel(MEAN_MM, _with_pose(MEAN_MM, _stored_shapes_mm2()))


def _stored_shapes_mm2() -> np.ndarray:
    return COVARIANCE_MM2 + _READER_MM**2 * np.eye(len(COVARIANCE_MM2))


def learn_model(laid: Sequence[np.ndarray]) -> FaceModel:
    """The stored model brought to the readings of a dataset; unchanged where they are fewer than 20.

    Args:
        laid: each (29, 2), as :func:`laid_on_mean` lays it; NaN where missing.
    """
    model, groups = stored_model(), _by_pattern(laid)
    if len(laid) < _FEWEST_READINGS:
        return model
    for _ in range(_ROUNDS):
        model = _improve(model, groups)
    groups = _by_pattern([np.where(model.believed(points)[:, None], points, np.nan) for points in laid])
    for _ in range(_ROUNDS):
        model = _improve(model, groups)
    return model


def _improve(model: FaceModel, groups: Sequence[tuple[np.ndarray, np.ndarray]]) -> FaceModel:
    weight, first = float(_PRIOR_READINGS), _PRIOR_READINGS * (MEAN_MM - model.mean_mm).ravel()
    total = _PRIOR_READINGS * _stored_shapes_mm2()
    for known, group in groups:
        deltas, weights, unknown = _complete(model, known, group)
        first = first + weights @ deltas
        total = total + (deltas * weights[:, None]).T @ deltas + weights.sum() * unknown
        weight += weights.sum()
    shift = first / weight
    mean = model.mean_mm + shift.reshape(-1, 2)
    return FaceModel(mean, _with_pose(mean, total / weight - np.outer(shift, shift)), is_learnt=True)


def _complete(model: FaceModel, known: np.ndarray, group: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Deltas (B, 58) from the mean without the pose, weights (B,), and the covariance (58, 58) of what is not known."""
    axes = _axes(np.flatnonzero(known))
    given = (group - model.mean_mm).reshape(len(group), -1)[:, axes]
    pose = _pose_directions(model.mean_mm)
    # The pose by the landmarks that are there, as the mean face fits them best, is taken out of the deltas.
    inverse = np.linalg.inv(model.covariance_mm2[np.ix_(axes, axes)])
    distances = np.einsum('bi,ij,bj->b', given, inverse, given)
    weights = (_DEGREES_OF_FREEDOM + len(axes)) / (_DEGREES_OF_FREEDOM + distances)
    weights = np.minimum(weights / np.median(weights), 1.0)
    gain = inverse @ pose[axes] @ np.linalg.inv(pose[axes].T @ inverse @ pose[axes])
    given = given - (given @ gain) @ pose[axes].T
    across = model.covariance_mm2[:, axes]
    deltas = given @ inverse @ across.T
    deltas = deltas - (deltas @ np.linalg.pinv(pose).T) @ pose.T
    unknown = model.covariance_mm2 - across @ inverse @ across.T
    hidden = np.ones(len(unknown), bool)
    hidden[axes] = False
    return deltas, weights, np.where(np.outer(hidden, hidden), unknown, 0.0)


def laid_on_mean(points_px: np.ndarray) -> np.ndarray | None:
    """Landmarks (29, 2) moved, turned and scaled onto the mean face, mirrored where they fit so; None where too few.

    Landmarks far from the mean face's count less, so that one that is faulty does not move the others.
    """
    known = np.isfinite(points_px).all(axis=1)
    if known.sum() < FEWEST_LANDMARKS or not can_be_aligned(points_px):
        return None
    laid = _lay(points_px, known)
    if _distance_mm(laid) <= FARTHEST_MM:
        return laid
    return min(laid, _lay(points_px * [-1, 1], known), key=_distance_mm)


def _distance_mm(laid_mm: np.ndarray) -> float:
    return float(np.nanmedian(np.linalg.norm(laid_mm - MEAN_MM, axis=1)))


def mean_mm_per_px(points_px: np.ndarray, laid_mm: np.ndarray) -> float:
    """How many mm of the mean face a pixel is, by landmarks (29, 2) and where :func:`laid_on_mean` lays them."""
    known = np.isfinite(points_px).all(axis=1)
    spreads = [np.linalg.norm(points[known] - points[known].mean(axis=0)) for points in (laid_mm, points_px)]
    return float(spreads[0] / spreads[1])


def _lay(points_px: np.ndarray, known: np.ndarray) -> np.ndarray:
    weights, laid = np.ones(known.sum()), points_px
    for _ in range(_LAYINGS):
        to_mean = fit_similarity(points_px[known], MEAN_MM[known], weights)
        laid = points_px @ to_mean[:, :2].T + to_mean[:, 2]
        distances = np.linalg.norm(laid[known] - MEAN_MM[known], axis=1)
        weights = 1 / np.maximum(distances, _NEAR_MM)
    return laid


def _axes(landmarks: np.ndarray) -> np.ndarray:
    return np.stack([2 * landmarks, 2 * landmarks + 1], axis=-1).ravel()


def _pose_directions(mean_mm: np.ndarray) -> np.ndarray:
    """(58, 4) displacements of all landmarks, each of unit mean square: right, down, turned, larger."""
    arms = mean_mm - mean_mm.mean(axis=0)
    turned = arms[:, ::-1] * [-1, 1]
    ways = np.stack([np.tile([1.0, 0.0], len(arms)), np.tile([0.0, 1.0], len(arms)), turned.ravel(), arms.ravel()], 1)
    return ways / np.sqrt((ways**2).mean(axis=0))


def _with_pose(mean_mm: np.ndarray, shapes_mm2: np.ndarray) -> np.ndarray:
    ways = _pose_directions(mean_mm)
    return shapes_mm2 + _POSE_MM**2 * ways @ ways.T


def _by_pattern(laid: Iterable[np.ndarray]) -> list[tuple[np.ndarray, np.ndarray]]:
    """Readings with the same landmarks together: (29,) bool which, and (B, 29, 2)."""
    groups: dict[bytes, list[np.ndarray]] = {}
    for points in laid:
        groups.setdefault(np.isfinite(points).all(axis=1).tobytes(), []).append(points)
    return [(np.frombuffer(pattern, bool), np.array(group)) for pattern, group in groups.items()]
