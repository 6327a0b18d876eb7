"""Whether two tests were made in the same way; otherwise their scores can't be compared. Numpy alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .cases import Cases, LandmarkCases, StageCases

__all__ = ['Difference', 'match_images', 'protocol_differences']

_SAME_PX = 1e-3
"""Coordinates at most this far apart are the same; files of cases keep four decimals of a pixel."""


@dataclass(frozen=True)
class Difference:
    """A field of the protocol, and what it is in either test, as text."""

    field: str
    first: str
    second: str


def protocol_differences(first: Cases, second: Cases) -> list[Difference]:
    """All that two tests differ in, apart from the model: the stated protocol, then images, truth and pixel sizes.

    Landmarks are compared where both tests have them, and so are stages. The order of images does not matter.
    """
    found = _stated(first.protocol, second.protocol)
    if first.landmarks is not None and second.landmarks is not None:
        found += _of_landmarks(first.landmarks, second.landmarks)
    if first.stages is not None and second.stages is not None:
        found += _of_stages(first.stages, second.stages)
    return found


def match_images(first_ids: Sequence[str], second_ids: Sequence[str]) -> np.ndarray:
    """Positions in the second test of the images of the first: (B,)."""
    places = {img_id: index for index, img_id in enumerate(second_ids)}
    return np.array([places[img_id] for img_id in first_ids], dtype=np.int64)


def _stated(first: Mapping, second: Mapping) -> list[Difference]:
    keys = [*first, *(key for key in second if key not in first)]
    texts = [(key, _as_text(first, key), _as_text(second, key)) for key in keys]
    return [Difference(*row) for row in texts if row[1] != row[2]]


def _as_text(protocol: Mapping, key: str) -> str:
    return json.dumps(protocol[key], ensure_ascii=False, sort_keys=True) if key in protocol else 'not stated'


def _of_landmarks(first: LandmarkCases, second: LandmarkCases) -> list[Difference]:
    found = []
    if first.symbols != second.symbols:
        found = [Difference('symbols', _join(first.symbols), _join(second.symbols))]
    found += _image_ids('image ids', first.img_ids, second.img_ids)
    if found:
        return found
    order = match_images(first.img_ids, second.img_ids)
    return _truth(first, second.gt_px[order]) + _pixel_sizes(first, second.pixel_size_mm[order])


def _truth(first: LandmarkCases, second_px: np.ndarray) -> list[Difference]:
    same = np.isclose(first.gt_px, second_px, rtol=0, atol=_SAME_PX, equal_nan=True).all(axis=-1)
    if same.all():
        return []
    image, landmark = np.argwhere(~same)[0]
    where = f'truth coordinates ({(~same).sum()} landmarks, first {first.symbols[landmark]} of {first.img_ids[image]})'
    return [Difference(where, *(str(points[image, landmark].tolist()) for points in (first.gt_px, second_px)))]


def _pixel_sizes(first: LandmarkCases, second_mm: np.ndarray) -> list[Difference]:
    same = np.isclose(first.pixel_size_mm, second_mm, rtol=1e-6, atol=0, equal_nan=True)
    if same.all():
        return []
    image = int(np.argmin(same))
    where = f'pixel size, mm ({(~same).sum()} images, first {first.img_ids[image]})'
    return [Difference(where, str(float(first.pixel_size_mm[image])), str(float(second_mm[image])))]


def _of_stages(first: StageCases, second: StageCases) -> list[Difference]:
    found = _image_ids('ids of images with a stage', first.img_ids, second.img_ids)
    if found:
        return found
    second_true = second.true[match_images(first.img_ids, second.img_ids)]
    if (first.true == second_true).all():
        return []
    image = int(np.argmax(first.true != second_true))
    where = f'true stages ({(first.true != second_true).sum()} images, first {first.img_ids[image]})'
    return [Difference(where, f'S{first.true[image]}', f'S{second_true[image]}')]


def _image_ids(field: str, first: Sequence[str], second: Sequence[str]) -> list[Difference]:
    repeated = [len(ids) - len(set(ids)) for ids in (first, second)]
    if any(repeated):
        return [Difference(field, *(f'{count} ids are there more than once' for count in repeated))]
    if set(first) == set(second):
        return []
    alone = (sorted(set(first) - set(second)), sorted(set(second) - set(first)))
    counts = (len(first), len(second))
    return [Difference(field, *(f'{n} images{_name_some(ids)}' for n, ids in zip(counts, alone, strict=True)))]


def _name_some(alone: Sequence[str]) -> str:
    more = ' …' if len(alone) > 3 else ''
    return f', of which here alone {len(alone)}: {_join(alone[:3])}{more}' if alone else ''


def _join(names: Sequence[str]) -> str:
    return ', '.join(names)
