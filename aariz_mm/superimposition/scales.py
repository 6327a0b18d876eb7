"""Timepoints on one scale: radiographs of different machines are magnified differently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .timepoints import Timepoint

__all__ = ['common_scale', 'same_kind_of_scale']

_SAME = 1e-3
"""Share by which pixel sizes of one machine may differ."""
_SN_CHANGE = 0.05
"""Share by which S-N may change before its scale is doubted; a year of growth adds about 0.01."""
_CURE = 'give --magnification for every radiograph, or read them with the ruler in the picture (--ruler-mm)'


def same_kind_of_scale(timepoints: Sequence[Timepoint]) -> bool:
    """Whether all are life-size, or all in mm of their films."""
    return len({one.magnification is None for one in timepoints}) == 1


def common_scale(timepoints: Sequence[Timepoint]) -> tuple[tuple[Timepoint, ...], tuple[str, ...]]:
    """Timepoints on one kind of scale, and what is doubtful of it.

    Life-size where the magnification of each is known; else all in mm of their films. Where machines may differ, a
    warning says so. Register pictures after this step, not before.
    """
    timepoints = tuple(timepoints)
    if all(one.magnification is not None for one in timepoints):
        return timepoints, ()
    unknown = ', '.join(one.label for one in timepoints if one.magnification is None)
    if not same_kind_of_scale(timepoints):
        known = ', '.join(f'{one.label} ({one.magnification:.4g})' for one in timepoints if one.magnification)
        doubt = (
            f'the magnification of {unknown} is unknown, that of {known} is known: all are laid on each other in mm of '
            f'their films, and one that is enlarged differently seems to have grown or shrunk; {_CURE}'
        )
        return tuple(map(_on_film, timepoints)), (doubt, *_doubt_sn(timepoints))
    sizes = np.array([one.pixel_size_mm for one in timepoints])
    alike = np.ptp(sizes) <= _SAME * sizes.min() and len({one.pixel_size_source for one in timepoints}) == 1
    doubt = (
        f'the magnification of {unknown} is unknown, and pixel sizes or where they come from differ: if the machines '
        f'enlarge differently, what seems to be growth is partly that; {_CURE}'
    )
    return timepoints, (*(() if alike else (doubt,)), *_doubt_sn(timepoints))


def _on_film(one: Timepoint) -> Timepoint:
    """A timepoint in mm of its film."""
    if one.magnification is None:
        return one
    factor = one.magnification
    return replace(
        one,
        points_mm=one.points_mm * factor,
        covariances_mm=None if one.covariances_mm is None else one.covariances_mm * factor**2,
        mm_from_px=np.diag([factor, factor, 1.0]) @ one.mm_from_px,
        magnification=None,
        scale_note=f'{one.scale_note}; as others have none, laid back to mm of the film ({factor:.4g} times)',
    )


def _doubt_sn(timepoints: Sequence[Timepoint]) -> list[str]:
    """What changes of S-N say of a scale that is not known to be the same for all."""
    timepoints = tuple(map(_on_film, timepoints))
    lengths = [float(np.linalg.norm(one.place('N') - one.place('S'))) for one in timepoints]
    return [
        f'S-N is {lengths[0]:.1f} mm at {timepoints[0].label} and {length:.1f} mm at {one.label}, '
        f'{100 * (length / lengths[0] - 1):+.0f} %: growth, or another magnification or pixel size'
        for one, length in zip(timepoints[1:], lengths[1:], strict=True)
        if lengths[0] > 0 and abs(length / lengths[0] - 1) > _SN_CHANGE
    ]
