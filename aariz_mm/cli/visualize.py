"""Draws truth and prediction on the radiographs or C2-C4 crops of a split, one picture each and all on a contact sheet.

A model of CVM stages also shows the six probabilities and, where its head has one score of ordered stages, on what it
rests: parts of the picture that speak for a later stage in violet, for an earlier one in green. Six free logits
(ordinal=False) have no such score, so their pictures are without it.

Example: python tools/visualize.py configs/aariz_lite0_512.py CHECKPOINT --split test --max 40
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import add_checkpoints, check_config, read_count, read_index

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    add_checkpoints(parser)
    parser.add_argument('--split', choices=('train', 'valid', 'test'), help='default: the one that the config tests on')
    which = parser.add_mutually_exclusive_group()
    which.add_argument('--index', type=read_index, nargs='+', metavar='N', help='images by their position in the split')
    which.add_argument('--max', type=read_count, metavar='N', help='the first N images; all where neither is given')
    parser.add_argument('--out-dir', default='work_dirs/overlays', help='folder of the pictures')
    parser.add_argument('--device', help='cpu, cuda …; the GPU where there is one')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Predict, draw and write."""
    check_config(args.config)
    from tqdm import tqdm

    from aariz_mm.inference.predictor import TrainedModel
    from aariz_mm.inference.results import write_pictures
    from aariz_mm.launching.configs import load_config

    model = TrainedModel(load_config(args.config), args.checkpoints, args.device)
    indices = args.index if args.index is not None else model.first_indices(args.split, args.max)
    samples = tqdm(model.iterate_split(args.split, indices), total=len(indices), unit='image')
    pictures, sheets = write_pictures(samples, model.symbols, args.out_dir)
    print(f'{len(pictures)} pictures and {", ".join(map(str, sheets))} written to {args.out_dir}')
