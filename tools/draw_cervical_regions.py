"""Draws phantoms with the cervical region that their landmarks tell and their true vertebrae, on one contact sheet.

Example: python tools/draw_cervical_regions.py docs/cervical_roi.jpg
"""

from __future__ import annotations

import argparse

from aariz_mm.apis.phantom_sheet import cervical_sheet
from aariz_mm.visualization import save_jpeg


def parse_args() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('out', help='file that ends in .jpg')
    parser.add_argument('--count', type=int, default=15, help='phantoms (%(default)s)')
    parser.add_argument('--seed', type=int, default=0, help='same seed, same phantoms (%(default)s)')
    return parser.parse_args()


def main() -> None:
    args = parse_args()
    print(f'{args.count} phantoms in', save_jpeg(args.out, cervical_sheet(args.count, args.seed)))


if __name__ == '__main__':
    main()
