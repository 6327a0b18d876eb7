"""Rows of the tables: pure functions of what a radiograph's JSON file holds, or of why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from aariz_mm.landmarks import CVM_STAGES

__all__ = [
    'LANDMARK_COLUMNS',
    'MEASUREMENT_COLUMNS',
    'SUMMARY_COLUMNS',
    'Cell',
    'landmark_rows',
    'measurement_rows',
    'summary_row',
]

Cell = str | int | float | None
"""What stands in a cell; None leaves it empty."""

_PROBABILITIES = tuple(f'p_{name}' for name in CVM_STAGES)
_LEVELS = ('50', '90', '95')
_DISTANCES = ('expected_error', *(f'radius_{level}' for level in _LEVELS))
_CLASSES = ('skeletal_class', 'growth_pattern')
_DISAGREE = 'rules disagree'

LANDMARK_COLUMNS = (
    'file', 'symbol', 'title', 'x_px', 'y_px', 'x_mm', 'y_mm', 'score',
    *(f'{name}_{unit}' for name in _DISTANCES for unit in ('px', 'mm')),
)  # fmt: skip
"""Of ``landmarks.csv``: a row for each landmark of each radiograph; x and y from the left top corner of the image."""

MEASUREMENT_COLUMNS = (
    'file', 'key', 'name', 'value', 'unit', 'low', 'high', 'level', 'norm', 'deviation_sd', 'meaning', 'reason',
)  # fmt: skip
"""Of ``measurements.csv``: a row for each measurement of each radiograph. ``low`` to ``high`` holds the true value in
the share ``level`` of radiographs; ``reason`` says why there is no value."""

SUMMARY_COLUMNS = (
    'file', 'status', 'result', 'stage', *_PROBABILITIES, 'expected_stage', *_CLASSES, 'rules_disagree',
    'pixel_size_mm', 'pixel_size_source', 'magnification', 'turn', 'width_px', 'height_px', 'age_years', 'sex',
    'warnings', 'error', 'seconds', 'identity',
)  # fmt: skip
"""Of ``summary.csv``: a row for each radiograph; ``status`` is read, doubtful (see ``warnings``),
corrected (by a person, after an earlier reading) or failed. ``rules_disagree`` has what rules say that contradict each
other."""


def landmark_rows(content: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """A row of :data:`LANDMARK_COLUMNS` for each landmark.

    Args:
        content: as :func:`~aariz_mm.reading.content.prediction_content` makes it.
    """
    scale = content.get('pixel_size_mm')
    for one in content['landmarks']:
        x, y = one['value']['x'], one['value']['y']
        radii = one.get('radius_px') or {}
        distances = (one.get('expected_error_px'), *(radii.get(level) for level in _LEVELS))
        off = [value for distance in distances for value in (distance, _in_mm(distance, scale))]
        yield (
            content['file'], one['symbol'], one['title'], x, y, _in_mm(x, scale), _in_mm(y, scale), one.get('score'),
            *off,
        )  # fmt: skip


def measurement_rows(content: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    """A row of :data:`MEASUREMENT_COLUMNS` for each measurement."""
    for one in content['measurements']:
        yield content['file'], *(one.get(name) for name in MEASUREMENT_COLUMNS[1:])


def summary_row(
    file: str, result: str, content: Mapping[str, Any] | None, error: str = '', seconds: float | None = None
) -> tuple[Cell, ...]:
    """The row of :data:`SUMMARY_COLUMNS` of a radiograph.

    Args:
        file: as the user named it. result: path of its results without ending, left out where there are none. content:
            None where it was not read.
        error: why not. seconds: that it took.
    """
    found = dict.fromkeys(SUMMARY_COLUMNS) | dict(
        file=file, status='failed', error=error, seconds=None if seconds is None else round(seconds, 2)
    )
    if content is not None:
        found |= dict(result=result, **_summary_of(content))
    return tuple(found[name] for name in SUMMARY_COLUMNS)


def _summary_of(content: Mapping[str, Any]) -> dict[str, Cell]:
    width, height = content.get('image_size') or (None, None)
    subject, labels = content.get('subject') or {}, {one['key']: one['label'] for one in content['classes']}
    probabilities, scale = content.get('cvm_probabilities') or {}, content.get('pixel_size_mm')
    return dict(
        status='corrected' if content.get('corrected') else 'doubtful' if content['warnings'] else 'read',
        stage=(content.get('cvm_stage') or {}).get('value'),
        **{f'p_{name}': probabilities.get(name) for name in CVM_STAGES},
        expected_stage=content.get('cvm_expected_stage'),
        **{name: labels.get(name) for name in _CLASSES},
        rules_disagree=_disagreements(content['classes']),
        pixel_size_mm=None if scale is None else float(f'{scale:.6g}'),
        pixel_size_source=content.get('pixel_size_source'),
        magnification=content.get('magnification'),
        turn=content.get('turn'),
        width_px=width,
        height_px=height,
        age_years=subject.get('age_years'),
        sex=subject.get('sex'),
        warnings='; '.join(content['warnings']),
        identity='; '.join(f'{key}: {value}' for key, value in (content.get('identity') or {}).items()) or None,
    )


def _disagreements(classes: Sequence[Mapping[str, Any]]) -> str:
    said = (one['reason'].partition('; ')[0] for one in classes if one['reason'].startswith(_DISAGREE))
    return '; '.join(dict.fromkeys(reason.removeprefix(f'{_DISAGREE}: ') for reason in said))


def _in_mm(value: float | None, scale: float | None) -> float | None:
    return None if value is None or scale is None else round(value * scale, 3)
