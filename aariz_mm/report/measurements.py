"""The part of a report on cephalometric measurements and classes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..analysis.definitions import DEGREES
from ..evaluation.agreement import differences
from ..evaluation.cases import LandmarkCases
from ..evaluation.measurement_agreement import (
    MeasurementAgreement,
    PairedClass,
    PairedMeasurement,
    measurement_agreement,
)
from .document import Figure, Figures, Paragraph, Section, Table
from .numbers import ABSENT, counted, fixed, per_cent, span
from .plots import draw_bland_altman

PLOTTED = ('SNA', 'SNB', 'ANB', 'FMA', 'IMPA', 'U1-SN', 'interincisal', 'Wits', 'Co-Gn', 'gonial', 'Jarabak', 'ANS-Me')
"""Measurements that get a Bland-Altman plot where they can be measured."""

_SIZE = (360, 290)
_SMALLEST = 3
"""Fewer images make no plot."""


def measurement_section(cases: LandmarkCases) -> Section:
    """Agreement of every measurement and class that the landmarks allow, beside that of the two readers."""
    readers_px = cases.readers_px if len(cases.readers_px) == 2 else None
    result = measurement_agreement(cases.pred_px, cases.gt_px, readers_px, cases.symbols, cases.pixel_size_mm)
    if not result.measurements:
        return Section('Measurements', (Paragraph('These landmarks allow no measurement.'),))
    blocks = [_measurement_table(result), *_class_tables(result), *_notes(result), *_plots(result)]
    return Section('Measurements', tuple(blocks))


def _measurement_table(result: MeasurementAgreement) -> Table:
    readers = result.readers_measurements
    header = ('measurement', 'n', 'bias', 'MAE', 'limits of agreement', 'ICC(2,1)', 'within tolerance')
    header += () if readers is None else ('readers: MAE', 'readers: ICC')
    rows = [
        (f'{pair.measurement.name}, {_unit(pair)}', *_numbers(pair), *_beside(key, readers))
        for key, pair in result.measurements.items()
    ]
    return Table('Predicted less true measurements', header, tuple(rows))


def _numbers(pair: PairedMeasurement) -> tuple[str, ...]:
    own = pair.summary
    limits = span(own.loa_low, own.loa_high)
    within = f'{per_cent(own.within, 0)} (±{pair.tolerance:g})'
    return (str(own.n), fixed(own.bias), fixed(own.mae), limits, fixed(own.icc, 3), within)


def _beside(key: str, readers: Mapping[str, PairedMeasurement] | None) -> tuple[str, ...]:
    if readers is None:
        return ()
    if key not in readers:
        return (ABSENT, ABSENT)
    return fixed(readers[key].summary.mae), fixed(readers[key].summary.icc, 3)


def _class_tables(result: MeasurementAgreement) -> list[Table]:
    if not result.classes:
        return []
    readers = result.readers_classes
    header = ('class', 'n', 'equal', 'weighted kappa')
    header += () if readers is None else ('readers: equal', 'readers: kappa')
    rows = [
        (pair.classification.name, str(pair.summary.n), *_class_numbers(pair), *_class_beside(key, readers),
         pair.classification.rule)
        for key, pair in result.classes.items()
    ]  # fmt: skip
    header = (*header, 'rule')
    return [Table('Classes from predicted and from true landmarks', header, tuple(rows), (), (0, len(header) - 1))]


def _class_beside(key: str, readers: Mapping[str, PairedClass] | None) -> tuple[str, ...]:
    if readers is None:
        return ()
    return _class_numbers(readers[key]) if key in readers else (ABSENT, ABSENT)


def _class_numbers(pair: PairedClass) -> tuple[str, str]:
    return per_cent(pair.summary.accuracy, 0), fixed(pair.summary.kappa)


def _notes(result: MeasurementAgreement) -> list[Paragraph]:
    told = 'Limits of agreement: bias ± 1.96 SD (Bland and Altman). Kappa is linearly weighted.'
    if result.readers_measurements is None:
        return [Paragraph(f'{told} Without two readers there is no reference of theirs.', note=True)]
    told += ' Readers: the first against the second, while the model is held against the truth that is made of both.'
    return [Paragraph(told, note=True)]


def _plots(result: MeasurementAgreement) -> list[Figures | Paragraph]:
    readers = result.readers_measurements or {}
    figures = tuple(
        _bland_altman(key, result.measurements[key], readers.get(key))
        for key in PLOTTED
        if key in result.measurements and result.measurements[key].summary.n >= _SMALLEST
    )
    if not figures:
        return [Paragraph('There are too few images for Bland-Altman plots.')]
    lines = 'Bland-Altman plots: solid line bias, dashed lines limits of agreement, grey band the tolerance'
    lines += ', dotted lines the limits between the two readers.' if readers else '.'
    return [Paragraph(lines), Figures(figures, 300)]


def _bland_altman(key: str, pair: PairedMeasurement, readers: PairedMeasurement | None) -> Figure:
    apart = differences(pair.first, pair.second, angular=pair.measurement.unit == DEGREES)
    there = np.isfinite(apart)
    apart, mean = apart[there], (pair.second + apart / 2)[there]
    own = pair.summary
    unit = _unit(pair) if pair.measurement.unit == DEGREES else f' {_unit(pair)}'
    told = f'{pair.measurement.name}: bias {fixed(own.bias)}{unit}, limits {span(own.loa_low, own.loa_high)}{unit}'
    return Figure(
        f'bland_altman_{key}.png', draw_bland_altman(mean, apart, pair, readers, _SIZE), _SIZE,
        f'Bland-Altman plot of {told}.', f'{told}; {counted(own.n, "image")}.',
    )  # fmt: skip


def _unit(pair: PairedMeasurement) -> str:
    return '°' if pair.measurement.unit == DEGREES else pair.measurement.unit
