"""A prediction as plain data: what its JSON file holds, and what every table and page is made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from aariz_mm.analysis import classify, interpret, measure
from aariz_mm.analysis.interpretation import deviation_from
from aariz_mm.analysis.measuring import MeasuredValue
from aariz_mm.analysis.norms import select_norm
from aariz_mm.annotations.predicted import landmarks_as_annotation
from aariz_mm.geometry import inside_image
from aariz_mm.intake.uprighting import map_homogeneous
from aariz_mm.predictions import LandmarkPrediction

__all__ = [
    'SCHEMA_VERSION',
    'mean_expected_error_px',
    'measure_again',
    'measured_content',
    'prediction_content',
    'sex_and_age',
]

SCHEMA_VERSION = 1
"""Version of the layout, which ``aariz_mm/reading/result.schema.json`` describes; it grows where a field changes."""
_OF_A_PERSON = ('landmark_id', 'title', 'symbol', 'value')
"""What a landmark has where a person placed it."""
_SEXES = dict(f='female', m='male')
_OLDEST = 130


def prediction_content(
    prediction: LandmarkPrediction,
    file: str = '',
    image_size: tuple[int, int] | None = None,
    image_sha256: str = '',
    made_with: Mapping[str, Any] | None = None,
    keep_identity: bool = False,
) -> dict:
    """A prediction in the layout of the dataset's landmark files, with measurements and where it comes from.

    Args:
        file: name of the radiograph as the user gave it; by default its path.
        image_size: (w, h) of the radiograph, pixels. image_sha256: of its file.
        made_with: what it was read with. keep_identity: whether names and numbers of the patient are among it.
    """
    subject = dict(age_years=prediction.subject.age_years, sex=prediction.subject.sex)
    content = landmarks_as_annotation(prediction)
    content |= dict(
        schema_version=SCHEMA_VERSION,
        file=file or str(prediction.image_path),
        image_sha256=image_sha256,
        image_size=None if image_size is None else list(image_size),
        pixel_size_source=prediction.pixel_size_source,
        magnification=prediction.magnification,
        turn=prediction.turn,
        subject=subject,
        made_with=dict(made_with or {}),
    )
    if prediction.flattening is not None:
        content['flattening'] = np.asarray(prediction.flattening, dtype=float).tolist()
    if keep_identity and prediction.identity:
        content['identity'] = dict(prediction.identity)
    return content | measured_content(content)


def measured_content(content: Mapping[str, Any]) -> dict:
    """Measurements and classes of the landmarks in a content, with the norms for the sex and age that it states.

    Points are those of the content, rounded, so that a file that was corrected is measured in the same way; those of a
    photograph are laid flat before. What lies outside the picture is not there.
    """
    points = [(one['value']['x'], one['value']['y']) for one in content['landmarks']]
    symbols = [one['symbol'] for one in content['landmarks']]
    intervals = {one['key']: one for one in content.get('measurements', ())}
    who = sex_and_age(content)
    places = np.array(points, dtype=float).reshape(-1, 2)
    if content.get('image_size') is not None:
        places[~inside_image(places, content['image_size'])] = np.nan  # such landmarks are guessed
    if content.get('flattening') is not None:
        places = map_homogeneous(np.array(content['flattening']), places)
    measured = measure(places, symbols, content.get('pixel_size_mm'), magnification=content.get('magnification'))
    return dict(
        measurements=[_measurement_entry(one, intervals.get(key, {}), **who) for key, one in measured.items()],
        classes=[
            dict(key=key, name=one.classification.name, label=one.label, reason=one.reason, votes=dict(one.votes))
            for key, one in classify(measured, **who).items()
        ],
    )


def mean_expected_error_px(content: Mapping[str, Any]) -> float | None:
    """Mean expected error of the landmarks that have a place, pixels; None where the model says none of any."""
    placed = [one for one in content.get('landmarks', ()) if None not in one.get('value', {}).values()]
    errors = [one.get('expected_error_px') for one in placed]
    known = [error for error in errors if isinstance(error, int | float) and np.isfinite(error)]
    return float(np.mean(known)) if known else None


def sex_and_age(content: Mapping[str, Any]) -> dict[str, Any]:
    """``sex`` and ``age`` of the patient in a content, as :func:`aariz_mm.analysis.interpret` takes them.

    What is no sex and no number of years, as in a file that was changed, is None.
    """
    subject = content.get('subject')
    subject = subject if isinstance(subject, Mapping) else {}
    sex, age = subject.get('sex'), subject.get('age_years')
    is_age = isinstance(age, int | float) and not isinstance(age, bool) and 0 <= age < _OLDEST
    return dict(sex=_SEXES.get(sex) if isinstance(sex, str) else None, age=age if is_age else None)


def measure_again(
    content: Mapping[str, Any], pixel_size_mm: float | None = None, magnification: float | None = None
) -> dict:
    """A content whose landmarks were corrected, with the measurements of what now stands there.

    What the model said of its doubt goes, intervals too: it is not known which landmarks were moved.

    Args:
        pixel_size_mm: given for this reading; None keeps that of the content. magnification: likewise; that of another
            pixel size is unknown.
    """
    landmarks = [{key: value for key, value in one.items() if key in _OF_A_PERSON} for one in content['landmarks']]
    scale = {} if pixel_size_mm is None else _given_scale(pixel_size_mm)
    scale |= {} if magnification is None else dict(magnification=magnification)
    corrected = {**content, **scale, 'landmarks': landmarks, 'measurements': (), 'corrected': True}
    return {**corrected, **measured_content(corrected)}


def _given_scale(pixel_size_mm: float) -> dict:
    return dict(pixel_size_mm=pixel_size_mm, pixel_size_source='given', magnification=None)


def _measurement_entry(
    measured: MeasuredValue, interval: Mapping[str, Any], sex: str | None, age: float | None
) -> dict:
    measurement, value = measured.measurement, measured.value
    norm = select_norm(measurement.norms, sex, age)
    there = bool(np.isfinite(value))
    off = deviation_from(measurement, norm, value, measured.magnification) if there and norm is not None else None
    return dict(
        key=measurement.key,
        name=measurement.name,
        value=round(value, 2) if there else None,
        unit=measurement.unit,
        low=interval.get('low') if there else None,
        high=interval.get('high') if there else None,
        level=interval.get('level') if there else None,
        norm='' if norm is None else str(norm),
        deviation_sd=None if off is None else round(off, 2),
        meaning=interpret(measurement, value, sex, age, measured.magnification) if there else '',
        reason=measured.reason,
    )
