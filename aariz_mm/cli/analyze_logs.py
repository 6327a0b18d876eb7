"""Draws what training runs logged, losses, scores and learning rates, and prints a row for each run.

Example: python tools/analyze_logs.py work_dirs/a work_dirs/b --out work_dirs/curves.png
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('runs', nargs='+', metavar='RUN', help='work folder of a training, or a scalars.json in it')
    parser.add_argument(
        '--score', nargs='+', default=[], metavar='NAME', help='scores to show, as SDR_2.0mm; default MRE_mm, CVM_qwk'
    )
    parser.add_argument('--out', default='work_dirs/training_curves.png', metavar='PNG', help='picture of the curves')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, draw and print."""
    if not args.out.lower().endswith('.png'):
        parser.error(f'--out {args.out}: expected a name that ends in .png')
    from aariz_mm.evaluation.training_logs import read_training_logs, shared_scores, summarize_logs
    from aariz_mm.files import write_file
    from aariz_mm.report.curves import draw_training_curves
    from aariz_mm.tables import render_text

    logs = read_training_logs(args.runs)
    scores = shared_scores(logs, args.score)
    write_file(args.out, draw_training_curves(logs, scores))
    print(render_text(summarize_logs(logs, scores)))
    print(f'curves: {args.out}')
