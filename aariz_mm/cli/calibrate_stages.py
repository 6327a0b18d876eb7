"""Fits one temperature to held-out CVM stages, so that their probabilities mean what they say.

The answers are those of folds: NAME_cases.json of tools/cross_validate.py --out, one file or several of different
folds. The temperature belongs to the model that is trained like them on all folds. Put it into its bundle by --add-to,
or into its config: model.head.temperature. Stages stay as they are; their probabilities become flatter or sharper.
Printed is the calibration error where each fifth is tempered by the other four, beside that of a perfect head.

Example: aariz-mm calibrate-stages work_dirs/folds_cases.json --out work_dirs/temperature.json --add-to cvm6.onnx
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('cases', nargs='+', metavar='CASES', help='NAME_cases.json of tools/cross_validate.py --out')
    parser.add_argument('--out', required=True, metavar='JSON', help='the temperature and what it changes')
    parser.add_argument('--add-to', metavar='BUNDLE', help='bundle of the model trained on all folds; it is rewritten')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Fit, check and write."""
    from dataclasses import asdict

    from aariz_mm.evaluation import temperature as temperatures
    from aariz_mm.evaluation.calibration import calibration_scores
    from aariz_mm.evaluation.held_out_stages import read_held_out_stages
    from aariz_mm.files import check_replaceable, write_json

    check_replaceable(args.out, [temperatures.FORMAT], 'temperature', 'give another --out')
    if args.add_to:
        from aariz_mm.reading.metadata import add_temperature, check_stages

        check_stages(args.add_to)
    stages, folds = read_held_out_stages(args.cases)
    fit = temperatures.fit_temperature(stages.probabilities, stages.true)
    nested = temperatures.nested_tempering(stages.probabilities, stages.true)
    before, after = (calibration_scores(one, stages.pred, stages.true) for one in (stages.probabilities, nested))
    print(temperatures.report_temperature(fit, before, after))
    content = dict(format=temperatures.FORMAT, **asdict(fit), folds=folds, before=before, nested=after)
    print('temperature written to', write_json(args.out, content))
    if args.add_to:
        print('temperature added to', add_temperature(args.add_to, fit.temperature))
