"""The part of a report on cephalometric measurements and classes."""

from __future__ import annotations

import numpy as np

from ..analysis.definitions import DEGREES
from ..evaluation.agreement import differences
from ..evaluation.measurement_agreement import MeasurementAgreement, PairedMeasurement
from ..evaluation.measurement_tables import class_agreement_table, measurement_agreement_table, unit_sign
from ..number_text import counted, fixed, span
from .document import Figure, Figures, Paragraph, Section
from .plots import draw_bland_altman

__all__ = ['measurement_section']

_PLOTTED = ('SNA', 'SNB', 'ANB', 'FMA', 'IMPA', 'U1-SN', 'interincisal', 'Wits', 'Co-Gn', 'gonial', 'Jarabak', 'ANS-Me')
"""Measurements that get a Bland-Altman plot where they can be measured."""

_SIZE = (360, 290)
_SMALLEST = 3
"""Fewer images make no plot."""


def measurement_section(result: MeasurementAgreement) -> Section:
    """Agreement of every measurement and class that the landmarks allow, beside that of the two readers."""
    if not result.measurements:
        return Section('Measurements', (Paragraph('These landmarks allow no measurement.'),))
    classes = (class_agreement_table(result),) if result.classes else ()
    return Section('Measurements', (measurement_agreement_table(result), *classes, _note(result), *_plots(result)))


def _note(result: MeasurementAgreement) -> Paragraph:
    note = 'Limits of agreement: bias ± 1.96 SD (Bland and Altman). Kappa is linearly weighted.'
    if result.readers_measurements is None:
        return Paragraph(f'{note} Without two readers there is no reference of theirs.', note=True)
    readers = (
        'Readers apart: the first against the second. The model is held against the truth that is made of both, so its '
        'MAE may be compared with that of a reader to the mean of both, which is half as large; the ICC of the readers '
        'is that of one with the other.'
    )
    return Paragraph(f'{note} {readers}', note=True)


def _plots(result: MeasurementAgreement) -> list[Figures | Paragraph]:
    readers = result.readers_measurements or {}
    figures = tuple(
        _bland_altman(key, result.measurements[key], readers.get(key))
        for key in _PLOTTED
        if key in result.measurements and result.measurements[key].summary.n >= _SMALLEST
    )
    if not figures:
        return [Paragraph('There are too few images for Bland-Altman plots.')]
    lines = 'Bland-Altman plots: solid line bias, dashed lines limits of agreement, grey band the tolerance'
    lines += (
        ', dotted lines those of a reader from the mean of both (half of what two readers differ).' if readers else '.'
    )
    return [Paragraph(lines), Figures(figures, 300)]


def _bland_altman(key: str, pair: PairedMeasurement, readers: PairedMeasurement | None) -> Figure:
    apart = differences(pair.first, pair.second, angular=pair.measurement.unit == DEGREES)
    there = np.isfinite(apart)
    apart, mean = apart[there], (pair.second + apart / 2)[there]
    own = pair.summary
    unit = unit_sign(pair) if pair.measurement.unit == DEGREES else f' {unit_sign(pair)}'
    summary = f'{pair.measurement.name}: bias {fixed(own.bias)}{unit}, limits {span(own.loa_low, own.loa_high)}{unit}'
    return Figure(
        f'bland_altman_{key}.png', draw_bland_altman(mean, apart, pair, readers, _SIZE), _SIZE,
        f'Bland-Altman plot of {summary}.', f'{summary}; {counted(own.n, "image")}.',
    )  # fmt: skip
