"""What the commands share that read radiographs one after the other."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aariz_mm.cli.options import read_pixel_size

__all__ = ['add_reading_arguments', 'read_all']

if TYPE_CHECKING:
    from aariz_mm.radiographs.listing import Listing
    from aariz_mm.reading.batch import Outcome


def add_reading_arguments(parser: ArgumentParser) -> None:
    """Radiographs, folder of results and pixel size."""
    parser.add_argument('images', nargs='+', metavar='IMAGE_OR_FOLDER')
    parser.add_argument('--out-dir', required=True, help='folder of the results')
    parser.add_argument('--pixel-size', type=read_pixel_size, metavar='MM', help='mm per pixel, for the scale bar')


def read_all(load: Callable[[], Any], args: Namespace) -> int:
    """Read the radiographs of :func:`add_reading_arguments` and write the results.

    Args:
        load: gives what predicts one; it is called once the radiographs and the folder are checked.
    Returns:
        The exit status: 0 where all were read, else 1.
    """
    from tqdm import tqdm

    from aariz_mm.radiographs.listing import list_radiographs
    from aariz_mm.reading.batch import predict_files
    from aariz_mm.reading.results import check_out_dir

    listing = list_radiographs(args.images, args.out_dir)
    check_out_dir(listing.radiographs, args.out_dir)
    said = _warn_of_pixel_size(args.pixel_size)
    predict, outcomes = load(), []
    for outcome in predict_files(predict, tqdm(listing.radiographs, unit='image'), args.out_dir, args.pixel_size):
        outcome = replace(outcome, warnings=tuple(text for text in outcome.warnings if text != said))
        outcomes.append(outcome)
        for text in (outcome.failure and f'failed: {outcome.failure}', *outcome.warnings):
            if text:
                tqdm.write(f'{outcome.image}: {text}', file=sys.stderr)
    return _summarize(outcomes, listing, args.out_dir)


def _warn_of_pixel_size(pixel_size_mm: float | None) -> str:
    """Say that a pixel size is unusual, once and not for each radiograph; what was said, '' for nothing."""
    from aariz_mm.radiographs.resolution import unusual_pixel_size

    note = '' if pixel_size_mm is None else unusual_pixel_size(pixel_size_mm)
    if note:
        print(f'warning: {note}', file=sys.stderr)
    return note


def _summarize(outcomes: Sequence[Outcome], listing: Listing, out_dir: str) -> int:
    """Print what was done and what was not; 0 where all radiographs were read, else 1."""
    failed = [outcome for outcome in outcomes if outcome.failure]
    doubtful = [outcome for outcome in outcomes if outcome.warnings]
    if listing.skipped:
        print(listing.describe_skipped(), file=sys.stderr)
    read = len(outcomes) - len(failed)
    print(f'{read} of {len(outcomes)} radiographs read; results in {out_dir}')
    for name, some in (('doubtful', doubtful), ('failed', failed)):
        if some:
            print(f'{len(some)} {name}: {", ".join(str(outcome.image) for outcome in some)}', file=sys.stderr)
    return 1 if failed else 0
