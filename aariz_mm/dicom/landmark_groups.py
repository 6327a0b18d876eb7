"""Landmarks of a result as measurement groups of a report: a point of the image with its expected error (TID 1410)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from aariz_mm.geometry import inside_image
from aariz_mm.landmarks import BY_SYMBOL, SYMBOLS
from aariz_mm.reading.traced_places import check_nearness, read_places

from .entries import RESULT, finite
from .identifiers import made_uid
from .makers import algorithm
from .vocabulary import landmark_code, own_code, site_codes, unit_code

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['image_coordinates', 'landmark_groups', 'placed_landmarks']

_ERROR = ('EXPECTED_ERROR', 'Expected error of the landmark')
_RADIUS = ('RADIUS_90', 'Radius that holds the landmark 9 times in 10')


def image_coordinates(points_px: np.ndarray) -> np.ndarray:
    """Points (..., 2) of ours, whole numbers at the middles of pixels, as DICOM has them in SCOORD and graphics.

    There (0, 0) is the left top corner of the left top pixel (PS3.3 C.18.6.1.1), its middle (0.5, 0.5).
    """
    return np.asarray(points_px, dtype=np.float64) + 0.5


def placed_landmarks(content: Mapping[str, Any], size: Sequence[int]) -> dict[str, np.ndarray]:
    """Symbol -> (x, y), px of ours, of the landmarks that lie on an image of [w, h]; others are guessed.

    Errors:
        ValueError: a landmark that is unknown, twice there, without a finite place or absurdly far off; or none is
            left.
    """
    if not isinstance(content.get('landmarks'), list | tuple):
        told = str(content.get('landmarks'))[:60]
        raise ValueError(f'landmarks is {told}, expected a list; read the radiograph again')
    points, _ = read_places(content, RESULT)
    check_nearness(points, RESULT)
    found = {symbol: points[index] for index, symbol in enumerate(SYMBOLS) if inside_image(points[index], size)}
    if not found:
        raise ValueError('no landmark of the result lies on the image, so there is nothing to say of it')
    return found


def landmark_groups(content: Mapping[str, Any], source: Dataset, at: Mapping[str, np.ndarray]) -> list[Any]:
    """One group for each landmark.

    Args:
        source: the image, or a reference to it. at: as :func:`placed_landmarks` gives it.
    """
    from highdicom.sr import SourceImageForRegion

    entries = {one.get('symbol'): one for one in content['landmarks']}
    image = SourceImageForRegion(source.SOPClassUID, source.SOPInstanceUID)
    by = None if content.get('corrected') else algorithm(content, 'ceph')
    return [_group(symbol, point, entries.get(symbol) or {}, image, by) for symbol, point in at.items()]


def _group(symbol: str, point: np.ndarray, entry: Mapping[str, Any], image: Any, by: Any) -> Any:
    from highdicom.sr import (
        FindingSite,
        ImageRegion,
        PlanarROIMeasurementsAndQualitativeEvaluations,
        TrackingIdentifier,
    )

    instance = image.ReferencedSOPSequence[0].ReferencedSOPInstanceUID
    return PlanarROIMeasurementsAndQualitativeEvaluations(
        TrackingIdentifier(made_uid('landmark', instance, symbol), f'{symbol} {BY_SYMBOL[symbol].title}'),
        ImageRegion('POINT', image_coordinates(point)[None], image),
        finding_type=landmark_code(symbol),
        algorithm_id=by,
        finding_sites=[FindingSite(code) for code in site_codes([symbol])],
        measurements=_doubts(entry),
    )


def _doubts(entry: Mapping[str, Any]) -> list[Any] | None:
    """Expected error and 90 % radius, in mm where the pixel size is known, else in px; None where nothing is known."""
    from highdicom.sr import Measurement

    doubts = []
    for unit in ('mm', 'px'):
        radii = entry.get(f'radius_{unit}')
        for name, value in (
            (_ERROR, entry.get(f'expected_error_{unit}')),
            (_RADIUS, radii.get('90') if isinstance(radii, Mapping) else None),
        ):
            value = finite(value)
            if value is not None and value >= 0:
                doubts.append(Measurement(own_code(*name), value, unit_code(unit)))
        if doubts:
            return doubts
    return None
