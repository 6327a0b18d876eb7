"""Trains what a config describes.

Example: python tools/train.py configs/aariz_lite0_512.py --work-dir work_dirs/a
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from aariz_mm.cli.options import add_launch_arguments, check_config, read_launch

__all__ = ['add_arguments', 'build_config', 'run']

if TYPE_CHECKING:
    from mmengine.config import Config


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    parser.add_argument('--work-dir', help='folder of logs and checkpoints; default work_dirs/CONFIG_NAME')
    parser.add_argument(
        '--resume',
        nargs='?',
        const='auto',
        metavar='PATH',
        help='go on from a checkpoint, or the newest of a folder; without a path from the newest in the work folder',
    )
    parser.add_argument('--amp', action='store_true', help='automatic mixed precision')
    parser.add_argument('--no-validate', action='store_true', help='no validation while training')
    parser.add_argument('--auto-scale-lr', action='store_true', help='scale the rate by the real batch size')
    add_launch_arguments(parser)


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Train."""
    check_config(args.config)
    from aariz_mm.launching.checked_runner import build_training_runner
    from aariz_mm.launching.joining import explain_lost_processes
    from aariz_mm.launching.run_record import record_run

    with explain_lost_processes():
        runner = build_training_runner(build_config(args))
        if runner is not None:
            record_run(runner)
            runner.train()


def build_config(args: Namespace) -> Config:
    """The config that the Runner gets."""
    from aariz_mm.launching.configs import build_train_config

    validate, scale = not args.no_validate, args.auto_scale_lr
    return build_train_config(read_launch(args), args.resume, args.amp, validate, scale)
