"""Two radiographs of one phantom that grew in between, with the true change of every landmark.

The jaws grow forward and down from a cranial base that stays as it is, in the directions and about the amounts of an
adolescent; the cores of maxilla and mandible keep their form, as structures that radiographs are superimposed on do.
Amounts are our own rounded ones for tests: no norm of growth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines.curves import rotation, thin_plate_warp

from .cervical import sample_cervical_outlines
from .devices import Device, image_size, phantom_pixel_size_mm
from .draw import ANCHORS_MM, Head, Phantom, lay_head, paint_phantom, sample_head, warp_controls
from .shape_model import sample_pose

__all__ = ['CORES', 'GrownPair', 'core_moves', 'draw_grown', 'grown_shape']

_CHIN_MM, _PALATE_MM = np.array([72.0, 95.0]), np.array([50.0, 40.0])
CORES: dict[str, tuple[tuple[float, float], float, np.ndarray]] = {
    'cranial_base': ((0.0, 0.0), 0.0, np.zeros(2)),
    'maxilla': ((0.6, 0.9), 0.1, _PALATE_MM),
    'mandible': ((0.9, 1.9), -0.4, _CHIN_MM),
}
"""How a region moves in a year: mm forward and down, degrees clockwise as seen (the face to the right), and the place
that it turns about, on the mean head."""
# symbol: the region that it goes with, and what it moves in that besides: mm forward and down in a year
_GROWTH: dict[str, tuple[str, tuple[float, float]]] = {
    **dict.fromkeys(('S', 'N', 'Po', 'Or', 'N`'), ('cranial_base', (0.0, 0.0))),
    **dict.fromkeys(('A', 'ANS', 'PNS'), ('maxilla', (0.0, 0.0))),
    **dict.fromkeys(('UIA', 'UIT', 'UPM', 'UMT'), ('maxilla', (0.2, 0.4))),
    **dict.fromkeys(('Sn', 'Ls'), ('maxilla', (0.1, 0.2))),
    **dict.fromkeys(('B', 'Pog', 'Gn', 'Me', 'Pog`'), ('mandible', (0.0, 0.0))),
    **dict.fromkeys(('LIT', 'LIA', 'LPM', 'LMT'), ('mandible', (0.1, -0.5))),
    'Li': ('mandible', (0.0, -0.3)),
    'Pn': ('cranial_base', (1.2, 0.9)),
    'Co': ('cranial_base', (-0.2, 0.1)),
    'Ar': ('cranial_base', (-0.3, 0.4)),
    'R': ('cranial_base', (-0.5, 0.8)),
    'Go': ('cranial_base', (-0.6, 1.4)),
}
# Inside both jaws, on the mean head: they move as the cores do.
_INSIDE_MM = {
    'maxilla': np.array([(44, 34), (60, 34.5), (60, 42), (44, 39)], float),
    'mandible': np.array([(26, 80), (44, 87), (58, 89), (62.6, 90), (65, 80)], float),
}
_STILL_MM, _FREE_MM = 12.0, 20.0
"""Below S: what lies above the first does not grow, what lies below the second does in full."""


@dataclass(frozen=True)
class GrownPair:
    """Two radiographs of one head.

    shapes_mm: (2, 29, 2), life-size, x right, y down, in one frame in which the cranial base lies still: the later less
    the earlier is what grew. from_px: (2, 3, 3), pixels of each picture to that frame. cores: (3, 3) by region, how its
    inner structures moved there. magnifications: (2,), how many times larger than life mm of each film are; the
    phantoms' pixel sizes are of the film.
    """

    before: Phantom
    after: Phantom
    shapes_mm: np.ndarray
    from_px: np.ndarray
    cores: Mapping[str, np.ndarray]
    magnifications: tuple[float, float]

    def true_move(self, region: str) -> np.ndarray:
        """(3, 3), rigid: life-size mm of the later picture onto those of the earlier, by the structures of a region.

        Life-size mm of a picture are its pixels times pixel size over magnification.
        """
        to_mm = [
            np.diag([scale, scale, 1.0])
            for scale in np.array([self.before.pixel_size_mm, self.after.pixel_size_mm]) / self.magnifications
        ]
        first, last = (mm @ np.linalg.inv(matrix) for mm, matrix in zip(to_mm, self.from_px, strict=True))
        return first @ np.linalg.inv(self.cores[region]) @ np.linalg.inv(last)


def grown_shape(shape_mm: np.ndarray, years: float) -> np.ndarray:
    """Landmarks (29, 2) of a head, model mm, after years of growth; the cranial base stays where it is."""
    moves, turned = core_moves(shape_mm, years), rotation(_level_deg(shape_mm))
    grown = np.empty_like(shape_mm)
    for index, symbol in enumerate(SYMBOLS):
        region, extra = _GROWTH[symbol]
        grown[index] = _apply(moves[region], shape_mm[index]) + turned @ (years * np.array(extra))
    return shape_mm + _share(shape_mm, shape_mm) * (grown - shape_mm)


def core_moves(shape_mm: np.ndarray, years: float) -> dict[str, np.ndarray]:
    """(3, 3) by region: how the cores of a head move in model mm; shape_mm: (29, 2), for its Frankfort horizontal."""
    level = rotation(_level_deg(shape_mm))
    moves = {}
    for region, (shift, degrees, centre) in CORES.items():
        linear, matrix = rotation(degrees * years), np.eye(3)
        matrix[:2, :2] = linear
        matrix[:2, 2] = centre - linear @ centre + level @ (years * np.array(shift))
        moves[region] = matrix
    return moves


def draw_grown(
    seed: int | np.random.SeedSequence,
    years: float = 4.0,
    size: tuple[int, int] = (900, 1100),
    stages: tuple[int, int] = (2, 4),
    devices: tuple[Device | None, Device | None] = (None, None),
    magnifications: tuple[float, float] = (1.0, 1.0),
) -> GrownPair:
    """A head and what it has become, each in its own pose, on a film of its own.

    Outlines of the anterior cranial base are the same on both up to a rigid move (and the magnification); texture,
    noise and exposure are each film's own.

    Args:
        seed: the same gives the same pair. years: of growth; 0 for none. size: nominal (width, height), px.
        stages: CVM, 1 to 6. devices: random where None. magnifications: of the films, 1 for life-size.
    Errors:
        ValueError: as for :func:`~aariz_mm.phantom.draw.draw_phantom`.
    """
    streams = np.random.SeedSequence(seed).spawn(4) if isinstance(seed, int) else seed.spawn(4)
    head_rng, pose_rng, *films = map(np.random.default_rng, streams)
    head = sample_head(head_rng, size, stages[0], devices[0])
    other = devices[1] or sample_head(pose_rng, size, stages[1], None).device
    factor, poses = sample_pose(pose_rng)[0], [sample_pose(pose_rng)[1:] for _ in range(2)]
    shapes = head.shape_mm, grown_shape(head.shape_mm, years)
    grow = _growing(head, shapes[1], years)
    warps = head.warp, lambda points: grow(head.warp(points))
    painter = deepcopy(head.rng)
    pictures, frames = [], []
    for index, device in enumerate((head.device, other)):
        scale = phantom_pixel_size_mm(device, size)
        pose = (factor * magnifications[index], *poses[index])
        matrix, offset = lay_head(pose, shapes[index], scale, image_size(device, size))
        posed = replace(
            head,
            rng=deepcopy(painter),
            device=device,
            stage=stages[index],
            pixel_size_mm=scale,
            shape_mm=shapes[index],
            to_px=_placing(matrix, offset),
            warp=warps[index],
            neck=sample_cervical_outlines(deepcopy(painter), stages[index]),
        )
        pictures.append(paint_phantom(posed, size, films[index]))
        frames.append(_from_px(matrix, offset, factor))
    cores = {region: _enlarged(move, factor) for region, move in core_moves(head.shape_mm, years).items()}
    return GrownPair(*pictures, factor * np.stack(shapes), np.stack(frames), cores, magnifications)


def _growing(head: Head, grown_mm: np.ndarray, years: float) -> Callable[[np.ndarray], np.ndarray]:
    """Where points (n, 2) of the head, model mm, go: landmarks to the grown ones, the base nowhere."""
    moves = core_moves(head.shape_mm, years)
    inside = {region: head.warp(points) for region, points in _INSIDE_MM.items()}
    source = np.vstack([warp_controls(head.shape_mm), ANCHORS_MM, *inside.values()])
    moved = [_apply(moves[region], points) for region, points in inside.items()]
    warp = thin_plate_warp(source, np.vstack([warp_controls(grown_mm), ANCHORS_MM, *moved]))
    return lambda points: points + _share(points, head.shape_mm) * (warp(points) - points)


def _share(points: np.ndarray, shape_mm: np.ndarray) -> np.ndarray:
    """(n, 1) from 0, where nothing grows, to 1."""
    depth = points[:, 1:] - shape_mm[SYMBOLS.index('S'), 1]
    ramp = np.clip((depth - _STILL_MM) / (_FREE_MM - _STILL_MM), 0, 1)
    return ramp**2 * (3 - 2 * ramp)


def _level_deg(shape_mm: np.ndarray) -> float:
    """Degrees, clockwise as seen, by which Po-Or is turned from the x axis."""
    x, y = shape_mm[SYMBOLS.index('Or')] - shape_mm[SYMBOLS.index('Po')]
    return float(np.degrees(np.arctan2(y, x)))


def _placing(matrix: np.ndarray, offset: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    return lambda points_mm: points_mm @ matrix.T + offset


def _from_px(matrix: np.ndarray, offset: np.ndarray, factor: float) -> np.ndarray:
    """(3, 3) from pixels to model mm times the head's size."""
    to_px = np.vstack([np.column_stack([matrix, offset]), [0, 0, 1]])
    return np.diag([factor, factor, 1.0]) @ np.linalg.inv(to_px)


def _enlarged(move: np.ndarray, factor: float) -> np.ndarray:
    scale = np.diag([factor, factor, 1.0])
    return scale @ move @ np.linalg.inv(scale)


def _apply(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    return points @ matrix[:2, :2].T + matrix[:2, 2]
