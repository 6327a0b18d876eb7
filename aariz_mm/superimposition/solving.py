"""From two radiographs and a start to the move that lays a region upon itself, with what speaks for it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from .blocks import Blocks, compare_blocks, disagreeing_cells
from .patches import Grid, Patch, build_pyramid, grid_around, polygon_mask, sample_patch
from .pieces import jackknife_covariance
from .refining import correlation_at, find_size_ratio, refine, rescale, turn_and_shift, warp_patch
from .search import find_candidates

__all__ = ['WIDENING', 'Scene', 'Solution', 'build_scene', 'shift_at', 'solve']

_SMOOTH_MM = 0.4
_COARSE, _MIDDLE = 4, 2
_DISTINCT_MM = 2.0
_STRANGE_MM, _LEAST_KEPT = 1.25, 0.6
WIDENING = 3.0
"""By how much the jackknife's variance is too small; docs/concepts/structural_registration.md says how it was found."""
_FLOOR = (5e-4, 0.03, 0.03)


@dataclass(frozen=True)
class Scene:
    """A region of both radiographs on one grid in the fixed frame; the moving one lies where the start puts it.

    ``region`` (h, w) bool are the cells of the region, ``mask`` those of them that are compared.
    """

    grid: Grid
    fixed: Patch
    moving: Patch
    region: np.ndarray
    mask: np.ndarray

    def coarser(self, factor: int) -> Scene:
        """The same on cells ``factor`` times as large; ``grid`` stays that of the finest."""
        region, mask = (_shrink(mask, factor) for mask in (self.region, self.mask))
        return Scene(self.grid, build_pyramid(self.fixed, factor), build_pyramid(self.moving, factor), region, mask)

    def negative(self) -> Scene:
        """The same with bright and dark of the moving radiograph swapped."""
        return replace(self, moving=Patch(-self.moving.greys, self.moving.inside))

    @property
    def centre_mm(self) -> np.ndarray:
        """(2,) the mean of the region's cells, mm of the fixed frame."""
        rows, columns = np.nonzero(self.region)
        return self.grid.origin_mm + self.grid.pitch_mm * np.array([columns.mean(), rows.mean()])


@dataclass(frozen=True)
class Solution:
    """A move in the fixed frame, (2, 3) mm, that follows the start, and what was measured on the way.

    correlation, overlap: of the whole region at the move; correlation_start: before it. correlation_middle: on the
    grid on which it was chosen; runner_up: there, of the best other move some mm away (0: none). inverse_mm: how far
    the landmarks come to lie from themselves on the way there and back. covariance: (3, 3) of (angle_rad, dx_mm, dy_mm)
    about the centre, None where it is not fixed. size_ratio: how many times as large the later region seems. negative:
    bright and dark were swapped.
    """

    move_mm: np.ndarray
    correlation: float
    correlation_start: float
    overlap: float
    correlation_middle: float
    runner_up: float
    inverse_mm: float
    blocks: Blocks
    covariance: np.ndarray | None
    size_ratio: float
    negative: bool


def build_scene(polygons, fixed_grey, fixed_mm_from_px, moving_grey, moving_mm_from_px) -> Scene:
    """Both radiographs on the grid around a region; ``moving_mm_from_px`` (3, 3) leads into the fixed frame.

    Errors:
        ValueError: the region is larger than a head, or a matrix has no inverse.
    """
    grid = grid_around(polygons)
    fixed = sample_patch(fixed_grey, fixed_mm_from_px, grid, _SMOOTH_MM)
    moving = sample_patch(moving_grey, moving_mm_from_px, grid, _SMOOTH_MM)
    region = polygon_mask(polygons, grid)
    return Scene(grid, fixed, moving, region, region)


def solve(scene: Scene, points_mm: np.ndarray) -> Solution | None:
    """The best move of a scene; None where no start comes to rest, or there is nothing to see.

    Args:
        points_mm: (k, 2) in the fixed frame, where the way there and back is compared.
    """
    coarse, middle = scene.coarser(_COARSE), scene.coarser(_MIDDLE)
    usable = coarse.mask & coarse.fixed.inside
    candidates = find_candidates(coarse.fixed, coarse.moving, usable, _COARSE * scene.grid.pitch_mm)
    tried = []
    for candidate in candidates:
        seen = middle if candidate.sign > 0 else middle.negative()
        matrix = refine(seen.fixed, seen.moving, seen.mask, rescale(candidate.matrix, _COARSE / _MIDDLE))
        if matrix is not None:
            score, _ = correlation_at(seen.fixed, seen.moving, seen.mask, matrix)
            tried.append((score, candidate.sign, rescale(matrix, _MIDDLE)))
    if not tried:
        return None
    tried.sort(key=lambda one: -one[0])
    best, sign, matrix = tried[0]
    others = [score for score, _, other in tried[1:] if shift_at(scene, matrix, other, points_mm) > _DISTINCT_MM]
    seen = scene if sign > 0 else scene.negative()
    return _finish(seen, matrix, (best, max(others, default=0.0)), points_mm, sign < 0)


def shift_at(scene: Scene, one: np.ndarray, other: np.ndarray, points_mm: np.ndarray) -> float:
    """How far two moves (2, 3) in cells put the same points from each other, mm, at most."""
    cells = (np.atleast_2d(points_mm) - scene.grid.origin_mm) / scene.grid.pitch_mm
    difference = (one - other) @ np.column_stack([cells, np.ones(len(cells))]).T
    return float(np.hypot(*difference).max()) * scene.grid.pitch_mm


def _finish(scene: Scene, near: np.ndarray, rivals: tuple[float, float], points_mm, negative: bool) -> Solution | None:
    """The move made exact on the finest grid, and what it is worth."""
    scene = _without_strangers(scene, near)
    matrix = refine(scene.fixed, scene.moving, scene.mask, near)
    if matrix is None:
        return None
    correlation, overlap = correlation_at(scene.fixed, scene.moving, scene.region, matrix)
    before, _ = correlation_at(scene.fixed, scene.moving, scene.region, np.eye(2, 3))
    return Solution(
        move_mm=(scene.grid.mm_from_cells @ _square(matrix) @ scene.grid.cells_from_mm)[:2],
        correlation=correlation,
        correlation_start=before,
        overlap=overlap,
        correlation_middle=rivals[0],
        runner_up=rivals[1],
        inverse_mm=_there_and_back(scene, near, matrix, points_mm),
        blocks=_look_at_blocks(scene.coarser(_MIDDLE), rescale(matrix, 1 / _MIDDLE)),
        covariance=_covariance(scene, matrix),
        size_ratio=_size_ratio(scene.coarser(_MIDDLE), rescale(matrix, 1 / _MIDDLE)),
        negative=negative,
    )


def _look_at_blocks(middle: Scene, matrix: np.ndarray) -> Blocks:
    """The blocks of a scene at a move in its own cells; those of the whole region, strangers too."""
    pitch_mm = _MIDDLE * middle.grid.pitch_mm
    return compare_blocks(middle.fixed, warp_patch(middle.moving, matrix), middle.region, pitch_mm)


def _size_ratio(middle: Scene, matrix: np.ndarray) -> float:
    rows, columns = np.nonzero(middle.region)
    centre = np.array([columns.mean(), rows.mean()])
    return find_size_ratio(middle.fixed, middle.moving, middle.mask, matrix, centre)


def _without_strangers(scene: Scene, near: np.ndarray) -> Scene:
    """The scene without blocks that do not go with the others (a tooth on its way, an appliance), if they are few."""
    middle = scene.coarser(_MIDDLE)
    blocks = _look_at_blocks(middle, rescale(near, 1 / _MIDDLE))
    strange = disagreeing_cells(blocks, middle.mask.shape, _MIDDLE * scene.grid.pitch_mm, _STRANGE_MM)
    strange = cv2.resize(strange.astype(np.uint8), scene.grid.size, interpolation=cv2.INTER_NEAREST) > 0
    kept = scene.mask & ~strange
    return replace(scene, mask=kept) if kept.sum() >= _LEAST_KEPT * scene.mask.sum() else scene


def _covariance(scene: Scene, matrix: np.ndarray) -> np.ndarray | None:
    """Covariance (3, 3) of (angle_rad, dx_mm, dy_mm) about the centre of the region, stated wide enough."""
    middle = scene.coarser(_MIDDLE)
    pitch_mm = _MIDDLE * scene.grid.pitch_mm
    centre = (scene.centre_mm - scene.grid.origin_mm) / pitch_mm
    near = rescale(matrix, 1 / _MIDDLE)

    def answer(mask):
        found = refine(middle.fixed, middle.moving, mask, near)
        return None if found is None else turn_and_shift(found, centre) * [1, pitch_mm, pitch_mm]

    found = jackknife_covariance(middle.mask, answer) if middle.mask.any() else None
    return None if found is None else WIDENING * found + np.diag(np.square(_FLOOR))


def _there_and_back(scene: Scene, near: np.ndarray, matrix: np.ndarray, points_mm: np.ndarray) -> float:
    """Millimetres between points and themselves after the move and the one found with the roles swapped."""
    back = np.linalg.inv(_square(near))[:2]
    region = warp_patch(Patch(scene.fixed.greys, scene.mask), back).inside
    found = refine(scene.moving, scene.fixed, region, back)
    if found is None:
        return float('inf')
    return shift_at(scene, (_square(matrix) @ _square(found))[:2], np.eye(2, 3), points_mm)


def _shrink(mask: np.ndarray, factor: int) -> np.ndarray:
    """A mask on cells ``factor`` times as large, of which more than half is in it."""
    return build_pyramid(Patch(mask.astype(np.float32), mask), factor).greys > 0.5


def _square(matrix: np.ndarray) -> np.ndarray:
    """(3, 3) of a (2, 3)."""
    return np.vstack([matrix, [0, 0, 1]])
