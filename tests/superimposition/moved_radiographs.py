"""Radiographs that were moved, bent, exposed and scanned otherwise by known amounts, and starts that are off."""

from types import SimpleNamespace

import cv2
import numpy as np

from aariz_mm.superimposition import Rigid
from aariz_mm.superimposition.regions import REGION_LANDMARKS
from aariz_mm.superimposition.rigid import fit_rigid


def made_timepoint(symbols, points_px, pixel_size_mm, label='T1'):
    """What a registration needs of a timepoint."""
    matrix = np.diag([pixel_size_mm, pixel_size_mm, 1.0])
    points = np.asarray(points_px, dtype=float) * pixel_size_mm
    return SimpleNamespace(label=label, symbols=tuple(symbols), points_mm=points, mm_from_px=matrix)


def expose_again(rng, grey, may_be_negative=True):
    """Another exposure: gamma, contrast, brightness, blur, grain and JPEG; one of seven a negative."""
    picture = (grey.astype(np.float32) / 255) ** np.exp(rng.uniform(-0.5, 0.5))
    picture = 0.5 + (picture - 0.5) * rng.uniform(0.6, 1.2) + rng.uniform(-0.1, 0.1)
    picture = 1 - picture if may_be_negative and rng.random() < 1 / 7 else picture
    picture = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 1.0))
    picture += rng.uniform(0.01, 0.05) * rng.standard_normal(picture.shape)
    stored = np.clip(picture * 255, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode('.jpg', stored, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 96))])
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)


def bending(rng, size_mm, amount_mm, length_mm):
    """(2, h, w) mm at every mm: a smooth random field, ``amount_mm`` its deviation along each axis."""
    width, height = np.ceil(size_mm).astype(int) + 1
    fields = [cv2.GaussianBlur(rng.standard_normal((height, width)), (0, 0), length_mm) for _ in range(2)]
    return np.stack([amount_mm * field / field.std() for field in fields])


def read_field(field, points_mm):
    """(..., 2) mm of a field at points (..., 2)."""
    x, y = (np.ascontiguousarray(points_mm[..., axis], dtype=np.float32) for axis in (0, 1))
    tables = [one.reshape(len(one), -1) for one in (x, y)]
    flat = [cv2.remap(one, *tables, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE) for one in field]
    return np.stack([one.reshape(x.shape) for one in flat], axis=-1)


def move_radiograph(rng, timepoint, grey, bent_mm=0.0, length_mm=8.0):
    """The same head taken again: turned up to 8 degrees, shifted, bent, at a pixel size 0.8 to 1.6 times as large.

    Returns:
        timepoint, picture, Rigid from mm of the old one to mm of the new, the field in mm of the old one.
    """
    old = float(timepoint.mm_from_px[0, 0])
    factor, size = rng.uniform(0.8, 1.6), np.array(grey.shape[::-1])
    centre = size * old / 2
    turned = Rigid(np.deg2rad(rng.uniform(-8, 8)), np.zeros(2))
    move = Rigid(turned.angle_rad, centre - turned.apply(centre) + rng.uniform(-6, 6, 2))
    field = bending(rng, size * old, bent_mm, length_mm)
    width, height = (size / factor).astype(int)
    cells = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=-1) * old * factor
    from_mm = move.inverse().apply(cells)
    from_px = ((from_mm + read_field(field, from_mm)) / old).astype(np.float32)
    smooth = cv2.GaussianBlur(grey, (0, 0), max(0.4 * np.sqrt(max(factor**2 - 1, 0)), 0.01))
    picture = cv2.remap(smooth, from_px[..., 0], from_px[..., 1], cv2.INTER_LINEAR)
    points_px = move.apply(timepoint.points_mm) / (old * factor)
    return made_timepoint(timepoint.symbols, points_px, old * factor, 'T2'), picture, move, field


def start_from_landmarks(rng, fixed, moving, region, error_mm):
    """The fit of the landmarks of a region, each of them off by normal errors in both radiographs."""
    names = REGION_LANDMARKS[region] + (('Go',) if region == 'mandible' else ())
    at = [fixed.symbols.index(name) for name in names]
    to, source = (one.points_mm[at] + error_mm * rng.standard_normal((len(at), 2)) for one in (fixed, moving))
    angle, shift = fit_rigid(source, to)
    return Rigid(float(angle), shift)
