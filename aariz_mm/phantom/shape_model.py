"""A point distribution model of the 29 landmarks: mean shape, ten modes of variation and the residual.

The numbers were fitted once (generalised Procrustes alignment, principal components) to the coordinates of 140
training images of the device ART Plus in the Aariz dataset (Khalid et al., Scientific Data 12:1336, 2025,
doi 10.1038/s41597-025-05542-3, CC BY 4.0). Those were squeezed to squares; the aspect 1 : 1.22 (width : height) that
undoes it is the one that fits the 19 common points of the isotropic ISBI 2015 radiographs best. Frame: origin at the
mean sella, x to the face, y down, millimetres with the mean S-N distance set to 70 mm.
"""

from __future__ import annotations

import numpy as np

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.mean_shape import MEAN_SHAPE_MM

__all__ = ['CENTROID_FRACTION', 'COVARIANCE_MM2', 'MEAN_MM', 'sample_pose', 'sample_shape']

_MODE_LIMIT_SD = 2.5
_SIZE_SD = 0.047
"""Spread of the head's size (relative), over the same images."""
_ROTATION_SD_DEG = 3.7
CENTROID_FRACTION = (0.575, 0.572)
"""Mean place of the landmarks' centroid, as a fraction of the image's width and height."""
_CENTROID_SD_MM = 5.0
_RESIDUAL_SHARE = 0.5
"""Share of the residual that is taken for anatomy; the rest is taken for the readers' inaccuracy."""

# symbol, residual sd in mm, then x y of each mode: 0.1 mm per standard deviation
_TABLE = (
    ('A', 0.9, '-1 -14 23 1 -6 -4 4 3 0 2 2 3 -3 -1 1 -4 -4 -4 5 1'),
    ('ANS', 1.2, '-4 -21 25 0 -1 -5 5 4 5 5 5 4 -3 -3 3 -6 -6 -5 6 1'),
    ('B', 1.1, '-13 26 -14 -11 1 -3 6 4 2 4 -3 -3 -4 2 2 -5 -1 -4 -3 -3'),
    ('Me', 0.8, '-21 25 -18 -11 11 4 3 0 -1 1 4 -2 1 1 2 0 -1 -3 4 4'),
    ('N', 1.3, '-16 -20 6 -8 9 -14 -6 5 2 -6 -10 -7 7 1 -5 2 3 -2 0 -3'),
    ('Or', 1.8, '-9 -10 10 3 5 -6 -2 7 1 -4 -8 -2 4 0 -4 -2 -2 2 4 -7'),
    ('Pog', 0.8, '-19 31 -18 -12 9 0 5 1 0 3 1 -4 -1 1 2 2 -2 -3 2 3'),
    ('PNS', 1.6, '11 -4 6 9 5 -1 -3 3 2 -1 -4 3 0 11 -5 1 1 -3 7 -7'),
    ('Pn', 1.5, '-8 -24 19 -10 7 0 -6 -2 7 8 7 0 1 -1 9 -6 2 -4 -5 0'),
    ('R', 1.1, '22 0 -8 14 10 10 3 -14 1 -9 3 -4 0 -4 -5 -5 5 -3 -3 -3'),
    ('S', 1.7, '3 3 0 15 8 -3 -6 5 -3 13 -3 -3 -1 2 -1 8 -2 -2 5 4'),
    ('Ar', 1.3, '24 5 -1 22 11 5 3 -5 0 4 4 -7 1 1 6 5 -3 -5 -6 -2'),
    ('Co', 1.4, '19 3 -1 16 10 0 2 -3 -4 6 3 -3 -2 1 3 -5 -5 9 -2 1'),
    ('Gn', 0.6, '-21 29 -18 -11 11 2 4 1 0 2 2 -4 1 1 2 1 -1 -4 4 3'),
    ('Go', 1.3, '18 -7 -11 11 12 13 2 -22 3 -16 4 0 0 -8 -10 -4 10 -6 2 1'),
    ('Po', 1.5, '19 11 -1 16 9 0 -2 1 -7 13 5 -5 -4 0 5 -1 -6 4 -4 0'),
    ('LPM', 1.2, '5 3 -18 -5 -17 2 -9 2 2 -5 -1 5 0 7 1 -1 -2 -1 0 1'),
    ('LIT', 1.3, '5 7 -3 -8 -15 -4 9 3 -1 5 -6 0 -10 -5 -4 0 -3 -2 -5 -1'),
    ('LMT', 1.2, '6 -1 -20 -3 -18 1 -13 -1 2 -6 -1 7 2 7 0 -1 -1 1 3 0'),
    ('UPM', 1.2, '4 0 -5 0 -23 4 -17 4 2 -7 6 5 2 4 2 1 4 5 3 3'),
    ('UIA', 1.4, '2 -5 20 -2 -9 -5 5 5 -1 -4 3 4 -6 -2 -1 -4 0 2 7 5'),
    ('UIT', 1.5, '12 -4 17 0 -18 1 17 -1 -15 3 1 4 4 -5 -6 1 1 2 3 1'),
    ('UMT', 1.3, '4 -2 -9 0 -21 3 -18 3 0 -8 4 7 3 6 2 1 2 6 -4 2'),
    ('LIA', 1.3, '-7 8 -16 -14 2 4 7 1 3 1 -4 1 -4 9 -1 2 0 -2 -1 -2'),
    ('Li', 1.4, '1 3 2 6 -7 -1 4 2 -4 -2 -6 1 0 -10 -2 2 -2 8 -10 -4'),
    ('Ls', 1.4, '1 -12 18 -2 -6 -1 5 -6 -3 5 -1 9 2 -4 -1 0 3 1 -5 -3'),
    ('N`', 1.2, '-14 -16 7 -7 10 -8 -7 3 1 -11 -11 -11 8 3 -2 12 4 2 -3 7'),
    ('Pog`', 1.3, '-21 7 -15 -6 10 5 4 -1 1 -3 -2 -6 0 -11 3 10 1 13 -2 1'),
    ('Sn', 1.1, '-3 -21 22 -3 -1 0 0 -1 4 7 5 6 4 -2 4 -4 1 -1 -2 -2'),
)  # fmt: skip

_ROWS = [{row[0]: row[1:] for row in _TABLE}[symbol] for symbol in SYMBOLS]

MEAN_MM = MEAN_SHAPE_MM
"""(29, 2) mean shape in the official order."""
_RESIDUAL_SD_MM = np.array([residual for residual, _ in _ROWS], float)
"""(29,) standard deviation, per coordinate, of what the modes do not explain."""
_MODES_MM = 0.1 * np.array([np.array(modes.split(), float).reshape(-1, 2) for _, modes in _ROWS]).transpose(1, 0, 2)
"""(10, 29, 2) displacement for one standard deviation of each mode."""
_FLAT_MODES_MM = _MODES_MM.reshape(len(_MODES_MM), -1)
COVARIANCE_MM2 = _FLAT_MODES_MM.T @ _FLAT_MODES_MM + np.diag(np.repeat(_RESIDUAL_SD_MM**2, 2))
"""(58, 58) covariance of x, y of the landmarks in the official order: all modes and the whole residual."""


def sample_shape(rng: np.random.Generator) -> np.ndarray:
    """A random head in the model's frame.

    Args:
        rng: numpy random generator.
    Returns:
        (29, 2) landmarks in mm, before any pose; modes and residuals are clipped at 2.5 standard deviations.
    """
    modes = np.clip(rng.standard_normal(len(_MODES_MM)), -_MODE_LIMIT_SD, _MODE_LIMIT_SD)
    residual = np.clip(rng.standard_normal(MEAN_MM.shape), -_MODE_LIMIT_SD, _MODE_LIMIT_SD)
    return MEAN_MM + np.tensordot(modes, _MODES_MM, 1) + _RESIDUAL_SHARE * _RESIDUAL_SD_MM[:, None] * residual


def sample_pose(rng: np.random.Generator) -> tuple[float, float, np.ndarray]:
    """Size factor, rotation in degrees (clockwise on screen) and (2,) shift of the centroid in mm of a random head."""
    size, turn, *shift = np.clip(rng.standard_normal(4), -_MODE_LIMIT_SD, _MODE_LIMIT_SD)
    return 1.0 + _SIZE_SD * size, _ROTATION_SD_DEG * turn, _CENTROID_SD_MM * np.array(shift)
