"""Frames and scales: original pixels, the decoded (resampled) image, the network's input, heatmap cells, millimetres.

Pixel centres lie on whole coordinates in every frame, so a frame that is ``s`` times finer has
``x_fine = (x + 0.5) * s - 0.5``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = [
    'SN_REFERENCE_MM',
    'cells_to_pixels',
    'compose_affine',
    'crop_matrix',
    'cross',
    'fit_similarity',
    'inside_image',
    'pixels_to_cells',
    'resampling_matrix',
    'sn_mm_per_px',
    'whole_image_box',
]

SN_REFERENCE_MM = 70.0
"""Length of the anterior cranial base (S-N) to which S-N-scaled errors refer; about an adult's."""


def whole_image_box(width: int, height: int) -> np.ndarray:
    """The box of a whole image as MMPose wants it: (1, 4) float32, x1 y1 x2 y2, pixels."""
    return np.array([[0, 0, width, height]], dtype=np.float32)


def inside_image(points_px, size: Sequence[int]):
    """Whether positions (..., 2), an array or a tensor, lie on an image of [w, h] pixels, border pixels in full.

    Returns:
        Boolean (...), of the kind and on the device of the positions; False for NaN.
    Example: on 10 x 10 pixels (-0.5, 9.4) does, (9.5, 0) does not
    """
    (width, height), x, y = size, points_px[..., 0], points_px[..., 1]
    return (x >= -0.5) & (x < width - 0.5) & (y >= -0.5) & (y < height - 0.5)


def resampling_matrix(scale_xy) -> np.ndarray:
    """Affine (3, 3) from a frame to one ``scale_xy`` times as fine, pixel centres on whole coordinates.

    Args:
        scale_xy: (2,), target pixels per source pixel along x and y; positive.
    Example: scale 0.5 maps the centre of the first 2 x 2 block, (0.5, 0.5), to (0, 0).
    """
    sx, sy = (float(scale) for scale in scale_xy)
    if not (sx > 0 and sy > 0):
        raise ValueError(f'scale_xy: expected two positive numbers, got {(sx, sy)}')
    return np.array([[sx, 0, 0.5 * sx - 0.5], [0, sy, 0.5 * sy - 0.5], [0, 0, 1]], dtype=np.float64)


def compose_affine(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """The (2, 3) affine that applies ``inner`` (3, 3) first and ``outer`` (2, 3) then."""
    return np.asarray(outer, dtype=np.float64) @ np.asarray(inner, dtype=np.float64)


def crop_matrix(
    size: Sequence[int],
    input_size: Sequence[int],
    rotation_deg: float = 0.0,
    zoom: float = 1.0,
    shift_xy: Sequence[float] = (0.0, 0.0),
) -> np.ndarray:
    """Affine (2, 3) from pixels of a crop to pixels of the network's input; the aspect of what is seen is kept.

    The whole crop fits into the input at zoom 1, centre on centre.

    Args:
        size, input_size: (w, h), pixels.
        rotation_deg: counter-clockwise as seen, about the centre.
        zoom: above 1 enlarges.
        shift_xy: in widths and heights of the input.
    Example: a 320 x 320 crop into 160 x 160 maps the mean of the first four pixels, (0.5, 0.5), to (0, 0)
    """
    size, input_size = np.asarray(size, dtype=np.float64), np.asarray(input_size, dtype=np.float64)
    scale = zoom * (input_size / size).min()
    cos, sin = scale * np.cos(np.deg2rad(rotation_deg)), scale * np.sin(np.deg2rad(rotation_deg))
    linear = np.array([[cos, sin], [-sin, cos]])
    offset = (input_size - 1) / 2 + input_size * shift_xy - linear @ ((size - 1) / 2)
    return np.column_stack([linear, offset])


def cross(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Area spanned by two vectors (..., 2) -> (...); positive where the turn from first to second is clockwise as seen.

    Example: (1, 0) and (0, 2) -> 2
    """
    return first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]


def fit_similarity(points: np.ndarray, target: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """(2, 3) matrix that turns, scales and shifts points onto the target, with the least squared error.

    Args:
        points, target: (K, 2), finite. weights: (K,), 0 or more, of the squared errors; all equal where None.
    Errors:
        ValueError: the points that count lie all in one place.
    Example: points (0, 0), (0, 1) onto (0, 0), (0, 2) -> scale by 2
    """
    weights = np.ones(len(points)) if weights is None else np.asarray(weights, dtype=np.float64)
    shares = weights / max(weights.sum(), np.finfo(np.float64).tiny)  # np.average takes five times as long
    middle, goal = shares @ points, shares @ target
    # A similarity of the plane is a complex line z -> turn * z + shift.
    arms, wanted = (points - middle) @ [1, 1j], (target - goal) @ [1, 1j]
    spread = (weights * np.abs(arms) ** 2).sum()
    if not spread > 0:
        raise ValueError(f'fit_similarity: {len(points)} points in one place; give two or more that lie apart')
    turn = (weights * arms.conj() * wanted).sum() / spread
    linear = np.array([[turn.real, -turn.imag], [turn.imag, turn.real]])
    return np.column_stack([linear, goal - linear @ middle])


def pixels_to_cells(points_px, cells_per_pixel):
    """Pixels to the cells of a coarser or finer grid, as a heatmap: ``(x + 0.5) * cells_per_pixel - 0.5``.

    Args:
        points_px: (..., 2), array or tensor.
        cells_per_pixel: (2,) or a number, heatmap size over input size.
    """
    return (points_px + 0.5) * cells_per_pixel - 0.5


def cells_to_pixels(points_cells, cells_per_pixel):
    """Inverse of :func:`pixels_to_cells`."""
    return (points_cells + 0.5) / cells_per_pixel - 0.5


def sn_mm_per_px(sella_px, nasion_px) -> float:
    """Millimetres per pixel at which the distance S-N measures 70 mm; NaN where a point is NaN.

    Errors:
        ValueError: the two points coincide.
    Example: S (0, 0), N (0, 700) -> 0.1
    """
    distance_px = float(np.linalg.norm(np.asarray(nasion_px, dtype=np.float64) - np.asarray(sella_px)))
    if distance_px == 0:
        raise ValueError('S and N coincide, so they give no scale; correct the annotation')
    return SN_REFERENCE_MM / distance_px
