"""Trains what a config describes."""

from __future__ import annotations

import argparse

from mmengine.runner import Runner

from aariz_mm.apis.launch import add_launch_arguments, build_train_config


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('config', help='config file')
    parser.add_argument('--work-dir', help='folder of logs and checkpoints; default work_dirs/CONFIG_NAME')
    parser.add_argument(
        '--resume',
        nargs='?',
        const='auto',
        metavar='PATH',
        help='go on from a checkpoint; without a path from the newest in the work folder',
    )
    parser.add_argument('--amp', action='store_true', help='automatic mixed precision')
    parser.add_argument('--no-validate', action='store_true', help='no validation while training')
    parser.add_argument('--auto-scale-lr', action='store_true', help='scale the rate by the real batch size')
    add_launch_arguments(parser)
    return parser.parse_args()


def main() -> None:
    Runner.from_cfg(build_train_config(parse_args())).train()


if __name__ == '__main__':
    main()
