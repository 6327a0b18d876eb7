"""Writes a trained model as a bundle: one .onnx file that reads without torch.

The bundle is compared with the model before it is kept.

Example: python tools/export.py configs/aariz_lite0_512.py CHECKPOINT --out work_dirs/ceph29.onnx --fp16
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import check_config

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('config', help='config file')
    parser.add_argument('checkpoint', help='checkpoint file')
    parser.add_argument('--out', required=True, metavar='ONNX', help='the bundle')
    parser.add_argument('--licence', default='', metavar='TEXT', help='licence of the weights, kept in the bundle')
    parser.add_argument('--scores', metavar='JSON', help='what tools/test.py --out wrote of it, kept in the bundle')
    parser.add_argument('--calibration', metavar='JSON', help='of aariz-mm calibrate, for radii and intervals')
    precision = parser.add_mutually_exclusive_group()
    precision.add_argument('--fp16', action='store_true', help='half as large: weights in half precision')
    precision.add_argument(
        '--int8',
        nargs='+',
        metavar='IMAGE_OR_FOLDER',
        help='smaller and faster: convolutions in whole numbers of 8 bits, with ranges as on some dozens of training '
        'radiographs, or crops for a classifier of crops',
    )


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Export."""
    check_config(args.config)
    from aariz_mm.export.bundle import export_bundle
    from aariz_mm.export.pictures import network_pictures
    from aariz_mm.reading.metadata import add_calibration
    from aariz_mm.uncertainty.calibration import load_calibration

    calibration = load_calibration(args.calibration) if args.calibration else None

    pictures = network_pictures(args.config, args.int8) if args.int8 else None
    precision = 'float16' if args.fp16 else 'int8' if args.int8 else 'float32'
    path, found = export_bundle(args.config, args.checkpoint, args.out, args.licence, precision, pictures, args.scores)
    if calibration is not None:
        add_calibration(path, calibration)
    size = path.stat().st_size / 1e6
    print(f'{path}: {size:.1f} MB, differs from the model by {found.difference:.2g} (input pixels or probability)')
    if precision != 'float32':
        print(f'{found.size:.0%} of the size and {found.speed:.2f} times the speed of single precision')
