"""Draws phantoms with the cervical region that their landmarks give and their true vertebrae, on one contact sheet.

Example: python tools/draw_cervical_regions.py docs/cervical_roi.jpg
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import read_count, read_index

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('out', help='file that ends in .jpg')
    parser.add_argument('--count', type=read_count, default=15, help='phantoms (%(default)s)')
    parser.add_argument('--seed', type=read_index, default=0, help='same seed, same phantoms (%(default)s)')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Draw and write."""
    from aariz_mm.phantom.cervical_sheet import cervical_sheet
    from aariz_mm.visualization import save_jpeg

    print(f'{args.count} phantoms in', save_jpeg(args.out, cervical_sheet(args.count, args.seed)))
