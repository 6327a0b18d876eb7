"""Tables of the agreement of measurements and classes, for logs and reports. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

from ..analysis.definitions import DEGREES
from ..number_text import ABSENT, fixed, per_cent, span
from ..tables import Table
from .measurement_agreement import MeasurementAgreement, PairedClass, PairedMeasurement

__all__ = ['class_agreement_table', 'measurement_agreement_table', 'unit_sign']


def measurement_agreement_table(result: MeasurementAgreement) -> Table:
    """A row for each measurement, the model's figures and, where known, the two readers' MAE and ICC beside them."""
    readers = result.readers_measurements
    header = ('measurement', 'n', 'bias', 'MAE', 'limits of agreement', 'ICC(2,1)', 'within tolerance')
    header += () if readers is None else ('readers: MAE', 'readers: ICC')
    rows = tuple(
        (f'{pair.measurement.name}, {unit_sign(pair)}', *_numbers(pair), *_beside(key, readers))
        for key, pair in result.measurements.items()
    )
    return Table('Predicted less true measurements', header, rows)


def class_agreement_table(result: MeasurementAgreement) -> Table:
    """A row for each classification: number, share of equal classes, weighted kappa; the two readers' beside them."""
    readers = result.readers_classes
    header = ('class', 'n', 'equal', 'weighted kappa')
    header += () if readers is None else ('readers: equal', 'readers: kappa')
    header = (*header, 'rule')
    rows = tuple(
        (pair.classification.name, str(pair.summary.n), *_class_numbers(pair), *_class_beside(key, readers),
         pair.classification.rule)
        for key, pair in result.classes.items()
    )  # fmt: skip
    return Table('Classes from predicted and from true landmarks', header, rows, (), (0, len(header) - 1))


def unit_sign(pair: PairedMeasurement) -> str:
    """Unit as it is written after a number: '°', 'mm' or '%'."""
    return '°' if pair.measurement.unit == DEGREES else pair.measurement.unit


def _numbers(pair: PairedMeasurement) -> tuple[str, ...]:
    own = pair.summary
    within = f'{per_cent(own.within, 0)} (±{pair.tolerance:g})'
    return (str(own.n), fixed(own.bias), fixed(own.mae), span(own.loa_low, own.loa_high), fixed(own.icc, 3), within)


def _beside(key: str, readers: Mapping[str, PairedMeasurement] | None) -> tuple[str, ...]:
    if readers is None:
        return ()
    if key not in readers:
        return (ABSENT, ABSENT)
    return fixed(readers[key].summary.mae), fixed(readers[key].summary.icc, 3)


def _class_beside(key: str, readers: Mapping[str, PairedClass] | None) -> tuple[str, ...]:
    if readers is None:
        return ()
    return _class_numbers(readers[key]) if key in readers else (ABSENT, ABSENT)


def _class_numbers(pair: PairedClass) -> tuple[str, str]:
    return per_cent(pair.summary.accuracy, 0), fixed(pair.summary.kappa)
