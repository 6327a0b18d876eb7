"""Series of heads that grow by a known amount, read with errors of a known kind."""

from functools import cache

import numpy as np

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.bundles import find_bundle
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.growth import grown_shape
from aariz_mm.phantom.shape_model import sample_shape
from aariz_mm.predictions import NORMAL_90
from aariz_mm.superimposition import Rigid, Timepoint
from aariz_mm.superimposition.loading import NORMAL_95_TO_90
from aariz_mm.superimposition.moving import forward_angles
from aariz_mm.superimposition.rigid import turn
from aariz_mm.uncertainty.calibration import parse_calibration

NOISES = ('normal', 'biased', 'real')
"""Independent normal errors of the calibrated ellipses; the same and a vector for each landmark that is in both
radiographs; errors of held-out radiographs, all landmarks of one together."""
CONVENTION_MM = 1.5
"""Standard deviation, along x and along y, of what a reader means otherwise by a landmark."""


@cache
def shipped_calibration():
    """That of ceph24, from its metadata alone."""
    from aariz_mm.reading.bundle import Bundle

    bundle = Bundle(find_bundle('ceph24'), threads=1)
    return parse_calibration(bundle.info.calibration, bundle.info.symbols, 'ceph24')


@cache
def typical_doubt(widened=True):
    """Covariances (29, 2, 2), mm squared, of a calm radiograph; NaN for landmarks that ceph24 does not find.

    Args:
        widened: as timepoints have them, by the radii of 95 %; else of the ellipses of 90 % alone.
    """
    found = shipped_calibration()
    reach = np.maximum(1, found.factors[:, 2] / found.factors[:, 1] / NORMAL_95_TO_90) if widened else 1
    covariances = np.full((29, 2, 2), np.nan)
    sizes = found.ellipse_factors / NORMAL_90 * (reach * np.exp(found.base)) ** 2
    covariances[[SYMBOLS.index(one) for one in found.symbols]] = sizes[:, None, None] * found.shapes
    return covariances


@cache
def held_out_errors():
    """Errors (N, 29, 2), mm of an upright face with S-N = 70 mm; NaN where ceph24 has no landmark or no truth is."""
    found = shipped_calibration()
    errors = np.full((len(found.draws), 29, 2), np.nan)
    errors[:, [SYMBOLS.index(one) for one in found.symbols]] = found.draws * np.exp(found.base)[:, None]
    return errors[np.isfinite(found.draws).all(axis=(1, 2))]


def draw_errors(rng, noise):
    """Errors (2, 29, 2) of two readings, mm of an upright face."""
    covariances = typical_doubt(widened=False)
    if noise == 'real':
        errors = held_out_errors()
        return -errors[rng.choice(len(errors), 2, replace=False)]
    bias = rng.normal(0, CONVENTION_MM, (29, 2)) if noise == 'biased' else np.zeros((29, 2))
    roots = np.linalg.cholesky(np.nan_to_num(covariances) + 1e-12 * np.eye(2))
    errors = bias + np.einsum('kij,tkj->tki', roots, rng.standard_normal((2, 29, 2)))
    return np.where(np.isnan(typical_doubt()[:, :1, 0]), np.nan, errors)


def made_series(seed, years, noise=None):
    """Two timepoints of a head in poses of their own, and the heads themselves, (2, 29, 2) mm, the base lying still."""
    rng = np.random.default_rng(seed)
    shape = sample_shape(rng)
    shapes = np.stack([shape, grown_shape(shape, years)])
    errors = np.zeros((2, 29, 2)) if noise is None else draw_errors(rng, noise)
    upright = float(forward_angles('FH', SYMBOLS, shape))
    points = []
    for label, head, error in zip(('T1', 'T2'), shapes, errors, strict=True):
        pose = Rigid(rng.normal(0, 0.07), rng.uniform(50, 150, 2))
        tilt = upright + pose.angle_rad
        linear = np.array([[np.cos(tilt), -np.sin(tilt)], [np.sin(tilt), np.cos(tilt)]])
        covariances = linear @ typical_doubt() @ linear.T
        places = pose.apply(head) + turn(error, tilt)
        points.append(Timepoint(label, SYMBOLS, places, covariances, np.eye(3), 0.1, 1.0, ''))
    return points, shapes


def made_content(points_px, size, pixel_size_mm, magnification=None, covariances_px=None):
    """A result of ``aariz-mm read``, as far as superimposing looks at it."""
    landmarks = []
    for index, symbol in enumerate(SYMBOLS):
        x, y = (round(float(one), 2) for one in points_px[index])
        entry = landmark_entry(symbol, x, y) | dict(predicted=dict(x=x, y=y))
        if covariances_px is not None:
            variances, axes = np.linalg.eigh(covariances_px[index])
            angle = np.degrees(np.arctan2(axes[1, 1], axes[0, 1]))
            minor, major = np.sqrt(NORMAL_90 * variances)
            entry['ellipse_px'] = dict(semi_major=float(major), semi_minor=float(minor), angle_deg=float(angle))
        landmarks.append(entry)
    return dict(ceph_id='made', landmarks=landmarks, image_size=list(size), pixel_size_mm=pixel_size_mm,
                pixel_size_source='given', magnification=magnification)  # fmt: skip
