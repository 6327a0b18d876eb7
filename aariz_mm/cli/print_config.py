"""Prints a config as the Runner gets it: bases read, functions called, settings of --cfg-options replaced.

Example: python tools/print_config.py configs/aariz_lite0_512.py --cfg-options train_cfg.max_epochs=5
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import add_config_options, check_config

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    add_config_options(parser)


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Print."""
    check_config(args.config)
    from aariz_mm.launching.configs import load_config, parse_options

    print(load_config(args.config, parse_options(args.cfg_options)).pretty_text)
