"""Finds the landmarks of radiographs that have no annotation: a JSON file and an overlay for each.

A model with a CVM head also gives the stage. With --cvm-config and --cvm-checkpoint, a classifier of C2-C4 crops
predicts it from the cervical region that the landmarks give.

Folders are read with all below them, and the folder of results mirrors them. Exit status: 0 all radiographs were read
(perhaps with warnings, which stand in their JSON files, too), 1 some could not be read, 2 a mistake in the arguments.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from aariz_mm.cli.options import check_config, read_pixel_size

__all__ = ['add_arguments', 'run']

if TYPE_CHECKING:
    from aariz_mm.inference.batch import Outcome
    from aariz_mm.radiographs.listing import Listing


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    parser.add_argument('checkpoint', help='checkpoint file')
    parser.add_argument(
        '--more-checkpoints', nargs='+', default=[], metavar='CHECKPOINT', help='further ones, for that of an ensemble'
    )
    parser.add_argument('images', nargs='+', metavar='IMAGE_OR_FOLDER')
    parser.add_argument('--out-dir', required=True, help='folder of the results')
    parser.add_argument(
        '--cvm-config', metavar='CONFIG', help='config of a classifier of C2-C4 crops, or of an ensemble'
    )
    parser.add_argument(
        '--cvm-checkpoint', nargs='+', metavar='CHECKPOINT', help='its checkpoint; several for an ensemble'
    )
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel, for the scale bar')
    parser.add_argument('--device', help='cpu, cuda …; the GPU where there is one')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Predict and write; returns the exit status."""
    if (args.cvm_config is None) != (args.cvm_checkpoint is None):
        parser.error('--cvm-config and --cvm-checkpoint go together; give both, or neither')

    check_config(args.config)
    from aariz_mm.radiographs.listing import list_radiographs

    listing = list_radiographs(args.images, args.out_dir)

    from tqdm import tqdm

    from aariz_mm.inference.batch import predict_files
    from aariz_mm.inference.results import check_out_dir

    check_out_dir(listing.radiographs, args.out_dir)
    said = _warn_of_pixel_size(args.pixel_size)
    predictor = _load_predictor(args)
    outcomes = []
    for outcome in predict_files(predictor, tqdm(listing.radiographs, unit='image'), args.out_dir, args.pixel_size):
        outcome = replace(outcome, warnings=tuple(text for text in outcome.warnings if text != said))
        outcomes.append(outcome)
        for text in (outcome.failure and f'failed: {outcome.failure}', *outcome.warnings):
            if text:
                tqdm.write(f'{outcome.image}: {text}', file=sys.stderr)
    return _summarize(outcomes, listing, args.out_dir)


def _warn_of_pixel_size(pixel_size_mm: float | None) -> str:
    """Say that a pixel size is unusual, once and not for each radiograph; what was said, '' for nothing."""
    from aariz_mm.radiographs.resolution import unusual_pixel_size

    note = '' if pixel_size_mm is None else unusual_pixel_size(pixel_size_mm)
    if note:
        print(f'warning: {note}', file=sys.stderr)
    return note


def _load_predictor(args: Namespace):
    from aariz_mm.inference.predictor import LandmarkPredictor
    from aariz_mm.inference.two_stage import TwoStagePredictor
    from aariz_mm.launching.configs import load_config

    checkpoints = [args.checkpoint, *args.more_checkpoints]
    predictor = LandmarkPredictor(load_config(args.config), checkpoints, args.device)
    if args.cvm_config is None:
        return predictor
    return TwoStagePredictor(predictor, load_config(args.cvm_config), args.cvm_checkpoint)


def _summarize(outcomes: Sequence[Outcome], listing: Listing, out_dir: str) -> int:
    """Print what was done and what was not; 0 where all radiographs were read, else 1."""
    failed = [outcome for outcome in outcomes if outcome.failure]
    doubtful = [outcome for outcome in outcomes if outcome.warnings]
    if listing.skipped:
        print(listing.describe_skipped(), file=sys.stderr)
    read = len(outcomes) - len(failed)
    print(f'{read} of {len(outcomes)} radiographs read; results in {out_dir}')
    for name, some in (('doubtful', doubtful), ('failed', failed)):
        if some:
            print(f'{len(some)} {name}: {", ".join(str(outcome.image) for outcome in some)}', file=sys.stderr)
    return 1 if failed else 0
