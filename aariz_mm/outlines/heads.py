"""From landmarks to the outlines of a head. Numpy alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aariz_mm.landmarks import BY_SYMBOL, select_symbols

from .bending import bend
from .beziers import smooth_bezier
from .knots import Knots, stroke_knots
from .mean_shape import MEAN_PLACES_MM
from .posing import Pose, fit_pose, lay_between
from .teeth import incisor_necks, place_teeth

__all__ = ['OUTLINE_LAYERS', 'Outline', 'head_pose', 'outline_head', 'part_needs']

OUTLINE_LAYERS = dict(
    soft_tissue='Soft tissue',
    cranial_base='Cranial base',
    orbit='Orbit',
    ear='Ear',
    maxilla='Maxilla',
    mandible='Mandible',
    incisors='Incisors',
    molars='First molars',
)
"""Keys and names of what outlines belong to, in drawing order."""
_FADING_MM = 25.0
"""Way beyond its last landmark along which a curve goes back to where the other landmarks would have it."""


@dataclass(frozen=True)
class Outline:
    """A drawn structure: ``curve`` is a Bézier spline (3 m + 1, 2), see :mod:`aariz_mm.outlines.beziers`, px."""

    layer: str
    part: str
    curve: np.ndarray
    closed: bool = False


def part_needs() -> dict[str, frozenset[str]]:
    """Part of a tracing -> the landmarks without which nothing of it is drawn.

    A part of several sections is there as soon as one of them is: each section takes its own.
    """
    needs = {knots.stroke.part: frozenset.intersection(*knots.needs) for knots in stroke_knots()}
    return needs | {
        'upper incisor': frozenset({'UIT', 'UIA'}),
        'lower incisor': frozenset({'LIT', 'LIA'}),
        'upper first molar': frozenset({'UMT'}),
        'lower first molar': frozenset({'LMT'}),
    }


def head_pose(points_px: np.ndarray, symbols: Sequence[str]) -> Pose | None:
    """Where the mean head lies; None with fewer than two landmarks.

    Args:
        points_px: (K, 2), NaN where missing. symbols: K distinct ones.
    """
    return _fit_pose(_present(points_px, symbols))


def outline_head(points_px: np.ndarray, symbols: Sequence[str], pose: Pose | None = None) -> list[Outline]:
    """Every outline whose landmarks are there; each runs exactly through them.

    Args:
        points_px: (K, 2), original pixels (x, y), NaN where missing. symbols: K distinct ones, any order.
        pose: that of :func:`head_pose` on the same landmarks, where it is known already.
    Errors:
        ValueError: an unknown or repeated symbol, or a wrong shape.
    """
    at = _present(points_px, symbols)
    pose = _fit_pose(at) if pose is None else pose
    if pose is None:
        return []
    warped = _bent_knots(at, pose)
    trusted = {symbol: point for (symbol, point), trust in zip(at.items(), pose.trust, strict=True) if trust == 1}
    fixed = at | incisor_necks(trusted, pose)
    strokes = [
        Outline(knots.stroke.layer, knots.stroke.part, curve, knots.stroke.closed)
        for knots, places in zip(stroke_knots(), warped, strict=True)
        for curve in _curves(knots, places, fixed, pose)
    ]
    return strokes + [Outline(layer, part, curve, True) for layer, part, curve in place_teeth(at, pose, trusted)]


def _present(points_px: np.ndarray, symbols: Sequence[str]) -> dict[str, np.ndarray]:
    points_px, symbols = np.asarray(points_px, np.float64), select_symbols(symbols)
    if points_px.shape != (len(symbols), 2):
        raise ValueError(f'points_px: expected shape ({len(symbols)}, 2), one row per symbol, got {points_px.shape}')
    there = np.isfinite(points_px).all(axis=1)
    return {symbol: point for symbol, point, is_there in zip(symbols, points_px, there, strict=True) if is_there}


def _fit_pose(at: dict[str, np.ndarray]) -> Pose | None:
    if len(at) < 2:
        return None
    return fit_pose(np.array([MEAN_PLACES_MM[symbol] for symbol in at]), np.array(list(at.values())))


def _bent_knots(at: dict[str, np.ndarray], pose: Pose) -> Iterator[np.ndarray]:
    """Of each stroke, its knots on the radiograph; bone is bent by bone, skin by bone and skin."""
    regions = np.array([BY_SYMBOL[symbol].region for symbol in at])
    mean, found = np.array([MEAN_PLACES_MM[symbol] for symbol in at]), pose.to_mm(np.array(list(at.values())))
    strokes = stroke_knots()
    is_skin = np.array([knots.stroke.follows_skin for knots in strokes])
    places: list[np.ndarray] = [np.empty(0)] * len(strokes)
    for skin, say in ((False, regions == 'skeletal'), (True, regions != 'dental')):
        chosen = np.flatnonzero(is_skin == skin)
        table = np.vstack([strokes[index].points_mm for index in chosen])
        moved = pose.to_px(bend(mean[say], found[say], pose.trust[say])(table))
        cuts = np.cumsum([len(strokes[index].points_mm) for index in chosen])[:-1]
        for index, part in zip(chosen, np.split(moved, cuts), strict=True):
            places[index] = part
    for index, knots in enumerate(strokes):
        if knots.stroke.closed:  # one landmark is on it, and it keeps its form
            (place, symbol), *_ = knots.named
            form = pose.to_px(knots.points_mm)
            places[index] = form + at.get(symbol, form[place]) - form[place]
    return iter(places)


def _curves(knots: Knots, places: np.ndarray, at: dict[str, np.ndarray], pose: Pose) -> Iterator[np.ndarray]:
    """The curves of a stroke: each run of sections whose landmarks are there, through all landmarks that are."""
    places = _keep_forms(knots, _through_landmarks(knots, places, at), pose.mirrored)
    first = 0
    run: list[int] = []
    for end, needs in zip((*knots.ends, None), (*knots.needs, None), strict=True):
        if needs is not None and needs <= at.keys():
            run = [run[0] if run else first, end]
        elif run:
            part = slice(run[0], run[1] + 1)
            yield smooth_bezier(places[part], knots.corners[part], knots.stroke.closed)
            run = []
        first = end


def _through_landmarks(knots: Knots, places: np.ndarray, at: dict[str, np.ndarray]) -> np.ndarray:
    """Knots moved along with the landmarks among them, less and less the farther they are along the curve."""
    pins = [(index, at[symbol]) for index, symbol in knots.named if symbol in at]
    if not pins:
        return places
    indices = np.array([index for index, _ in pins])
    moves = np.array([point for _, point in pins]) - places[indices]
    ways = knots.along_mm[indices]
    ways = np.concatenate([[ways[0] - _FADING_MM], ways, [ways[-1] + _FADING_MM]])
    moves = np.vstack([[0, 0], moves, [0, 0]])
    before = np.clip(np.searchsorted(ways, knots.along_mm, side='right') - 1, 0, len(ways) - 2)
    share = np.clip((knots.along_mm - ways[before]) / (ways[before + 1] - ways[before]), 0, 1)
    share = (share**2 * (3 - 2 * share))[:, None]
    return places + (1 - share) * moves[before] + share * moves[before + 1]


def _keep_forms(knots: Knots, places: np.ndarray, mirrored: bool) -> np.ndarray:
    """Knots with those sections that keep their form turned and scaled between their ends as they are now."""
    places = places.copy()
    starts = (0, *knots.ends[:-1])
    for first, last, section in zip(starts, knots.ends, knots.stroke.sections, strict=True):
        if section.keeps_form:
            part = slice(first, last + 1)
            places[part] = lay_between(knots.points_mm[part], places[first], places[last], mirrored)
    return places
