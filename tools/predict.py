"""Finds the landmarks of radiographs that have no annotation: a JSON file and an overlay for each."""

from __future__ import annotations

import argparse

from tqdm import tqdm

from aariz_mm.apis.inference import LandmarkPredictor, list_images
from aariz_mm.apis.launch import load_config
from aariz_mm.apis.results import check_out_dir, write_prediction


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('config', help='config file')
    parser.add_argument('checkpoint', help='checkpoint file')
    parser.add_argument('images', nargs='+', metavar='IMAGE_OR_FOLDER')
    parser.add_argument('--out-dir', required=True, help='folder of the results')
    parser.add_argument('--pixel-size', type=float, metavar='MM', help='mm per pixel, for the scale bar')
    parser.add_argument('--device', help='cpu, cuda …; the GPU where there is one')
    return parser.parse_args()


def main() -> None:
    args = parse_args()
    images = list_images(args.images)
    check_out_dir(images, args.out_dir)
    predictor = LandmarkPredictor(load_config(args.config), args.checkpoint, args.device)
    for image in tqdm(images, unit='image'):
        write_prediction(predictor(image, args.pixel_size), args.out_dir)
    print(f'{len(images)} radiographs read; results in {args.out_dir}')


if __name__ == '__main__':
    main()
