"""Finds the landmarks of radiographs that have no annotation: a JSON file and an overlay for each.

A model with a CVM head also gives the stage. With --cvm-config and --cvm-checkpoint, a classifier of C2-C4 crops
predicts it from the cervical region that the landmarks give.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import check_config

__all__ = ['add_arguments', 'run']


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
    parser.add_argument('--pixel-size', type=float, metavar='MM', help='mm per pixel, for the scale bar')
    parser.add_argument('--device', help='cpu, cuda …; the GPU where there is one')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Predict and write."""
    if (args.cvm_config is None) != (args.cvm_checkpoint is None):
        parser.error('--cvm-config and --cvm-checkpoint go together; give both, or neither')

    check_config(args.config)
    from aariz_mm.radiographs.listing import list_images

    images = list_images(args.images)

    from tqdm import tqdm

    from aariz_mm.inference.predictor import LandmarkPredictor
    from aariz_mm.inference.results import check_out_dir, write_prediction
    from aariz_mm.inference.two_stage import TwoStagePredictor
    from aariz_mm.launching.configs import load_config

    check_out_dir(images, args.out_dir)
    checkpoints = [args.checkpoint, *args.more_checkpoints]
    predictor = LandmarkPredictor(load_config(args.config), checkpoints, args.device)
    if args.cvm_config is not None:
        predictor = TwoStagePredictor(predictor, load_config(args.cvm_config), args.cvm_checkpoint)
    for image in tqdm(images, unit='image'):
        write_prediction(predictor(image, args.pixel_size), args.out_dir)
    print(f'{len(images)} radiographs read; results in {args.out_dir}')
