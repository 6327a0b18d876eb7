"""Draws what a model is trained on: augmented images of a config's training pipeline with their landmarks.

A picture for each and all on a contact sheet, in pixels of the network's input. Landmarks that the augmentation moves
off the image are left out, as in the loss.

Example: python tools/browse_dataset.py configs/aariz_lite0_512.py --out-dir work_dirs/augmented
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import add_config_options, check_config, read_count, read_index

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    parser.add_argument('--split', choices=('train', 'valid', 'test'), default='train', help='default: train')
    parser.add_argument('--max', type=read_count, default=12, metavar='N', help='the first N images; default 12')
    parser.add_argument(
        '--repeat', type=read_count, default=1, metavar='N', help='draw each image N times; default once'
    )
    parser.add_argument('--not-augmented', action='store_true', help='by the pipeline of testing')
    parser.add_argument('--seed', type=read_index, default=0, help='of the random changes; default 0')
    parser.add_argument('--out-dir', default='work_dirs/samples', help='folder of the pictures')
    add_config_options(parser)


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Draw and write."""
    check_config(args.config)
    from aariz_mm.launching.browsing import browse, drawings
    from aariz_mm.launching.configs import load_config, parse_options
    from aariz_mm.visualization import write_drawings

    config = load_config(args.config, parse_options(args.cfg_options))
    inputs = browse(config, args.split, args.max, not args.not_augmented, args.repeat, args.seed)
    pictures, sheets = write_drawings(drawings(inputs), args.out_dir)
    print(f'{len(pictures)} pictures and {", ".join(map(str, sheets))} written to {args.out_dir}')
