"""Shows radiographs in the browser with what the model found, to be corrected, measured, commented and exported.

The page is served on this machine alone, to whoever opens the address that is printed. The model reads all radiographs
in the background, and those come first that it doubts most. What is corrected is kept in a folder of its own, which is
a dataset in the Aariz layout: train on it, compare readers by it, learn a profile from it. The radiographs are never
written to. Ctrl+C ends it.

Examples:
  aariz-mm review my_radiographs/
  aariz-mm review my_radiographs/ --reader "Dr Kim" --pixel-size 0.1
  aariz-mm review data/aariz --out-dir work_dirs/second_reading --blind --reader "Dr Lee"
  aariz-mm review my_radiographs/ --host 0.0.0.0 --no-browser
"""

from __future__ import annotations

import re
from argparse import ArgumentParser, ArgumentTypeError, Namespace

from aariz_mm.cli.options import read_pixel_size

__all__ = ['add_arguments', 'run']

_PORT = 8765
_NONE = 'none'


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('folder', metavar='FOLDER', help='of radiographs, a dataset in the Aariz layout, or one file')
    parser.add_argument('--out-dir', metavar='D', help='where all is kept; default FOLDER_review beside FOLDER')
    parser.add_argument('--port', type=_read_port, default=_PORT, metavar='N', help='the next free one is taken (8765)')
    parser.add_argument('--host', default='127.0.0.1', metavar='H', help='address to serve at; another than 127.0.0.1 '
                        'lets other machines in, with a token')  # fmt: skip
    parser.add_argument(
        '--token',
        type=_read_token,
        metavar='T',
        help='that visitors must show; default a new one where others reach it',
    )
    parser.add_argument(
        '--model', nargs='+', default=['ceph*'], metavar='BUNDLE',
        help=f'bundle that finds the landmarks, as for aariz-mm read; {_NONE}: nothing is read',
    )  # fmt: skip
    parser.add_argument(
        '--cvm', nargs='+', metavar='BUNDLE', help=f'bundle of CVM stages, as for aariz-mm read; {_NONE}: no stage'
    )
    parser.add_argument('--profile', metavar='JSON', help='profile of a site, by aariz-mm adapt')
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel of all radiographs')
    parser.add_argument('--reader', default='', metavar='NAME', help='who corrects; the page asks else')
    parser.add_argument('--blind', action='store_true', help='show nothing of the model and of other readers')
    parser.add_argument('--no-browser', dest='browser', action='store_false', help='print the address alone')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Serve; returns the exit status."""
    from pathlib import Path

    from aariz_mm.extras import require

    require('fastapi', 'uvicorn', 'python_multipart')
    from aariz_mm.bundles import find_bundles
    from aariz_mm.choosing.folders import review_folder
    from aariz_mm.cli.read import find_stages
    from aariz_mm.review.names import check_reader_name
    from aariz_mm.review.serving import serve
    from aariz_mm.review.settings import ReviewSettings

    folder = Path(args.folder).expanduser()
    if not folder.exists():
        raise FileNotFoundError(f'{args.folder}: no such file or folder')
    models = [] if args.model == [_NONE] else find_bundles(args.model)
    settings = ReviewSettings(
        folder=folder.resolve(),
        home=review_folder(folder) if args.out_dir is None else Path(args.out_dir).expanduser().resolve(),
        host=args.host,
        port=args.port,
        token=args.token,
        models=tuple(models),
        stages=tuple(find_stages(args.cvm)) if models else (),
        profile=None if args.profile is None else Path(args.profile),
        pixel_size_mm=args.pixel_size,
        reader=check_reader_name(args.reader) if args.reader else '',
        is_blind=args.blind,
    )
    return serve(settings, args.browser)


def _read_port(text: str) -> int:
    if not (text.isdecimal() and int(text) < 65536):
        raise ArgumentTypeError(f'{text!r}: expected a port, 0 to 65535 (0 takes any)')
    return int(text)


def _read_token(text: str) -> str:
    """A token that an address and a header can hold as it is."""
    if not re.fullmatch(r'[A-Za-z0-9._~-]+', text):
        raise ArgumentTypeError(f'{text!r}: expected letters A to Z, digits, and - . _ ~ alone, at least one')
    return text
