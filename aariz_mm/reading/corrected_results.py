"""Results of ``aariz-mm read`` that a person corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.annotations.files import read_landmarks
from aariz_mm.annotations.problems import ImageProblem
from aariz_mm.files import file_sha256, load_json
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.radiographs.images import image_size

from .held_out import Annotated
from .results import is_corrected

__all__ = ['Corrected', 'find_results']

_STILL_PX = 0.011
"""Values have two decimals."""


@dataclass(frozen=True)
class Corrected:
    """A radiograph with a reader's landmarks, and which of these he placed himself: touched (K,) bool."""

    annotated: Annotated
    touched: np.ndarray


def find_results(
    root: Path, symbols: Sequence[str], bundles: Sequence[str], exclude: set[str], images: str | Path | None
) -> tuple[list[Corrected], list[tuple[str, str]]]:
    """Corrected results below a folder, and every JSON file that nothing is learnt from: name and reason.

    Args:
        bundles: SHA-256 of the files of the model that reads. Of results of another model only what was changed counts,
            for the rest is not near this model's landmarks because the reader agreed with it.
        exclude: names or ids. images: folder of the radiographs; None takes them where they were.
    """
    found, left_out = [], []
    for path in sorted(root.rglob('*.json')):
        name = path.relative_to(root).as_posix().removesuffix('.json')
        if exclude & {name, path.stem}:
            continue
        one = _read_result(path, name, symbols, set(bundles), images)
        if isinstance(one, str):
            left_out.append((name, one))
        else:
            found.append(one)
    return found, left_out


def _read_result(
    path: Path, name: str, symbols: Sequence[str], bundles: set[str], images: str | Path | None
) -> Corrected | str:
    """A corrected result, or why there is nothing to learn from."""
    try:
        content = load_json(path, 'mend that place')
        if not isinstance(content, dict) or not isinstance(content.get('landmarks'), list) or not content['landmarks']:
            return 'no result of aariz-mm read'
        if not is_corrected(content):
            return 'not corrected'
        image = _find_image(path, content, images)
        points = read_landmarks(path, str(content.get('ceph_id')), image_size(image), unmarked='missing')
    except ImageProblem as problem:
        return str(problem).split(';')[0]
    except (OSError, ValueError, RecursionError) as error:
        return str(error)
    points = points[[SYMBOLS.index(symbol) for symbol in symbols]]
    touched = np.isfinite(points).all(axis=1) & _moved(content, points, symbols)
    if not touched.any():
        return 'no landmark was changed'
    if not bundles & _bundles_of(content):
        points = np.where(touched[:, None], points, np.nan)
    return Corrected(Annotated(name, image, points, _pixel_size_mm(content)), touched)


def _moved(content: Mapping[str, Any], points: np.ndarray, symbols: Sequence[str]) -> np.ndarray:
    """Which landmarks (K,) lie elsewhere than where they were written."""
    written = np.full_like(points, np.nan)
    for entry in content['landmarks']:
        predicted = entry.get('predicted')
        if entry.get('symbol') in symbols and isinstance(predicted, dict):
            written[list(symbols).index(entry['symbol'])] = predicted.get('x', np.nan), predicted.get('y', np.nan)
    return ~(np.abs(points - written) < _STILL_PX).all(axis=1) & np.isfinite(written).all(axis=1)


def _bundles_of(content: Mapping[str, Any]) -> set[str]:
    made_with = content.get('made_with')
    named = made_with.get('bundles') if isinstance(made_with, dict) else None
    return {str(one.get('sha256')) for one in named if isinstance(one, dict)} if isinstance(named, list) else set()


def _pixel_size_mm(content: Mapping[str, Any]) -> float:
    value = content.get('pixel_size_mm')
    return float(value) if isinstance(value, int | float) and value > 0 else float('nan')


def _find_image(path: Path, content: Mapping[str, Any], images: str | Path | None) -> Path:
    """The radiograph of a result, by its name and what its file held."""
    named = Path(str(content.get('file', '')))
    places = [Path(images) / named, *Path(images).rglob(named.name)] if images else [named, path.parent / named.name]
    for place in places:
        if place.is_file() and file_sha256(place) == content.get('image_sha256'):
            return place
    raise FileNotFoundError(
        f'its radiograph {named} is not there, or has changed since it was read; give its folder as --images'
    )
