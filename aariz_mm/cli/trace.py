"""Draws the tracings of results of aariz-mm read, or of annotations: outlines through the landmarks, planes, angles.

The radiograph of a result is found where it was or beside the result; that of an annotation is named by --image.
Another one than was read is refused. Without one the tracing is drawn alone. In the name of --out, {name} stands for
the name of each radiograph. Only an earlier tracing, unchanged since, is replaced.

Examples:
  aariz-mm trace aariz_results/ceph.json --out ceph_tracing.svg
  aariz-mm trace aariz_results/ceph.json --out ceph.pdf --theme print --true-size --no-radiograph
  aariz-mm trace annotation.json --image ceph.png --pixel-size 0.1 --out ceph.png --layers outlines,planes,angles
  aariz-mm trace aariz_results/a.json aariz_results/b.json --out "tracings/{name}.pdf"
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aariz_mm.cli.options import read_pixel_size, read_side

if TYPE_CHECKING:
    from aariz_mm.reading.tracings import TracedFile

__all__ = ['add_arguments', 'run']

_KINDS, _THEMES = ('svg', 'png', 'pdf'), ('dark', 'light', 'print')
_OUTLINES, _NAME = 'outlines', '{name}'


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('sources', nargs='+', metavar='RESULT_OR_ANNOTATION', help='JSON files with landmarks')
    parser.add_argument('--out', required=True, type=_read_out, metavar='FILE', help=f'ends in {", ".join(_KINDS)}; '
                        f'several sources take {_NAME} in it')  # fmt: skip
    parser.add_argument('--image', metavar='IMAGE', help='the radiograph, where it is not found by the result')
    parser.add_argument('--no-radiograph', action='store_true', help='draw the tracing alone')
    parser.add_argument('--layers', type=_read_layers, metavar='A,B', help=f'what is drawn; {_OUTLINES} are all '
                        'outlines; default all layers')  # fmt: skip
    parser.add_argument(
        '--theme', choices=_THEMES, help='default print for PDF, else dark on a radiograph, light alone'
    )
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel, for scale bar and size')
    parser.add_argument('--true-size', action='store_true', help='PDF: a mm of the film is a mm on paper')
    parser.add_argument('--side', type=read_side, default=1400, metavar='PX', help='PNG: longer side; 1400')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, draw and write."""
    if len(args.sources) > 1 and (_NAME not in args.out or args.image):
        raise ValueError(
            f'{len(args.sources)} sources: --out takes {_NAME} for the name of each, as in "tracings/{_NAME}.svg", and '
            '--image none'
        )
    if args.true_size and not args.out.lower().endswith('.pdf'):
        raise ValueError(f'--true-size is for a PDF, and --out is {args.out}; leave it out, or name a .pdf')
    from aariz_mm.reading.traced_radiographs import name_tracings
    from aariz_mm.reading.tracings import load_traced

    sources = [load_traced(source) for source in args.sources]
    outs = [Path(args.out.replace(_NAME, name)) for name in name_tracings(sources)]
    radiographs = _check_all(args, sources, outs)
    for traced, radiograph, out in zip(sources, radiographs, outs, strict=True):
        for line in _trace_one(traced, radiograph, out, args):
            print(f'note: {line}', file=sys.stderr)
        print(out)


def _check_all(args: Namespace, sources: Sequence[TracedFile], outs: Sequence[Path]) -> list[Path | None]:
    """The radiograph of each source; nothing is written before all were found to be theirs, and nothing is lost."""
    from aariz_mm.reading.traced_radiographs import choose_radiograph
    from aariz_mm.reading.tracing_seals import check_tracing_path

    radiographs = [choose_radiograph(one, args.image, not args.no_radiograph) for one in sources]
    taken = {path.resolve() for path in (*radiographs, *(one.path for one in sources)) if path is not None}
    for out in outs:
        if out.resolve() in taken:
            raise ValueError(f'{out}: would be lost, for it is what the tracing is made from; give another --out')
        check_tracing_path(out)
    return radiographs


def _trace_one(traced: TracedFile, radiograph: Path | None, out: Path, args: Namespace) -> list[str]:
    """Draw and write one; returns what is to be told of it."""
    from aariz_mm.files import write_file
    from aariz_mm.radiographs.radiograph import open_radiograph
    from aariz_mm.reading.traced_radiographs import describe_doubts, fit_radiograph
    from aariz_mm.reading.tracings import encode_tracing, trace_content

    opened = None if radiograph is None else open_radiograph(radiograph)
    size = None if opened is None else opened.grey.shape[1::-1]
    if opened is not None:
        fit_radiograph(traced, radiograph, size)
    known = None if opened is None or 'pixel_size_mm' in traced.content else opened.pixel_size_mm
    tracing = trace_content(traced.content, size, args.pixel_size or known, traced.path)
    image = None if opened is None or args.no_radiograph else opened.grey
    kind = out.suffix[1:].lower()
    data = encode_tracing(tracing, kind, image, args.theme, args.layers, traced.name, args.true_size, args.side)
    write_file(out, data)
    return describe_doubts(traced, radiograph, not args.no_radiograph)


def _read_out(text: str) -> str:
    if Path(text).suffix[1:].lower() not in _KINDS:
        raise ArgumentTypeError(f'{text!r}: expected a name that ends in {", ".join(_KINDS)}')
    return text


def _read_layers(text: str) -> frozenset[str]:
    from aariz_mm.outlines import OUTLINE_LAYERS
    from aariz_mm.tracing.shapes import check_layers

    names = {name.strip() for name in text.split(',') if name.strip()}
    if _OUTLINES in names:
        names = (names - {_OUTLINES}) | OUTLINE_LAYERS.keys()
    try:
        return check_layers(names)
    except ValueError as error:
        raise ArgumentTypeError(f'{error}, or {_OUTLINES}') from error
