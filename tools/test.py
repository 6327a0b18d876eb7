"""Scores a checkpoint, or several as one ensemble, on the config's test data."""

from __future__ import annotations

import argparse

from mmengine.runner import Runner

from aariz_mm.apis.launch import add_launch_arguments, build_test_config
from aariz_mm.apis.report import report_paths, write_report
from aariz_mm.apis.results import describe_test, write_json
from aariz_mm.evaluation.case_files import cases_path, check_cases_path, collect_cases, write_cases


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('config', help='config file')
    parser.add_argument(
        'checkpoints', nargs='+', metavar='CHECKPOINT', help='checkpoint file; several for the config of an ensemble'
    )
    parser.add_argument('--work-dir', help='folder of the logs; default work_dirs/CONFIG_NAME')
    parser.add_argument(
        '--out',
        metavar='JSON',
        help='file for the scores, flat JSON; beside it NAME_cases.json with every answer and a report',
    )
    parser.add_argument('--dump', metavar='PKL', help='file for all predictions')
    parser.add_argument('--show-dir', metavar='DIR', help='folder for an overlay of every image')
    add_launch_arguments(parser)
    return parser.parse_args()


def main() -> None:
    args = parse_args()
    if args.out:
        check_cases_path(cases_path(args.out))
        report_paths(args.out)
    runner = Runner.from_cfg(build_test_config(args))
    scores = runner.test()
    if args.out and runner.rank == 0:
        description = describe_test(args, runner, scores)
        cases = collect_cases(runner.test_loop.evaluator.metrics, runner.test_dataloader.dataset.metainfo)
        print('scores written to', write_json(args.out, description))
        print('answers written to', write_cases(cases_path(args.out), cases))
        print('report written to', *write_report(args.out, scores, description, cases)[:2])


if __name__ == '__main__':
    main()
