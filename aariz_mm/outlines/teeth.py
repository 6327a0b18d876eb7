"""Templates of the teeth: incisors from tip to apex, first molars from the tip of the mesial cusp. Numpy alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from .beziers import smooth_bezier
from .curves import parse_numbers
from .mean_shape import MEAN_PLACES_MM
from .posing import Pose

__all__ = ['MEAN_NECKS_MM', 'incisor_necks', 'place_teeth']

# (along, across): 0 at the tip and 1 at the apex; across in lengths of the tooth, positive on the side of the lip.
_INCISOR = parse_numbers(
    '0 0, 0.04 0.03, 0.14 0.078, 0.27 0.122, 0.38 0.144, 0.46 0.146, 0.6 0.138, 0.74 0.113, 0.86 0.076, 0.95 0.034, '
    '1 0, 0.96 -0.03, 0.87 -0.072, 0.75 -0.108, 0.6 -0.136, 0.47 -0.148, 0.4 -0.144, 0.33 -0.118, 0.25 -0.08, '
    '0.15 -0.05, 0.05 -0.03'
)
_INCISORS = (('upper incisor', 'UIT', 'UIA', 1.0, 23.5), ('lower incisor', 'LIT', 'LIA', -0.9, 21.5))
"""Name, tip, apex, on which side of the axis the lip is and how thick it is for its length, usual length in mm."""
_NECK = (0.47, 0.148)
"""Along and across, where the alveolar bone ends on either side of an incisor: a little above the cervix."""
_LONGEST = 1.5
"""Lengths beyond which a tooth grows no thicker: then a landmark is wrong."""
# (forward, rootward) from the tip of the mesial cusp, mm
_UPPER_MOLAR = parse_numbers(
    '0 0, 1.6 1.2, 2.9 3.2, 2.7 5.4, 1.8 7.4, 1.7 11, 1.5 15.4, 0.4 19.2, -0.8 16.4, -1.7 13, -2.5 10.8, -3.6 13.2, '
    '-5 16.4, -6.4 18.6, -7 15.6, -6.9 11, -6.7 7.4, -7.6 5.2, -7.7 3.2, -6.7 1.1, -5.2 0.3, -3.8 1.5, -2.7 2.2, '
    '-1.4 1.2'
)
_LOWER_MOLAR = parse_numbers(
    '0 0, 1.7 1.2, 3 3.2, 2.7 5.4, 1.7 7.4, 1.5 11, 0.6 15.4, -1 19.4, -2.1 16.2, -2.5 13, -3.1 10.4, -4.2 13, '
    '-5.7 16.2, -7.5 18.8, -8 15.4, -7.6 11, -7.2 7.4, -8.2 5.2, -8.3 3.2, -7.2 1, -5.6 0.2, -4 1.4, -2.8 2, -1.5 1.2'
)


def place_teeth(
    at: Mapping[str, np.ndarray], pose: Pose, trusted: Mapping[str, np.ndarray]
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Layer, part and closed Bézier spline of each tooth whose landmarks are there.

    Args:
        at: symbol -> (2,), px. trusted: those of them that no one takes for wild; they give the occlusal plane.
    """
    lip = -1.0 if pose.mirrored else 1.0
    for name, tip, apex, side, usual_mm in _INCISORS:
        if tip in at and apex in at:
            frame = _incisor_frame(at[tip], at[apex], lip * side, usual_mm * pose.px_per_mm)
            yield 'incisors', name, smooth_bezier(_in_frame(frame, _INCISOR), closed=True)
    forward = _occlusal_direction(trusted, pose)
    down = np.array([-forward[1], forward[0]]) * lip
    for part, cusp, pattern, root in (
        ('upper first molar', 'UMT', _UPPER_MOLAR, -down),
        ('lower first molar', 'LMT', _LOWER_MOLAR, down),
    ):
        if cusp in at:
            outline = pose.px_per_mm * (pattern[:, :1] * forward + pattern[:, 1:] * root)
            yield 'molars', part, smooth_bezier(at[cusp] + outline, _first_only(pattern), closed=True)


def incisor_necks(at: Mapping[str, np.ndarray], pose: Pose) -> dict[str, np.ndarray]:
    """Where the alveolar bone ends at the incisors that are there: names of :data:`MEAN_NECKS_MM` to (2,) px."""
    return _necks(at, -1.0 if pose.mirrored else 1.0, pose.px_per_mm)


def _necks(at: Mapping[str, np.ndarray], lip: float, px_per_mm: float) -> dict[str, np.ndarray]:
    necks = {}
    for name, tip, apex, side, usual_mm in _INCISORS:
        if tip in at and apex in at:
            frame = _incisor_frame(at[tip], at[apex], lip * side, usual_mm * px_per_mm)
            front, back = _in_frame(frame, np.array([_NECK, (_NECK[0], -_NECK[1])]))
            necks |= {f'{name} front': front, f'{name} back': back}
    return necks


def _incisor_frame(tip: np.ndarray, apex: np.ndarray, side: float, usual_px: float) -> np.ndarray:
    """(3, 2): tip, axis to the apex, and thickness towards the lip."""
    axis = apex - tip
    length = np.linalg.norm(axis)
    across = np.array([-axis[1], axis[0]]) / max(length, 1e-9)
    return np.stack([tip, axis, side * min(length, _LONGEST * usual_px) * across])


def _in_frame(frame: np.ndarray, pattern: np.ndarray) -> np.ndarray:
    return frame[0] + pattern @ frame[1:]


def _occlusal_direction(at: Mapping[str, np.ndarray], pose: Pose) -> np.ndarray:
    """Unit vector to the front along the bisected occlusal plane; of a mean head where the plane is not known."""
    tips = ('UMT', 'LMT', 'UIT', 'LIT')
    places = at if all(tip in at for tip in tips) else {tip: pose.to_px(np.array(MEAN_PLACES_MM[tip])) for tip in tips}
    plane = places['UIT'] + places['LIT'] - places['UMT'] - places['LMT']
    length = np.linalg.norm(plane)
    return plane / length if length > 0 else np.array([1.0, 0.0])


def _first_only(pattern: np.ndarray) -> np.ndarray:
    return np.arange(len(pattern)) == 0


MEAN_NECKS_MM = _necks({symbol: np.array(place) for symbol, place in MEAN_PLACES_MM.items()}, 1.0, 1.0)
"""Ends of the alveolar bone in the mean frame: 'upper incisor front', 'upper incisor back', and the lower ones."""
