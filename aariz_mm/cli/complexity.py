"""Prints parameters, multiply-adds and seconds per image of the models of configs, as a Markdown table.

Example: python tools/complexity.py configs/aariz_lite0_512.py configs/aariz_hrnet_512.py --threads 1
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from aariz_mm.cli.options import check_config, read_count, read_threads

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('configs', nargs='+', metavar='CONFIG', help='config files; neither weights nor data are read')
    parser.add_argument(
        '--repeats', type=read_count, default=10, metavar='N', help='images timed one by one (default 10)'
    )
    parser.add_argument('--threads', type=read_threads, metavar='N', help='CPU threads; default as many as torch takes')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Measure and print."""
    for config in args.configs:
        check_config(config)
    import torch
    from mmengine.logging import MMLogger

    from aariz_mm.launching.complexity import HEADER, format_note, format_row, measure_complexity
    from aariz_mm.launching.configs import load_config

    if args.threads is not None:
        torch.set_num_threads(args.threads)
    MMLogger.get_current_instance().setLevel('WARNING')  # timm's backbones log their levels in the middle of the table
    print(HEADER)
    costs = {}
    for config in args.configs:
        costs[config] = measure_complexity(load_config(config), args.repeats)
        print(format_row(Path(config).name, costs[config]), flush=True)
    print('', format_note(costs), sep='\n')
