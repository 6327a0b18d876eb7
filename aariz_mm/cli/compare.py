"""Compares tested models on the same images by a paired bootstrap: which is better, and is the difference real?

Takes the files that tools/test.py --out writes (with NAME_cases.json beside each) or those of cases themselves, and
compares every run with the first. Runs of different protocols are refused.

Example: python tools/compare.py work_dirs/a/metrics.json work_dirs/b/metrics.json
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import read_count, read_index

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('first', metavar='RUN_A', help='JSON of the run that the others are compared with')
    parser.add_argument('others', nargs='+', metavar='RUN_B', help='JSON of each other run')
    parser.add_argument(
        '--repeats', type=read_count, default=10000, metavar='N', help='bootstrap repeats (default 10000)'
    )
    parser.add_argument('--seed', type=read_index, default=0, help='of the bootstrap (default 0)')
    parser.add_argument('--out', metavar='JSON', help='file for the result')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Compare, print and write."""
    from aariz_mm.evaluation.run_comparison import (
        check_comparison_path,
        compare_runs,
        comparison_as_json,
        format_comparison,
        load_run,
    )
    from aariz_mm.files import write_json

    if args.out:
        check_comparison_path(args.out)
    runs = [load_run(path) for path in (args.first, *args.others)]
    result = compare_runs(runs, args.repeats, args.seed)
    print(format_comparison(result))
    if args.out:
        print('\ncomparison written to', write_json(args.out, comparison_as_json(result)))
