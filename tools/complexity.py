"""Prints parameters, multiply-adds and seconds per image of the models of configs, as a Markdown table.

Example: python tools/complexity.py configs/isbi2015_lite0.py configs/aariz_hrnet_512.py --threads 1
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from mmengine.logging import MMLogger

from aariz_mm.apis.complexity import HEADER, format_note, format_row, measure_complexity
from aariz_mm.apis.launch import load_config


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('configs', nargs='+', metavar='CONFIG', help='config files; neither weights nor data are read')
    parser.add_argument('--repeats', type=int, default=10, metavar='N', help='images timed one by one (default 10)')
    parser.add_argument('--threads', type=int, metavar='N', help='CPU threads; default as many as torch takes')
    return parser.parse_args()


def main() -> None:
    args = parse_args()
    if args.threads is not None:
        torch.set_num_threads(args.threads)
    MMLogger.get_current_instance().setLevel('WARNING')  # timm's backbones tell their levels, amid the table
    print(HEADER)
    costs = {}
    for config in args.configs:
        costs[config] = measure_complexity(load_config(config), args.repeats)
        print(format_row(Path(config).name, costs[config]), flush=True)
    print('', format_note(costs), sep='\n')


if __name__ == '__main__':
    main()
