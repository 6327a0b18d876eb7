"""The cost of many radiographs as a Markdown table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aariz_mm.benchmark.cost import (
    Constants,
    Machine,
    cache_gb,
    cores_per_gpu,
    epoch_rate,
    first_epoch_rate,
    hours,
    reading_rate,
)

__all__ = ['describe_scale']

_HEADER = (
    '| radiographs | cache | machine | first epoch | each later epoch | {epochs} epochs | reading |{price}\n'
    '| ---: | ---: | --- | --- | --- | ---: | --- |{rule}'
)
_UNITS = (('d', 24.0), ('h', 1.0), ('min', 1 / 60), ('s', 1 / 3600))


def describe_scale(constants: Constants, machines: Sequence[Machine], images: Sequence[int], epochs: int) -> str:
    """Table of times and what bounds them, and how many cores a GPU needs.

    Args:
        images: numbers of radiographs. epochs: of a training.
    """
    priced = any(machine.price is not None for machine in machines)
    header = _HEADER.format(
        epochs=epochs, price=' training, reading: price |' if priced else '', rule=' --- |' * priced
    )
    rows = [_row(constants, machine, count, epochs, priced) for count in images for machine in machines]
    needs = '\n'.join(_needs(constants, machines))
    return '\n'.join([header, *rows]) + (f'\n\n{needs}' if needs else '')


def _row(constants: Constants, machine: Machine, count: int, epochs: int, priced: bool) -> str:
    first, later = first_epoch_rate(constants, machine), epoch_rate(constants, machine, count)
    reading = reading_rate(constants, machine)
    training_h = hours(first, count) + (epochs - 1) * hours(later, count)
    cells = [
        f'{count:,}',
        _size(cache_gb(constants, count)),
        machine.name,
        *(f'{_time(hours(rate, count))}, {rate.bound}' for rate in (first, later)),
        _time(training_h),
        f'{_time(hours(reading, count))}, {reading.bound}',
    ]
    if priced:
        times = (training_h, hours(reading, count))
        cells.append('' if machine.price is None else ', '.join(f'{machine.price * each:,.2f}' for each in times))
    return f'| {" | ".join(cells)} |'


def _needs(constants: Constants, machines: Sequence[Machine]) -> Iterator[str]:
    for machine in machines:
        if machine.gpus:
            cores = cores_per_gpu(constants, machine)
            per_s = f'{1000 * cores / constants.sample_ms:,.0f} images a second'
            have = machine.cores / machine.gpus
            takes = f'a GPU that trains on {per_s} takes the samples of {cores:.1f} cores'
            yield f'- {machine.name}: {takes}; it has {have:.0f}.'


def _time(in_hours: float) -> str:
    """In the largest unit of which there is one.

    Example: 0.5 -> '30 min'
    """
    unit, size = next(((unit, size) for unit, size in _UNITS if in_hours >= size), _UNITS[-1])
    value = in_hours / size
    return f'{value:.1f} {unit}' if value < 10 else f'{value:,.0f} {unit}'


def _size(gigabytes: float) -> str:
    return f'{gigabytes / 1000:.1f} TB' if gigabytes >= 1000 else f'{gigabytes:.3g} GB'
