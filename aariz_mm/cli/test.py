"""Scores a checkpoint, or several as one ensemble, on the config's test data.

Example: python tools/test.py configs/aariz_lite0_512.py CHECKPOINT --out work_dirs/a/metrics.json
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from aariz_mm.cli.options import add_checkpoints, add_launch_arguments, check_config, read_launch

__all__ = ['add_arguments', 'build_config', 'run']

if TYPE_CHECKING:
    from mmengine.config import Config
    from mmengine.runner import Runner


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    add_checkpoints(parser)
    parser.add_argument('--work-dir', help='folder of the logs; default work_dirs/CONFIG_NAME')
    parser.add_argument(
        '--out',
        metavar='JSON',
        help='file for the scores, flat JSON; beside it NAME_cases.json with every prediction and a report',
    )
    parser.add_argument('--dump', metavar='PKL', help='file for all predictions')
    parser.add_argument('--show-dir', metavar='DIR', help='folder for an overlay of every image')
    parser.add_argument('--profile', metavar='JSON', help="of a site, by aariz-mm adapt: score its reader's landmarks")
    parser.add_argument(
        '--calibration',
        metavar='FILE',
        help='of aariz-mm calibrate, or the bundle of this model that has it: scores and expected errors by it',
    )
    add_launch_arguments(parser)


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Test, and write the files that the arguments name."""
    check_config(args.config)
    from aariz_mm.evaluation.case_files import cases_path, check_cases_path
    from aariz_mm.launching.checked_runner import build_test_runner
    from aariz_mm.launching.joining import explain_lost_processes
    from aariz_mm.launching.run_record import describe_records
    from aariz_mm.launching.test_description import check_scores_path
    from aariz_mm.report.files import report_paths

    if args.out:
        check_scores_path(args.out)
        check_cases_path(cases_path(args.out))
        report_paths(args.out)
    with explain_lost_processes():
        runner = build_test_runner(build_config(args))
        scores = runner.test()
        if runner.rank == 0:
            print(*describe_records(args.checkpoints), sep='\n')
    if args.out and runner.rank == 0:
        _write_results(args, runner, scores)


def build_config(args: Namespace) -> Config:
    """The config that the Runner gets."""
    from aariz_mm.launching.configs import build_test_config

    asked = (args.dump, args.show_dir, args.profile, args.calibration)
    return build_test_config(read_launch(args), args.checkpoints, *asked)


def _write_results(args: Namespace, runner: Runner, scores: dict) -> None:
    from aariz_mm.environment_record import source_state
    from aariz_mm.evaluation.case_files import cases_path, collect_agreement, collect_cases, write_cases
    from aariz_mm.files import write_json
    from aariz_mm.launching.run_record import data_fingerprint
    from aariz_mm.launching.test_description import describe_test
    from aariz_mm.report.files import write_report

    metrics, metainfo = runner.test_loop.evaluator.metrics, runner.test_dataloader.dataset.metainfo
    protocol = dict(metainfo.get('protocol', {}), **_profile(args.profile))
    description = describe_test(scores, args.config, args.checkpoints, runner.seed, protocol)
    description.update(source_state(), data_sha256=data_fingerprint(runner.test_dataloader.dataset))
    if args.calibration:
        description['calibration'] = args.calibration
    cases = collect_cases(metrics, metainfo)
    print('scores written to', write_json(args.out, description))
    print('predictions written to', write_cases(cases_path(args.out), cases))
    report = write_report(args.out, scores, description, cases, collect_agreement(metrics))
    print('report written to', *report[:2])


def _profile(path: str | None) -> dict[str, str]:
    from aariz_mm.cli.batches import describe_profile

    return {} if path is None else dict(profile=describe_profile(path))
