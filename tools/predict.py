"""Finds the landmarks of radiographs that have no annotation: a JSON file and an overlay for each.

A model with a CVM head also tells the stage. With --cvm-config and --cvm-checkpoint, a classifier of C2-C4 crops reads
it from the cervical region that the landmarks give.
"""

from __future__ import annotations

import argparse

from tqdm import tqdm

from aariz_mm.apis.inference import LandmarkPredictor, list_images
from aariz_mm.apis.launch import load_config
from aariz_mm.apis.results import check_out_dir, write_prediction
from aariz_mm.apis.two_stage import TwoStagePredictor


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
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
    args = parser.parse_args()
    if (args.cvm_config is None) != (args.cvm_checkpoint is None):
        parser.error('--cvm-config and --cvm-checkpoint go together; give both, or neither')
    return args


def main() -> None:
    args = parse_args()
    images = list_images(args.images)
    check_out_dir(images, args.out_dir)
    checkpoints = [args.checkpoint, *args.more_checkpoints]
    predictor = LandmarkPredictor(load_config(args.config), checkpoints, args.device)
    if args.cvm_config is not None:
        predictor = TwoStagePredictor(predictor, load_config(args.cvm_config), args.cvm_checkpoint)
    for image in tqdm(images, unit='image'):
        write_prediction(predictor(image, args.pixel_size), args.out_dir)
    print(f'{len(images)} radiographs read; results in {args.out_dir}')


if __name__ == '__main__':
    main()
