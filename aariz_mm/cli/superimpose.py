"""Lays radiographs of one patient on each other: overlays, and what changed with its doubt. Not for diagnosis.

Each source is a result of aariz-mm read, corrected or not, an annotation in the layout of the dataset, or a
radiograph, which is read first; in the order of time. Without --reference: the cranial base, the maxilla and the
mandible, by the structures in the pictures where these are accepted, else by landmarks. Only earlier files of this
command are replaced.

References: sn, base_fit, fh_po, base_structure, palatal_ans, maxilla_structure, mandibular_me, mandible_structure.

Examples:
  aariz-mm superimpose before.json after.json --out-dir growth
  aariz-mm superimpose t1.png t2.png t3.png --pixel-size 0.1 --labels 11y 13y 15y --out-dir growth --language ko
  aariz-mm superimpose t1.json t2.json --reference sn palatal_ans --formats svg,pdf --out-dir growth
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from pathlib import Path

from aariz_mm.cli.options import read_number, read_pixel_size, split_names
from aariz_mm.number_text import parse_decimal

__all__ = ['add_arguments', 'run']

_FORMATS = ('svg', 'png', 'pdf', 'html', 'json', 'csv', 'xlsx')


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('sources', nargs='+', metavar='RESULT_OR_RADIOGRAPH', help='two or more, in the order of time')
    parser.add_argument('--out-dir', required=True, type=Path, metavar='FOLDER', help='where everything is written')
    parser.add_argument('--reference', nargs='+', metavar='KEY', help='what is laid on itself, as sn or palatal_ans')
    parser.add_argument('--labels', nargs='+', metavar='NAME', help='of the sources; default T1, T2, …')
    parser.add_argument(
        '--pixel-size', nargs='+', type=read_pixel_size, metavar='MM', help='one for all, or one for each'
    )
    parser.add_argument(
        '--magnification', nargs='+', type=_read_factor, metavar='F', help='one for all, or one for each'
    )
    parser.add_argument('--reader-error', type=_read_error, metavar='MM', help='of landmarks that a person placed: '
                        'standard deviation along each axis; default unknown')  # fmt: skip
    parser.add_argument('--model', nargs='+', default=['ceph*'], metavar='BUNDLE', help='reads radiographs')
    parser.add_argument('--formats', type=_read_formats, default=_FORMATS, metavar='A,B', help=','.join(_FORMATS))
    parser.add_argument('--language', choices=('en', 'ko'), default='en', help='of the page and the drawings')
    parser.add_argument('--radiograph', action='store_true', help='draw on the first radiograph, faded')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, superimpose and write."""
    from aariz_mm.superimposition.references import find_reference
    from aariz_mm.superimposition.series import DEFAULT_KEYS, superimpose_series
    from aariz_mm.superimposition.sources import describe_made_with, load_grey, load_sources
    from aariz_mm.superimposition.writing import check_fonts, check_superimposition_dir, write_superimposition

    count = len(args.sources)
    labels = args.labels or [f'T{index + 1}' for index in range(count)]
    if len(labels) != count:
        raise ValueError(f'--labels: {len(labels)} for {count} sources; give one for each')
    if len({one.strip() for one in labels} - {''}) != count:
        raise ValueError(f'--labels: {", ".join(map(repr, labels))}; give each source a name of its own')
    sizes, factors = (_for_each(getattr(args, name), count, name) for name in ('pixel_size', 'magnification'))
    keys = [find_reference(key).key for key in args.reference or DEFAULT_KEYS]
    check_superimposition_dir(args.out_dir, keys, args.formats)
    check_fonts(args.language, labels, args.formats)
    loaded = load_sources(args.sources, labels, sizes, factors, lambda: _load_reader(args.model), args.reader_error)
    regional = superimpose_series(loaded.timepoints, keys, load_grey)
    notes = [note for one in regional for note in one.notes]
    warnings = [*loaded.warnings, *(note for one in regional if one.found for note in one.found.warnings)]
    warnings += [f'{one.label}: {note}' for one in loaded.timepoints for note in one.warnings]
    warnings, grey = list(dict.fromkeys(warnings)), None
    if args.radiograph:
        grey = load_grey(loaded.timepoints[0])
        warnings += ['the first radiograph was not found: drawn without it'] * (grey is None)
    made_with = describe_made_with(loaded)
    paths = write_superimposition(args.out_dir, loaded.timepoints, regional, args.formats, loaded.files, warnings,
                                  made_with, args.language, grey)  # fmt: skip
    for line in (*warnings, *notes):
        print(f'note: {line}', file=sys.stderr)
    for path in paths:
        print(path)


def _load_reader(models: Sequence[str]):
    from aariz_mm.bundles import find_bundles
    from aariz_mm.cli.read import find_stages
    from aariz_mm.reading.reader import Reader

    return Reader(find_bundles(models), find_stages(None) or None)


def _for_each(values: Sequence[float] | None, count: int, name: str) -> list[float | None]:
    if values is None or len(values) == 1:
        return [None if values is None else values[0]] * count
    if len(values) != count:
        raise ValueError(f'--{name.replace("_", "-")}: {len(values)} for {count} sources; give one, or one for each')
    return list(values)


def _read_factor(text: str) -> float:
    try:
        return parse_decimal(text)
    except ValueError as error:
        raise ArgumentTypeError(f'{text!r}: expected a magnification such as 1.1') from error


def _read_error(text: str) -> float:
    return read_number(text, lambda value: 0.01 <= value <= 20, 'a standard deviation in mm, 0.01 to 20, such as 1')


def _read_formats(text: str) -> tuple[str, ...]:
    names = split_names(text)
    if not names or set(names) - set(_FORMATS):
        raise ArgumentTypeError(f'{text!r}: expected some of {",".join(_FORMATS)}')
    return names
