"""Writes a trained model as a bundle: one .onnx file that reads without torch.

The bundle is compared with the model before it is kept.

Example: python tools/export.py configs/aariz_lite0_512.py CHECKPOINT --out work_dirs/ceph29.onnx
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
    parser.add_argument('--calibration', metavar='JSON', help='of aariz-mm calibrate, for radii and intervals')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Export."""
    check_config(args.config)
    from aariz_mm.export.bundle import export_bundle

    path, difference = export_bundle(args.config, args.checkpoint, args.out, args.licence, args.calibration)
    size = path.stat().st_size / 1e6
    print(f'{path}: {size:.1f} MB, differs from the model by {difference:.2g} (input pixels or probability)')
