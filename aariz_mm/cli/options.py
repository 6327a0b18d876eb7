"""Arguments that several commands share."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from typing import TYPE_CHECKING

from aariz_mm.files import CONFIG_CURE, check_file

__all__ = ['add_checkpoints', 'add_config_options', 'add_launch_arguments', 'check_config', 'read_launch']

if TYPE_CHECKING:
    from aariz_mm.launching.configs import Launch


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
