"""Draws truth and prediction on the radiographs of a split, one picture each and all on a contact sheet."""

from __future__ import annotations

import argparse

from tqdm import tqdm

from aariz_mm.apis.inference import LandmarkPredictor
from aariz_mm.apis.launch import load_config
from aariz_mm.apis.results import write_overlays


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('config', help='config file')
    parser.add_argument('checkpoint', help='checkpoint file')
    parser.add_argument('--split', choices=('train', 'valid', 'test'), default='test')
    which = parser.add_mutually_exclusive_group()
    which.add_argument('--index', type=int, nargs='+', metavar='N', help='images by their position in the split')
    which.add_argument('--max', type=int, metavar='N', help='the first N images; all where neither is given')
    parser.add_argument('--out-dir', default='work_dirs/overlays', help='folder of the pictures')
    parser.add_argument('--device', help='cpu, cuda …; the GPU where there is one')
    return parser.parse_args()


def main() -> None:
    args = parse_args()
    predictor = LandmarkPredictor(load_config(args.config), args.checkpoint, args.device)
    indices = args.index if args.index is not None else predictor.first_indices(args.split, args.max)
    samples = tqdm(predictor.iterate_split(args.split, indices), total=len(indices), unit='image')
    overlays, sheets = write_overlays(samples, predictor.symbols, args.out_dir)
    print(f'{len(overlays)} overlays and {", ".join(map(str, sheets))} written to {args.out_dir}')


if __name__ == '__main__':
    main()
