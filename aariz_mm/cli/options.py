"""Arguments that several commands share."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from aariz_mm.files import CONFIG_CURE, check_file
from aariz_mm.number_text import parse_decimal

__all__ = [
    'add_checkpoints',
    'add_config_options',
    'add_launch_arguments',
    'check_config',
    'read_analyses',
    'read_count',
    'read_count_up_to',
    'read_index',
    'read_launch',
    'read_magnification',
    'read_number',
    'read_pixel_size',
    'read_ruler_mm',
    'read_shard',
    'read_side',
    'read_threads',
    'split_names',
]

if TYPE_CHECKING:
    from aariz_mm.launching.configs import Launch
    from aariz_mm.radiographs.shards import Shard


def add_launch_arguments(parser: ArgumentParser) -> None:
    """What all commands that build a Runner share: ``--cfg-options`` and ``--launcher``."""
    add_config_options(parser)
    parser.add_argument('--launcher', choices=('none', 'pytorch', 'slurm', 'mpi'), default='none', help='job launcher')
    # torch.distributed.launch passes it with a hyphen or an underscore, by version.
    parser.add_argument('--local_rank', '--local-rank', type=int, default=0, help=SUPPRESS)


def add_config_options(parser: ArgumentParser) -> None:
    """``--cfg-options``, which ``launching.configs.parse_options`` reads."""
    parser.add_argument(
        '--cfg-options', nargs='+', action='extend', default=[], metavar='K=V', help='settings to replace'
    )


def read_launch(args: Namespace) -> Launch:
    """The values of :func:`add_launch_arguments`, the config and the work folder."""
    check_config(args.config)
    from aariz_mm.launching.configs import Launch, parse_options

    return Launch(args.config, args.work_dir, parse_options(args.cfg_options), args.launcher, args.local_rank)


def check_config(path: str) -> None:
    """Check that a config is there, before anything heavy is imported.

    Errors:
        FileNotFoundError: it is not.
    """
    check_file(path, 'config', CONFIG_CURE)


def add_checkpoints(parser: ArgumentParser) -> None:
    """Config and checkpoints."""
    parser.add_argument('config', help='config file')
    parser.add_argument(
        'checkpoints',
        nargs='+',
        metavar='CHECKPOINT',
        help='checkpoint file; several, as they are or as NAME=PATH of a member, for the config of an ensemble',
    )


def read_pixel_size(text: str) -> float:
    """Mm per pixel of an argument.

    Errors:
        ArgumentTypeError: not a positive, finite number.
    """
    from aariz_mm.radiographs.resolution import check_pixel_size_mm

    return _read_mm(text, check_pixel_size_mm, 'mm per pixel, such as 0.1')


def read_ruler_mm(text: str) -> float:
    """Mm from mark to mark of a ruler.

    Errors:
        ArgumentTypeError: not a positive, finite number.
    """
    from aariz_mm.radiographs.ruler import check_mark_mm

    return _read_mm(text, check_mark_mm, 'mm from mark to mark, such as 10')


def _read_mm(text: str, check: Callable[[float, str], float], unit: str) -> float:
    try:
        return check(parse_decimal(text), 'length')
    except ValueError as error:
        raise ArgumentTypeError(f'{text!r}: expected a positive number of {unit}') from error


def read_magnification(text: str) -> float:
    """How many times larger than life millimetres are.

    Errors:
        ArgumentTypeError: none that a head film has, 1 to 1.5.
    """
    expected = 'how many times larger than life the millimetres are: 1 (of the head itself) to 1.5'
    return read_number(text, lambda factor: 1 <= factor <= 1.5, expected)


def read_number(text: str, fits: Callable[[float], bool], expected: str) -> float:
    """A number of an argument, with a decimal point or comma.

    Args:
        fits: whether it may be this one; never true of NaN. expected: in the message, such as 'a number of days'.
    Errors:
        ArgumentTypeError: no number, or none that fits.
    """
    try:
        value = parse_decimal(text)
    except ValueError:
        value = float('nan')
    if not fits(value):
        raise ArgumentTypeError(f'{text!r}: expected {expected}')
    return value


def split_names(text: str) -> tuple[str, ...]:
    """Names of an argument with commas between them, in small letters, each once.

    Example: 'PDF, html,,pdf' -> ('pdf', 'html')
    """
    return tuple(dict.fromkeys(one.strip().lower() for one in text.split(',') if one.strip()))


def read_shard(text: str) -> Shard:
    """Part I of N of an argument; an ArgumentTypeError where it is none."""
    from aariz_mm.radiographs.shards import parse_shard

    try:
        return parse_shard(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def read_analyses(text: str) -> tuple[str, ...]:
    """Named analyses of an argument; an ArgumentTypeError where one is unknown."""
    from aariz_mm.analysis.named_tables import find_analyses

    try:
        return tuple(found.key for found in find_analyses(filter(None, map(str.strip, text.split(',')))))
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from error


def read_side(text: str) -> int:
    """The longer side of a picture, px; an ArgumentTypeError where it is under 64."""
    if read_count(text) < 64:
        raise ArgumentTypeError(f'{text!r}: expected at least 64 pixels')
    return int(text)


def read_count(text: str) -> int:
    """A number of things; an ArgumentTypeError where it is no whole number of at least 1."""
    return _read_whole(text, 1)


def read_count_up_to(most: int) -> Callable[[str], int]:
    """A reader of numbers of processes or threads: a slip of the keyboard is to take no machine down."""

    def read(text: str) -> int:
        if read_count(text) > most:
            raise ArgumentTypeError(f'{text!r}: expected 1 to {most}')
        return int(text)

    return read


def read_threads(text: str) -> int:
    """A number of threads of the CPU; an ArgumentTypeError where it is not from 1 to 512."""
    return read_count_up_to(512)(text)


def read_index(text: str) -> int:
    """A whole number of at least 0; an ArgumentTypeError where it is none."""
    return _read_whole(text, 0)


def _read_whole(text: str, least: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if value < least:
        raise ArgumentTypeError(f'{text!r}: expected a whole number of at least {least}')
    return value
