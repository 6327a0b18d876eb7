"""Reads radiographs by a bundle, without torch: a JSON file and an overlay for each.

tools/export.py writes bundles. Folders are read with all below them, and the folder of results mirrors them. Exit
status: 0 all radiographs were read (perhaps with warnings, which stand in their JSON files, too), 1 some could not be
read, 2 a mistake in the arguments.

Example: aariz-mm read my_radiographs/ --model ceph29.onnx --out-dir work_dirs/results --pixel-size 0.1
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.batches import add_reading_arguments, read_all
from aariz_mm.cli.options import read_count

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    add_reading_arguments(parser)
    parser.add_argument('--model', required=True, metavar='BUNDLE', help='bundle that finds the landmarks')
    parser.add_argument('--cvm', metavar='BUNDLE', help='bundle of a classifier of C2-C4 crops')
    parser.add_argument('--force', action='store_true', help='read what is no lateral cephalogram, too')
    parser.add_argument('--threads', type=read_count, metavar='N', help='CPU threads; default all')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Read and write; returns the exit status."""
    from aariz_mm.reading.reader import Reader

    return read_all(lambda: Reader(args.model, args.cvm, args.threads, args.force), args)
