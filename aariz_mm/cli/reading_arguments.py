"""What the commands that read radiographs can be told: files, folder, formats, pixel size and magnification."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError

from aariz_mm.cli.options import (
    read_analyses,
    read_magnification,
    read_pixel_size,
    read_shard,
    read_side,
    split_names,
)

__all__ = ['add_reading_arguments']

_FORMATS = ('json', 'csv', 'xlsx', 'overlay', 'html', 'aariz')
_BY_DICOM = ('dicom', 'dcm', 'sr', 'gsps', 'sc')
_DEFAULT_FORMATS = ('json', 'csv', 'overlay', 'html')
_OUT_DIR = 'aariz_results'
_TRACINGS = ('svg', 'png', 'pdf', 'none')


def add_reading_arguments(parser: ArgumentParser) -> None:
    """Radiographs, folder of results, what is written and the pixel size."""
    parser.add_argument('images', nargs='*', metavar='INPUT', help='file, folder, URL, "pattern", zip, or @LIST')
    parser.add_argument(
        '--list', action='append', default=[], metavar='FILE', help='text file that names a radiograph in each line'
    )
    parser.add_argument('--no-recursive', dest='recursive', action='store_false', help='leave out folders below')
    parser.add_argument('--recursive', dest='recursive', action='store_true', default=True, help='the default')
    parser.add_argument('--out-dir', default=_OUT_DIR, help=f'folder of the results; default {_OUT_DIR} in this one')
    parser.add_argument(
        '--formats', type=_read_formats, default=_DEFAULT_FORMATS, metavar='F,F',
        help=f'of {",".join(_FORMATS)}; default {",".join(_DEFAULT_FORMATS)}; json is always written',
    )  # fmt: skip
    parser.add_argument('--overlay', choices=('png', 'jpg', 'none'), default='png', help='kind of the overlays')
    parser.add_argument(
        '--overlay-side', type=read_side, default=1400, metavar='PX', help='longer side of a drawn radiograph; 1400'
    )
    parser.add_argument(
        '--tracing', choices=_TRACINGS, default='none', help='kind of the tracings that are written, too; none'
    )
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel of all radiographs')
    parser.add_argument(
        '--pixel-sizes',
        metavar='CSV',
        help='table of files and mm per pixel, instead of --pixel-size or what files say',
    )
    parser.add_argument(
        '--magnification', type=read_magnification, metavar='F',
        help='how many times larger than life millimetres are, instead of what files say: 1 where they are of the head '
        'itself, about 1.1 on film; lengths are compared with norms by it',
    )  # fmt: skip
    parser.add_argument(
        '--trust-resolution',
        action='store_true',
        help='take mm per pixel from the resolution that PNG, JPEG, TIFF state',
    )
    parser.add_argument(
        '--shard',
        type=read_shard,
        metavar='I/N',
        help='read part I of N, as a job of an array; tables are named after it',
    )
    parser.add_argument('--resume', action='store_true', help='keep results that need not be read again')
    parser.add_argument(
        '--analysis', type=read_analyses, default=(), metavar='A,A',
        help='named analyses such as steiner,downs, or all: as tables in the page and analyses.csv; of one radiograph '
        'printed, too',
    )  # fmt: skip
    parser.add_argument('--timings', action='store_true', help='print what each step took, at the end')


def _read_formats(text: str) -> tuple[str, ...]:
    names = split_names(text)
    unknown = [name for name in names if name not in _FORMATS]
    if unknown or not names:
        cure = '; aariz-mm dicom makes DICOM objects of results' if set(unknown) & set(_BY_DICOM) else ''
        raise ArgumentTypeError(f'{text!r}: expected some of {",".join(_FORMATS)}, unknown: {unknown}{cure}')
    return names
