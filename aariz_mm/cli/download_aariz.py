"""Downloads the Aariz dataset (figshare, 2.1 GB; 4.2 GB unpacked), checks it, unpacks it and has the doctor look at it.

Stopped or cut off, it goes on where it was when the same command is run again. Nothing that is there is overwritten.

Examples:
  python tools/download_aariz.py
  python tools/download_aariz.py /data/aariz --archive ~/Downloads/Aariz.zip
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from aariz_mm.cli.failures import INTERRUPTED
from aariz_mm.download.release import ARTICLE_URL

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('out_dir', nargs='?', default='data/aariz', help='new or empty folder (%(default)s)')
    parser.add_argument('--keep-archive', action='store_true', help='leave the archive beside the folder')
    parser.add_argument('--archive', metavar='FILE', help='already downloaded by hand: check and unpack this one')
    parser.add_argument('--api', default=ARTICLE_URL, metavar='URL', help="article in figshare's API (%(default)s)")
    parser.add_argument(
        '--any-version', action='store_true', help='take another archive than version 1, with other size and MD5'
    )
    parser.add_argument('--no-doctor', action='store_true', help='do not run tools/doctor.py on the dataset')


def run(args: Namespace, parser: ArgumentParser) -> int:
    """Download, check, unpack and examine."""
    from aariz_mm.download.fetch import closing_text, examine_dataset, fetch_aariz

    try:
        fetched = fetch_aariz(args.out_dir, args.archive, args.api, args.any_version, args.keep_archive)
    except KeyboardInterrupt:
        print('\ninterrupted; run the same command again and it goes on from here', file=sys.stderr)
        return INTERRUPTED
    if not args.no_doctor:
        print(examine_dataset(fetched.root))
    print(closing_text(fetched))
    return 0
