"""Finds the landmarks of radiographs that have no annotation: a JSON file and an overlay for each.

A model with a CVM head also gives the stage. With --cvm-config and --cvm-checkpoint, a classifier of C2-C4 crops
predicts it from the cervical region that the landmarks give.

Folders are read with all below them, and the folder of results mirrors them. Exit status: 0 all radiographs were read
(perhaps with warnings, which stand in their JSON files, too), 1 some could not be read, 2 a mistake in the arguments.

Example: python tools/predict.py configs/aariz_lite0_512.py CHECKPOINT my_radiographs/ --pixel-size 0.1
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from functools import partial
from pathlib import Path
from typing import Any

from aariz_mm.cli.batches import describe_profile, describe_program, read_all
from aariz_mm.cli.options import check_config
from aariz_mm.cli.reading_arguments import add_reading_arguments
from aariz_mm.files import check_file

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    parser.add_argument('checkpoint', help='checkpoint file')
    parser.add_argument(
        '--more-checkpoints', nargs='+', default=[], metavar='CHECKPOINT', help='further ones, for that of an ensemble'
    )
    add_reading_arguments(parser)
    parser.add_argument(
        '--cvm-config', metavar='CONFIG', help='config of a classifier of C2-C4 crops, or of an ensemble'
    )
    parser.add_argument(
        '--cvm-checkpoint', nargs='+', metavar='CHECKPOINT', help='its checkpoint; several for an ensemble'
    )
    parser.add_argument(
        '--profile', metavar='JSON', help='of a site, by aariz-mm adapt: landmarks as its reader has them'
    )
    parser.add_argument(
        '--calibration', metavar='FILE', help='of aariz-mm calibrate, or the bundle of this model that has it: radii, '
        'intervals and scores by it',
    )  # fmt: skip
    parser.add_argument('--device', help='cpu, cuda …; the GPU where there is one')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Predict and write; returns the exit status."""
    if (args.cvm_config is None) != (args.cvm_checkpoint is None):
        parser.error('--cvm-config and --cvm-checkpoint go together; give both, or neither')

    check_config(args.config)
    return read_all(lambda: _load_predictor(args), args, partial(_describe, args))


def _describe(args: Namespace) -> dict[str, Any]:
    from aariz_mm.engine.checkpoints import split_name

    checkpoints = [args.checkpoint, *args.more_checkpoints, *(args.cvm_checkpoint or ())]
    files = [check_file(split_name(text)[1], 'checkpoint', 'tools/train.py writes them') for text in checkpoints]
    files += [check_file(path, 'calibration', 'aariz-mm calibrate writes it') for path in [args.calibration] if path]
    return describe_program(
        files,
        dict(config=Path(args.config).name, cvm_config=args.cvm_config, profile=describe_profile(args.profile)),
    )


def _load_predictor(args: Namespace):
    from aariz_mm.inference.adapted import AdaptedPredictor
    from aariz_mm.inference.predictor import LandmarkPredictor
    from aariz_mm.inference.two_stage import TwoStagePredictor
    from aariz_mm.launching.configs import load_config

    checkpoints = [args.checkpoint, *args.more_checkpoints]
    predictor = LandmarkPredictor(load_config(args.config), checkpoints, args.device, args.calibration)
    if args.cvm_config is not None:
        predictor = TwoStagePredictor(predictor, load_config(args.cvm_config), args.cvm_checkpoint)
    return predictor if args.profile is None else AdaptedPredictor(predictor, args.profile, checkpoints)
