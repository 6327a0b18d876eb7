"""What was learnt of a model's errors: small enough to travel in the metadata of its bundle. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from aariz_mm.files import as_plain, load_json

__all__ = ['FORMAT', 'LEVELS', 'Calibration', 'calibration_as_json', 'load_calibration', 'parse_calibration']

FORMAT = 'aariz_mm calibration 1'
"""First line of the file."""
LEVELS = (0.5, 0.9, 0.95)
_DIGITS = 4
_CURE = 'make it with aariz-mm calibrate'


@dataclass(frozen=True)
class Calibration:
    """Errors of K landmarks; lengths in mm of a face with S-N = 70 mm, turned upright.

    features: names of F features. means: (K, F), of calm radiographs. deviations: (F,). ranges: (F, 2), of standardised
    features, beyond which nothing is known. base: (K,), slopes: (F,), see
    :class:`~aariz_mm.uncertainty.expected_error.ErrorModel`. factors: (K, L), radius over expected error, of L levels.
    shapes: (K, 2, 2), trace 1, of the errors. map_share: of the map's spread in an ellipse. ellipse_factors: (K,).
    draws: (N, K, 2), truth less prediction over expected error, of N held-out radiographs. usual_widening: times the
    usual radius that 99 of 100 calm radiographs do not exceed. made_with: images, ids of the bundles and so on.
    """

    symbols: tuple[str, ...]
    levels: tuple[float, ...]
    features: tuple[str, ...]
    means: np.ndarray
    deviations: np.ndarray
    ranges: np.ndarray
    base: np.ndarray
    slopes: np.ndarray
    factors: np.ndarray
    shapes: np.ndarray
    map_share: float
    ellipse_factors: np.ndarray
    draws: np.ndarray
    usual_widening: float
    made_with: Mapping[str, Any] = field(default_factory=dict)


def calibration_as_json(calibration: Calibration) -> dict[str, Any]:
    """As JSON has it; numbers keep four significant digits, draws two decimals."""
    content = {one.name: getattr(calibration, one.name) for one in fields(Calibration)}
    plain = {key: _rounded(value) if isinstance(value, np.ndarray) else value for key, value in content.items()}
    plain['draws'] = np.round(calibration.draws, 2).tolist()  # most of the file
    return as_plain({'format': FORMAT, **plain})


def load_calibration(path: str | Path) -> dict[str, Any]:
    """The JSON of a file of ``aariz-mm calibrate``, for :func:`parse_calibration`.

    Errors:
        FileNotFoundError, ValueError: no such file, or it is none.
    """
    content = load_json(Path(path), _CURE)
    if not isinstance(content, dict) or content.get('format') != FORMAT:
        raise ValueError(f'{path}: no calibration of this version, {FORMAT!r}; {_CURE}')
    return content


def parse_calibration(content: Any, symbols: Sequence[str], name: str) -> Calibration:
    """A calibration from JSON.

    Args:
        symbols: of the bundle that it is for. name: of the file, for errors.
    Errors:
        ValueError: no calibration, one of a later version, or one of other landmarks.
    """
    try:
        version = content['format']
        if version != FORMAT:
            raise ValueError(f'{version!r}, expected {FORMAT!r}')
        values = {one.name: _parsed(content[one.name], one.type) for one in fields(Calibration)}
        calibration = Calibration(**values)
        _check_sizes(calibration)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f'{name}: no calibration that can be used ({error}); {_CURE}') from error
    if calibration.symbols != tuple(symbols):
        raise ValueError(
            f'{name}: a calibration of the landmarks {list(calibration.symbols)}, but the model finds {list(symbols)}; '
            f'{_CURE}'
        )
    return calibration


def _rounded(values: np.ndarray) -> list:
    plain = np.asarray(values, np.float64)
    text = np.vectorize(lambda value: float(f'{value:.{_DIGITS}g}'), otypes=[float])(plain)
    return text.tolist()


def _parsed(value: Any, kind: str) -> Any:
    if kind == 'np.ndarray':
        return np.array(value, dtype=np.float64)
    return tuple(value) if kind.startswith('tuple') else value


def _check_sizes(one: Calibration) -> None:
    landmarks, size, levels = len(one.symbols), len(one.features), len(one.levels)
    expected = dict(
        means=(landmarks, size), deviations=(size,), ranges=(size, 2), base=(landmarks,), slopes=(size,),
        factors=(landmarks, levels), shapes=(landmarks, 2, 2), ellipse_factors=(landmarks,),
        draws=(len(one.draws), landmarks, 2),
    )  # fmt: skip
    for key, shape in expected.items():
        found = getattr(one, key)
        if found.shape != shape or (key != 'draws' and not np.isfinite(found).all()):
            raise ValueError(f'{key}: shape {found.shape}, expected finite numbers of shape {shape}')
