"""Tables of the agreement of measurements and classes, for logs and reports. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

from ..analysis.definitions import DEGREES
from ..number_text import ABSENT, fixed, is_absent, per_cent, with_interval
from ..tables import Table
from .measurement_agreement import MeasurementAgreement, PairedClass, PairedMeasurement

__all__ = ['class_agreement_table', 'measurement_agreement_table', 'share_with_interval', 'unit_sign']


def measurement_agreement_table(result: MeasurementAgreement) -> Table:
    """A row for each measurement, the model's figures and, where known, the two readers' MAE and ICC beside them.

    Scores have their 95 % interval. Of the readers there are two lines: one from the other, and either from the mean of
    both, half as far, which is what the model's MAE may be compared with.
    """
    readers = result.readers_measurements
    header = (
        'measurement',
        'n',
        'bias',
        'MAE',
        'lower limit of agreement',
        'upper limit',
        'ICC(2,1)',
        'within tolerance',
    )
    header += () if readers is None else ('readers apart: MAE', 'reader to mean: MAE', 'readers: ICC')
    rows = tuple(
        (f'{pair.measurement.name}, {unit_sign(pair)}', *_numbers(pair), *_beside(key, readers))
        for key, pair in result.measurements.items()
    )
    return Table('Predicted less true measurements, with 95 % intervals', header, rows)


def class_agreement_table(result: MeasurementAgreement) -> Table:
    """A row for each classification: number, share of equal classes, weighted kappa; the two readers' beside them.

    Shares and kappas have their 95 % interval.
    """
    readers = result.readers_classes
    header = ('class', 'n', 'equal', 'weighted kappa')
    header += () if readers is None else ('readers: equal', 'readers: kappa')
    header = (*header, 'rule')
    rows = tuple(
        (pair.classification.name, str(pair.summary.n), *_class_numbers(pair), *_class_beside(key, readers),
         pair.classification.rule)
        for key, pair in result.classes.items()
    )  # fmt: skip
    return Table(
        'Classes from predicted and from true landmarks, with 95 % intervals', header, rows, (), (0, len(header) - 1)
    )


def share_with_interval(share: float, ends: tuple[float, float]) -> str:
    """A share of 1 in per cent. Example: 0.85 and (0.78, 0.9) -> '85 % (78 to 90)'"""
    return ABSENT if is_absent(share) else with_interval(per_cent(share, 0), *(100 * end for end in ends), 0)


def unit_sign(pair: PairedMeasurement) -> str:
    """Unit as it is written after a number: '°', 'mm' or '%'."""
    return '°' if pair.measurement.unit == DEGREES else pair.measurement.unit


def _numbers(pair: PairedMeasurement) -> tuple[str, ...]:
    own = pair.summary
    within = f'{share_with_interval(own.within, own.within_interval)} ±{pair.tolerance:g}'
    ends = (own.bias, own.bias_interval), (own.mae, own.mae_interval)
    limits = (own.loa_low, own.loa_low_interval), (own.loa_high, own.loa_high_interval)
    return (
        str(own.n), *(with_interval(fixed(value), *interval) for value, interval in (*ends, *limits)),
        with_interval(fixed(own.icc, 3), *own.icc_interval, 3), within,
    )  # fmt: skip


def _beside(key: str, readers: Mapping[str, PairedMeasurement] | None) -> tuple[str, ...]:
    if readers is None:
        return ()
    if key not in readers:
        return (ABSENT, ABSENT, ABSENT)
    theirs = readers[key].summary
    low, high = theirs.mae_interval
    return (
        with_interval(fixed(theirs.mae), low, high), with_interval(fixed(theirs.mae / 2), low / 2, high / 2),
        with_interval(fixed(theirs.icc, 3), *theirs.icc_interval, 3),
    )  # fmt: skip


def _class_beside(key: str, readers: Mapping[str, PairedClass] | None) -> tuple[str, ...]:
    if readers is None:
        return ()
    return _class_numbers(readers[key]) if key in readers else (ABSENT, ABSENT)


def _class_numbers(pair: PairedClass) -> tuple[str, str]:
    own = pair.summary
    equal = share_with_interval(own.accuracy, own.accuracy_interval)
    return equal, with_interval(fixed(own.kappa), *own.kappa_interval)
