"""Compares tested models, or recipes with several trainings, on the same images: which is better, and is that chance?

Takes the files that tools/test.py --out writes (with NAME_cases.json beside each) or those of cases themselves, and
compares every run with the first. Runs of different protocols are refused. With --recipe, tests of trainings with
different seeds stand for a recipe, and how much these differ counts too.

Example: python tools/compare.py work_dirs/a/metrics.json work_dirs/b/metrics.json
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import read_count, read_index

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument(
        'runs', nargs='*', metavar='RUN', help='JSON of each run; the first is compared with the others'
    )
    parser.add_argument('--recipe', nargs='+', action='append', default=[], metavar=('NAME', 'RUN'),
                        help='instead of runs: a name, and the JSON of each training; twice or more')  # fmt: skip
    parser.add_argument('--repeats', type=read_count, default=10000, metavar='N',
                        help='random sign flips, for one training on either side (default 10000)')  # fmt: skip
    parser.add_argument('--seed', type=read_index, default=0, help='of the sign flips (default 0)')
    parser.add_argument('--out', metavar='JSON', help='file for the result')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Compare, print and write."""
    from aariz_mm.evaluation.comparison_text import check_comparison_path, comparison_as_json, format_comparison
    from aariz_mm.evaluation.run_comparison import compare_runs, load_recipe, load_run
    from aariz_mm.files import write_json

    if bool(args.runs) == bool(args.recipe) or len(args.runs or args.recipe) < 2:
        parser.error('give two runs or more, or --recipe twice or more (--recipe NAME RUN RUN …), and not both')
    if args.out:
        check_comparison_path(args.out)
    runs = [load_run(path) for path in args.runs] or [load_recipe(name, paths) for name, *paths in args.recipe]
    result = compare_runs(runs, args.repeats, args.seed)
    print(format_comparison(result))
    if args.out:
        print('\ncomparison written to', write_json(args.out, comparison_as_json(result)))
