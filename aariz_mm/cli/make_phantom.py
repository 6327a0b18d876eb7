"""Writes a dataset of synthetic cephalograms in the layout of Aariz.

Example: python tools/make_phantom.py data/phantom --train 64 --valid 16 --test 16
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import read_count, read_index

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('out', help='new or empty folder')
    parser.add_argument('--train', type=read_index, default=64, help='training images (%(default)s)')
    parser.add_argument('--valid', type=read_index, default=16, help='validation images (%(default)s)')
    parser.add_argument('--test', type=read_index, default=16, help='test images (%(default)s)')
    parser.add_argument(
        '--size', type=read_count, nargs=2, default=(900, 1100), metavar=('W', 'H'), help='pixels (900 1100)'
    )
    parser.add_argument('--seed', type=read_index, default=0, help='same seed, same files (%(default)s)')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Draw and write."""
    from aariz_mm.phantom import write_phantom_dataset

    out_dir = write_phantom_dataset(args.out, args.train, args.valid, args.test, tuple(args.size), args.seed)
    print(f'{args.train + args.valid + args.test} images in {out_dir}')
