"""Trains a config once for each fold of its training split and scores all held-out predictions together.

``{fold}`` in a setting stands for the number of the fold. NAME_cases.json beside the scores holds every prediction, for
``tools/compare.py``.

Example: python tools/cross_validate.py configs/aariz_cvm_crop.py --out work_dirs/cvm_folds.json
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import add_launch_arguments, check_config, read_index, read_launch

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file; its training dataset must know folds')
    parser.add_argument('--folds', type=read_index, nargs='+', metavar='N', help='folds to train; default all')
    parser.add_argument('--work-dir', help='folder of one work folder for each fold; default work_dirs/CONFIG_NAME')
    parser.add_argument('--resume', action='store_true', help='go on; folds already trained are only tested again')
    parser.add_argument('--amp', action='store_true', help='automatic mixed precision')
    parser.add_argument('--out', metavar='JSON', help='file for the scores, flat JSON; beside it NAME_cases.json')
    parser.add_argument('--dump', metavar='PKL', help='file for the predictions of all folds')
    add_launch_arguments(parser)


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Train and score."""
    check_config(args.config)
    from aariz_mm.evaluation.case_files import cases_path, check_cases_path, write_cases
    from aariz_mm.files import write_json
    from aariz_mm.launching.configs import build_train_config
    from aariz_mm.launching.cross_validation import cross_validate
    from aariz_mm.launching.joining import explain_lost_processes
    from aariz_mm.launching.test_description import SCORES_FORMAT, check_scores_path

    config = build_train_config(read_launch(args), 'auto' if args.resume else None, args.amp)
    folds = args.folds or list(range(config.train_dataloader.dataset.get('num_folds', 5)))
    if args.out:
        check_scores_path(args.out)
        check_cases_path(cases_path(args.out))
    with explain_lost_processes():
        scores, cases = cross_validate(config, folds, args.dump)
    if args.out and cases is not None:
        made_with = dict(config=args.config, folds=folds, seed=config.randomness.get('seed'))
        print('scores written to', write_json(args.out, {'format': SCORES_FORMAT, **scores, **made_with}))
        print('predictions written to', write_cases(cases_path(args.out), cases))
