"""Measurements, classes and the CVM stage of a result as measurement groups of a report (TID 1501)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from aariz_mm.analysis import CLASSIFICATIONS, MEASUREMENTS
from aariz_mm.landmarks import CVM_STAGES

from .entries import entries_of, finite, words
from .identifiers import made_uid
from .landmark_groups import image_coordinates
from .makers import algorithm
from .norm_properties import measurement_properties
from .vocabulary import own_code, public_code, site_codes, unit_code

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ['measurement_groups']

_UNITS = ('deg', 'mm', '%')
_CERVICAL = (('39976000', 'C2 vertebra'), ('113205007', 'C3 vertebra'), ('5329002', 'C4 vertebra'))
_CALCULATED = ('258090004', 'Calculated')


def measurement_groups(content: Mapping[str, Any], source: Dataset, at: Mapping[str, np.ndarray]) -> list[Any]:
    """A group of the measurements and classes, and one of the CVM stage; what is not known is left out.

    Args:
        source: the image, or a reference to it. at: symbol -> (x, y), px of ours, of the landmarks that are there.
    Errors:
        ValueError: a measurement or class that is not as ``aariz-mm read`` writes them.
    """
    groups = [_cephalometry(content, source, at), _maturation(content, source)]
    return [group for group in groups if group is not None]


def _cephalometry(content: Mapping[str, Any], source: Dataset, at: Mapping[str, np.ndarray]) -> Any:
    from highdicom.sr import SourceImageForRegion

    image = SourceImageForRegion(source.SOPClassUID, source.SOPInstanceUID)
    measurements = [_measurement(one, content, image, at) for one in entries_of(content, 'measurements')]
    measurements = [one for one in measurements if one is not None]
    classes = [_class(one) for one in entries_of(content, 'classes') if one.get('label')]
    if not measurements and not classes:
        return None
    return _group(source, 'Cephalometric measurements', 'CEPHALOMETRY', measurements, classes)


def _group(source: Dataset, title: str, code: str, measurements: list, evaluations: list, **rest: Any) -> Any:
    from highdicom.sr import MeasurementsAndQualitativeEvaluations, SourceImageForMeasurementGroup, TrackingIdentifier

    return MeasurementsAndQualitativeEvaluations(
        TrackingIdentifier(made_uid('group', source.SOPInstanceUID, code), title),
        finding_type=own_code(code, title),
        measurements=measurements or None,
        qualitative_evaluations=evaluations or None,
        source_images=[SourceImageForMeasurementGroup(source.SOPClassUID, source.SOPInstanceUID)],
        **rest,
    )


def _measurement(
    one: Mapping[str, Any], content: Mapping[str, Any], image: Any, at: Mapping[str, np.ndarray]
) -> Any | None:
    """A measurement with unit, interval, norm and the landmarks that it is taken from; None where it has no value."""
    from highdicom.sr import FindingSite, Measurement

    value = finite(one.get('value'))
    if value is None:
        return None
    if one.get('unit') not in _UNITS:
        raise ValueError(
            f'measurement {one["key"][:40]}: unit {str(one.get("unit"))[:20]!r}, expected one of {", ".join(_UNITS)}; '
            'read the radiograph again'
        )
    known = MEASUREMENTS.get(one['key'])
    taken = [symbol for symbol in (known.landmarks if known else ()) if symbol in at]
    return Measurement(
        own_code(one['key'], words(one.get('name')) or one['key']),
        value,
        unit_code(one['unit']),
        derivation=public_code(*_CALCULATED),
        finding_sites=[FindingSite(code) for code in site_codes(taken)] or None,
        properties=measurement_properties(one, content),
        referenced_coordinates=[_coordinates(taken, at, image)] if taken else None,
    )


def _coordinates(symbols: list[str], at: Mapping[str, np.ndarray], image: Any) -> Any:
    """The landmarks that a measurement is taken from, as points of the image."""
    from highdicom.sr import CoordinatesForMeasurement

    points = image_coordinates(np.stack([at[symbol] for symbol in symbols]))
    return CoordinatesForMeasurement('POINT' if len(points) == 1 else 'MULTIPOINT', points, image)


def _class(one: Mapping[str, Any]) -> Any:
    from highdicom.sr import QualitativeEvaluation

    label, known = words(one['label']), CLASSIFICATIONS.get(one['key'])
    if not label or (known is not None and label not in known.classes):
        raise ValueError(
            f'class {one["key"][:40]}: {str(one["label"])[:40]!r}, expected '
            f'{"a text" if known is None else ", ".join(known.classes)}; read the radiograph again'
        )
    name = own_code(one['key'], words(one.get('name')) or one['key'])
    return QualitativeEvaluation(name, own_code(f'{one["key"]}: {label}', label))


def _maturation(content: Mapping[str, Any], source: Dataset) -> Any:
    """The CVM stage, and the probability of each stage where the result has them."""
    from highdicom.sr import FindingSite, Measurement, QualitativeEvaluation

    stage = content.get('cvm_stage')
    value = stage.get('value') if isinstance(stage, Mapping) else None
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= len(CVM_STAGES):
        raise ValueError(f'CVM stage {str(value)[:20]!r}, expected 1 to {len(CVM_STAGES)}; read the radiograph again')
    shares = content.get('cvm_probabilities')
    shares = shares if isinstance(shares, Mapping) and not content.get('corrected') else {}
    known = {name: finite(shares.get(name)) for name in CVM_STAGES}
    measurements = [
        Measurement(own_code(f'P-{name}', f'Probability of {name}'), round(100 * share, 2), unit_code('%'))
        for name, share in known.items()
        if share is not None and 0 <= share <= 1
    ]
    name = CVM_STAGES[value - 1]
    return _group(
        source,
        'Cervical vertebral maturation',
        'CVM',
        measurements,
        [QualitativeEvaluation(own_code('CVM-STAGE', 'Stage of cervical vertebral maturation'), own_code(name, name))],
        finding_sites=[FindingSite(public_code(*place)) for place in _CERVICAL],
        algorithm_id=algorithm(content, 'cvm') if measurements else None,
    )
