"""Arguments of ``tools/benchmark.py scale``, and the machine and constants that they describe."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from dataclasses import fields

from aariz_mm.benchmark.cost import MACHINES, MEASURED, Constants, Machine
from aariz_mm.benchmark.scale_table import describe_scale

__all__ = ['add_scale_arguments', 'describe_arguments', 'read_positive']

_CONSTANTS = {
    'stored_mb': 'a radiograph as it is stored, MB',
    'cached_mb': 'a radiograph in the cache, MB',
    'decode_ms': 'to decode a radiograph into the cache, ms of one core; row "sample, cold cache" less the warm one',
    'sample_ms': 'for a training sample, ms of one core; row "sample and its share of the batch"',
    'train_ms': 'for an image in a training step on the CPU, ms of one core; train-step',
    'multiply_adds': 'of a forward, 10^9; tools/complexity.py',
    'read_ms': 'for a radiograph of aariz-mm read, ms of one core',
}
_MACHINE = {
    'gpu_tflops': 'peak of a GPU, dense, by its data sheet',
    'gpu_share': 'of the peak that training reaches, 0 to 1',
    'gpu_per_s': 'images a second that a GPU trains on, where train-step has measured it; goes before peak and share',
    'disk_mb_s': 'reading of the disk, MB/s',
    'memory_gb': 'memory, GB',
    'price': 'of an hour, in any money',
}


def add_scale_arguments(parser: ArgumentParser) -> None:
    """Numbers of radiographs, constants, and a machine in place of the usual three."""
    parser.add_argument('--images', type=_count, nargs='+', default=[1000, 100_000, 10_000_000], metavar='N')
    parser.add_argument('--epochs', type=_count, default=100, metavar='N', help='of a training (%(default)s)')
    for name, what in _CONSTANTS.items():
        _add(parser, name, f'{what} (%(default)s)', getattr(MEASURED, name))
    parser.add_argument(
        '--cores', type=_count, metavar='N', help='of a machine of your own, in place of the usual three'
    )
    parser.add_argument('--gpus', type=_count, metavar='N', help='of it; none by default')
    for name, what in _MACHINE.items():
        _add(parser, name, f'{what}; needs --cores')


def _add(parser: ArgumentParser, name: str, what: str, default: float | None = None) -> None:
    kind = _share if name == 'gpu_share' else read_positive
    parser.add_argument(f'--{name.replace("_", "-")}', type=kind, default=default, metavar='X', help=what)


def read_positive(text: str) -> float:
    """A positive number of an argument; an ArgumentTypeError where it is none."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float('inf'):
        raise ArgumentTypeError(f'{text!r}: expected a positive number')
    return value


def _share(text: str) -> float:
    if read_positive(text) > 1:
        raise ArgumentTypeError(f'{text!r}: expected a share, 0 to 1')
    return float(text)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise ArgumentTypeError(f'{text!r}: expected a whole number of at least 1')
    return int(text)


def describe_arguments(args: Namespace) -> str:
    """The table that the arguments ask for.

    Errors:
        ValueError: settings of a machine without its cores, or GPUs without what they do.
    """
    given = vars(args)
    constants = Constants(**{field.name: given[field.name] for field in fields(Constants)})
    own = {name: given[name] for name in ('gpus', *_MACHINE) if given[name] is not None}
    machines = MACHINES if args.cores is None else (_own_machine(args.cores, own),)
    if own and args.cores is None:
        raise ValueError(f'--{next(iter(own)).replace("_", "-")} needs --cores, of the machine that it belongs to')
    return describe_scale(constants, machines, args.images, args.epochs)


def _own_machine(cores: int, settings: Mapping) -> Machine:
    if settings.get('gpus') and not {'gpu_tflops', 'gpu_per_s'} & set(settings):
        raise ValueError('--gpus needs --gpu-per-s, as train-step measures it, or --gpu-tflops of the data sheet')
    gpus = f', {settings["gpus"]} GPUs' if settings.get('gpus') else ''
    return Machine(f'{cores} cores{gpus}', cores, **settings)
