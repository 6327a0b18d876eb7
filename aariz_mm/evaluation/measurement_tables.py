"""Agreement of measurements and classes as plain text. Numpy alone."""

from __future__ import annotations

from collections.abc import Mapping

from .agreement import Agreement
from .measurement_agreement import MeasurementAgreement, PairedClass, PairedMeasurement


def measurement_agreement_table(result: MeasurementAgreement) -> str:
    """One line per measurement, the model's figures and, where known, the two readers' MAE and ICC beside them."""
    header = (
        f'{"measurement":<17}{"unit":<5}{"n":>5}{"bias":>8}{"MAE":>7}{"limits of agreement":>21}{"ICC":>7}{"within":>8}'
    )
    readers = result.readers_measurements
    header += '' if readers is None else f'{"readers: MAE":>15}{"ICC":>7}'
    return '\n'.join([header, *(_line(key, pair, readers) for key, pair in result.measurements.items())])


def class_agreement_table(result: MeasurementAgreement) -> str:
    """One line per classification: number, share of equal classes and weighted kappa; the two readers' beside them."""
    header = f'{"classification":<26}{"n":>5}{"accuracy":>10}{"kappa":>8}'
    readers = result.readers_classes
    header += '' if readers is None else f'{"readers: accuracy":>19}{"kappa":>8}'
    return '\n'.join([header, *(_class_line(key, pair, readers) for key, pair in result.classes.items())])


def _line(key: str, pair: PairedMeasurement, readers: Mapping[str, PairedMeasurement] | None) -> str:
    own = pair.summary
    limits = f'{own.loa_low:.2f} to {own.loa_high:.2f}'
    line = f'{key:<17}{pair.measurement.unit:<5}{own.n:>5}{own.bias:>8.2f}{own.mae:>7.2f}{limits:>21}{own.icc:>7.3f}'
    return f'{line}{100 * own.within:>7.1f}%' + ('' if readers is None else _beside(readers.get(key)))


def _beside(pair: PairedMeasurement | None) -> str:
    if pair is None:
        return f'{"-":>15}{"-":>7}'
    theirs: Agreement = pair.summary
    return f'{theirs.mae:>15.2f}{theirs.icc:>7.3f}'


def _class_line(key: str, pair: PairedClass, readers: Mapping[str, PairedClass] | None) -> str:
    line = f'{key:<26}{pair.summary.n:>5}{pair.summary.accuracy:>10.3f}{pair.summary.kappa:>8.3f}'
    if readers is None:
        return line
    theirs = readers.get(key)
    return line + (
        f'{"-":>19}{"-":>8}' if theirs is None else f'{theirs.summary.accuracy:>19.3f}{theirs.summary.kappa:>8.3f}'
    )
