"""Smooth displacement fields that can be undone: cubic B-splines of control points, in pixels of an image.

An image is resampled by ``source = target + displacement(target)``, so a landmark at a source position goes to the
target that solves this equation. It has one solution, and a fixed-point iteration finds it, because the field is held
to a slope below 1: both follow from Banach's theorem. A B-spline lies within its control points and its derivatives
within their differences (de Boor, A Practical Guide to Splines, ch. XI), so the controls alone give the bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

__all__ = ['MAX_SLOPE', 'DisplacementField', 'spline_weights']

MAX_SLOPE = 0.5
"""Displacement per pixel that no field exceeds: the map is one to one, and each iteration halves the error."""


def spline_weights(positions: np.ndarray, cells: int) -> np.ndarray:
    """Weights (N, cells + 3) of the control points of a uniform cubic B-spline; constant beyond both ends.

    Args:
        positions: (N,), in cells: 0 and ``cells`` are the ends.
    Example: at position 0 the first controls weigh 1/6, 4/6, 1/6
    """
    positions = np.clip(positions, 0, cells)
    first = np.minimum(np.floor(positions).astype(int), cells - 1)
    t = positions - first
    pieces = np.stack([(1 - t) ** 3, 3 * t**3 - 6 * t**2 + 4, -3 * t**3 + 3 * t**2 + 3 * t + 1, t**3], axis=-1) / 6
    weights = np.zeros((len(positions), cells + 3))
    np.put_along_axis(weights, first[:, None] + np.arange(4), pieces, axis=1)
    return weights


@dataclass(frozen=True)
class DisplacementField:
    """Displacement of the pixels of an image, constant beyond its border.

    Args:
        controls: (rows + 3, columns + 3, 2), displacements of the control points (x, y), pixels; all but the outermost
            lie evenly over the image, which they divide into rows x columns cells.
        size: (w, h) of the image, pixels, at least 2 x 2.
    Example: equal controls shift the whole image
    """

    controls: np.ndarray
    size: tuple[int, int]

    @property
    def cells(self) -> np.ndarray:
        """Columns and rows, (2,)."""
        return np.array(self.controls.shape[1::-1]) - 3

    @property
    def spacing_px(self) -> np.ndarray:
        """Distance of neighbouring control points along x and y, (2,)."""
        return (np.array(self.size) - 1) / self.cells

    @property
    def slope(self) -> float:
        """Upper bound of the change of the displacement from one pixel to the next, in any direction."""
        along_x, along_y = (np.diff(self.controls, axis=axis) / self.spacing_px[1 - axis] for axis in (1, 0))
        return float(np.hypot(*(np.linalg.norm(change, axis=-1).max() for change in (along_x, along_y))))

    def limited(self) -> DisplacementField:
        """The field, scaled down where its slope is above ``MAX_SLOPE``."""
        return DisplacementField(self.controls * min(1.0, MAX_SLOPE / max(self.slope, 1e-12)), self.size)

    def at(self, points_px: np.ndarray) -> np.ndarray:
        """Displacements (N, 2) at target positions (N, 2), pixels."""
        in_cells = points_px / self.spacing_px
        across, down = (spline_weights(in_cells[:, axis], self.cells[axis]) for axis in (0, 1))
        return np.einsum('ni,nj,ijc->nc', down, across, self.controls)

    def source_map(self) -> tuple[np.ndarray, np.ndarray]:
        """Source x and y of every target pixel, two (h, w) float32 as ``cv2.remap`` takes them."""
        pixels = [np.arange(extent, dtype=np.float64) for extent in self.size]
        across, down = (
            spline_weights(pixels[axis] / self.spacing_px[axis], self.cells[axis]).astype(np.float32) for axis in (0, 1)
        )
        shift_x, shift_y = (down @ self.controls[..., axis].astype(np.float32) @ across.T for axis in (0, 1))
        return shift_x + pixels[0].astype(np.float32), shift_y + pixels[1].astype(np.float32)[:, None]

    def to_target(self, points_px: np.ndarray, tolerance_px: float = 1e-4) -> np.ndarray:
        """Where source positions (N, 2) go, pixels, to within ``tolerance_px``; also from beyond the border.

        Errors:
            ValueError: the slope is above ``MAX_SLOPE``, so that the field may fold; :meth:`limited` cures it.
        """
        if self.slope > MAX_SLOPE * (1 + 1e-6):
            raise ValueError(
                f'displacement field of slope {self.slope:.3f}: expected at most {MAX_SLOPE}; use limited()'
            )
        source = np.asarray(points_px, dtype=np.float64)
        target, step = source - self.at(source), np.inf
        while step > tolerance_px:
            moved = source - self.at(target)
            step = np.abs(moved - target).max(initial=0.0)
            target = moved
        return target
