"""Two radiographs on one grid of millimetres, without their exposure: what a registration compares."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

__all__ = ['Grid', 'Patch', 'build_pyramid', 'grid_around', 'polygon_mask', 'sample_patch']

_PITCH_MM = 0.25
_MARGIN_MM = 10.0
_WINDOW_MM = 4.0
_MAX_SIDE_MM = 250.0


@dataclass(frozen=True)
class Grid:
    """Cells of ``pitch_mm``; the centre of the first lies at ``origin_mm`` (2,). ``size`` is (w, h)."""

    origin_mm: np.ndarray
    size: tuple[int, int]
    pitch_mm: float = _PITCH_MM

    @property
    def mm_from_cells(self) -> np.ndarray:
        """(3, 3) from cells to millimetres."""
        (x, y), pitch = self.origin_mm, self.pitch_mm
        return np.array([[pitch, 0, x], [0, pitch, y], [0, 0, 1]], dtype=float)

    @property
    def cells_from_mm(self) -> np.ndarray:
        """(3, 3) from millimetres to cells."""
        return np.linalg.inv(self.mm_from_cells)


@dataclass(frozen=True)
class Patch:
    """Greys (h, w) float32 of local mean 0 and deviation 1, 0 outside of the picture; ``inside`` (h, w) bool."""

    greys: np.ndarray
    inside: np.ndarray


def grid_around(polygons: tuple[np.ndarray, ...], pitch_mm: float = _PITCH_MM) -> Grid:
    """The grid around polygons (n, 2) mm, with a margin for the search.

    Errors:
        ValueError: the polygons are larger than a head.
    """
    points = np.vstack(polygons)
    low, high = points.min(axis=0) - _MARGIN_MM, points.max(axis=0) + _MARGIN_MM
    if not (high - low).max() <= _MAX_SIDE_MM:
        raise ValueError(f'the region is {(high - low).max():.0f} mm large, expected at most {_MAX_SIDE_MM:.0f} mm')
    width, height = np.ceil((high - low) / pitch_mm).astype(int) + 1
    return Grid(low, (int(width), int(height)), pitch_mm)


def polygon_mask(polygons: tuple[np.ndarray, ...], grid: Grid) -> np.ndarray:
    """(h, w) bool: cells in the polygons (n, 2) mm."""
    mask = np.zeros(grid.size[::-1], np.uint8)
    cells = [np.round((polygon - grid.origin_mm) / grid.pitch_mm).astype(np.int32) for polygon in polygons]
    cv2.fillPoly(mask, cells, 1)
    return mask > 0


def sample_patch(grey: np.ndarray, mm_from_px: np.ndarray, grid: Grid, smooth_mm: float = 0.0) -> Patch:
    """What a radiograph shows on a grid, its exposure, gamma and contrast evened out within windows of some mm.

    Args:
        grey: (H, W) uint8 or float. mm_from_px: (3, 3), from pixels to the frame of the grid.
        smooth_mm: sigma of the blur before, against grain.
    """
    to_cells = grid.cells_from_mm @ mm_from_px
    cut, to_cells = _crop(grey, to_cells, grid)
    if cut.size == 0:
        return Patch(np.zeros(grid.size[::-1], np.float32), np.zeros(grid.size[::-1], bool))
    cells_per_px = _scale(to_cells, grid)
    finer = max(1.0 / max(cells_per_px, 1e-3), 1.0)
    sigma_px = min(0.45 * np.sqrt(finer**2 - 1), 20.0)
    cut = cv2.GaussianBlur(cut, (0, 0), sigma_px) if sigma_px > 0.3 else cut
    sampled = cv2.warpPerspective(cut, to_cells, grid.size, flags=cv2.INTER_LINEAR)
    inside = cv2.warpPerspective(np.ones(cut.shape, np.uint8), to_cells, grid.size, flags=cv2.INTER_NEAREST) > 0
    return Patch(_even_out(sampled, inside, smooth_mm / grid.pitch_mm, _WINDOW_MM / grid.pitch_mm), inside)


def build_pyramid(patch: Patch, factor: int) -> Patch:
    """The patch ``factor`` times coarser; a coarse cell counts as inside where all of it is."""
    height, width = (side // factor for side in patch.greys.shape)
    whole = np.s_[: height * factor, : width * factor]
    greys = cv2.resize(patch.greys[whole], (width, height), interpolation=cv2.INTER_AREA)
    share = cv2.resize(patch.inside[whole].astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
    return Patch(greys, share > 0.99)


def _crop(grey: np.ndarray, to_cells: np.ndarray, grid: Grid) -> tuple[np.ndarray, np.ndarray]:
    """The part of a radiograph that the grid sees, float32, and the matrix from its pixels to cells."""
    width, height = grid.size
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], dtype=np.float64)
    seen = cv2.perspectiveTransform(corners, np.linalg.inv(to_cells))[0]
    if not np.isfinite(seen).all():
        raise ValueError('the matrix from pixels to millimetres cannot be inverted')
    limits = np.array(grey.shape[::-1])
    low = np.clip(np.floor(seen.min(axis=0)) - 20, 0, limits).astype(int)
    high = np.clip(np.ceil(seen.max(axis=0)) + 20, 0, limits).astype(int)
    cut = grey[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    return cut, to_cells @ np.array([[1, 0, low[0]], [0, 1, low[1]], [0, 0, 1]], dtype=float)


def _scale(to_cells: np.ndarray, grid: Grid) -> float:
    """Cells per pixel in the middle of a grid."""
    middle = np.array(grid.size) / 2
    points = (middle + np.array([[0, 0], [1, 0], [0, 1]]))[None]
    px = cv2.perspectiveTransform(points, np.linalg.inv(to_cells))[0]
    area = abs(np.linalg.det(px[1:] - px[0]))
    return float(1 / np.sqrt(max(area, 1e-12)))


def _even_out(greys: np.ndarray, inside: np.ndarray, smooth: float, window: float) -> np.ndarray:
    """Local mean and deviation taken off, those of the inside alone; flat places stay flat."""
    share = np.maximum(cv2.GaussianBlur(inside.astype(np.float32), (0, 0), window), 1e-3)

    def local_mean(values):
        return cv2.GaussianBlur(values * inside, (0, 0), window) / share

    greys = cv2.GaussianBlur(greys, (0, 0), smooth) if smooth > 0.3 else greys
    detail = greys - local_mean(greys)
    spread = np.sqrt(local_mean(detail**2))
    usual = float(np.median(spread[inside])) if inside.any() else 0.0
    return np.where(inside, detail / (spread + max(0.3 * usual, 1.0)), 0).astype(np.float32)
