"""Learns a site's reading conventions from a few radiographs that its reader annotated or corrected.

Readers place landmarks differently, by up to several millimetres. What is constant in that, told from 3 or more
radiographs, is written to a small profile, by which `aariz-mm read --profile` places landmarks as that reader does,
with radii that hold for him. Printed is what each landmark gains, by radiographs that were left out; landmarks that
gain nothing stay. FOLDER is a dataset in the Aariz layout, or results of aariz-mm read that were corrected.

Examples:
  aariz-mm adapt aariz_results/ --out profile.json --reader "Dr. Kim"
  aariz-mm adapt data/clinic --truth "reader:Dr. Kim" --split train --out profile.json
  aariz-mm adapt data/clinic --out profile.json --curve curve.json
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from aariz_mm.cli.options import read_count, read_threads

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('folder', metavar='FOLDER', help='dataset in the Aariz layout, or corrected results')
    parser.add_argument('--out', required=True, metavar='JSON', help='the profile')
    parser.add_argument('--model', nargs='+', default=['ceph*'], metavar='BUNDLE', help='name or path of the bundle '
                        'that is to read with the profile; several: an ensemble; default as aariz-mm read')  # fmt: skip
    parser.add_argument('--truth', help='whose landmarks of a dataset: "reader:NAME", senior, junior, mean …; default '
                        'the only reader')  # fmt: skip
    parser.add_argument('--split', help='of a dataset; default the only one')
    parser.add_argument('--exclude', nargs='+', default=[], metavar='ID', help='radiographs that are left out')
    parser.add_argument('--images', metavar='FOLDER', help='of the radiographs, where results do not find them')
    parser.add_argument('--reader', metavar='NAME', help='of the reader, as the profile is to say it')
    parser.add_argument('--curve', metavar='JSON', help='also learn from 1, 3, 5, 10, 20, 40 radiographs drawn at '
                        'random, score on the rest, and write error and coverage; beside it an SVG')  # fmt: skip
    parser.add_argument('--draws', type=read_count, default=100, metavar='N', help='of --curve; default 100')
    parser.add_argument('--threads', type=read_threads, metavar='N', help='CPU threads; default all')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, learn, print and write."""
    from datetime import date

    from tqdm import tqdm

    from aariz_mm.adaptation import learning, reporting
    from aariz_mm.adaptation.profile import FORMAT, load_profile, parse_profile, profile_as_json
    from aariz_mm.bundles import find_bundles
    from aariz_mm.files import check_replaceable, write_json
    from aariz_mm.reading.corrections import find_corrections, read_corrections
    from aariz_mm.reading.reader import Reader

    check_replaceable(args.out, [FORMAT], 'profile', 'give another --out')
    _check_curve(args.curve, args.out)
    reader = Reader(find_bundles(args.model), threads=args.threads)
    symbols = reader.bundle.info.symbols
    found = find_corrections(args.folder, reader, args.truth, args.split, args.exclude, args.images)
    readings, left_out = read_corrections(found, reader, lambda ones: tqdm(ones, unit='radiograph'))
    print(reporting.format_left_out(left_out), end='')
    spread = learning.spread_of_model(reader.calibration, len(symbols))
    learnt = learning.learn_offsets(readings, spread)
    name = args.reader or (args.truth or 'reader').removeprefix('reader:')
    profile = learning.make_profile(readings, learnt, reader.bundle.models, name, date.today().isoformat())
    print(reporting.format_profile(profile))
    print(reporting.format_gross(learning.find_gross(readings, learnt)), end='')
    content = profile_as_json(profile)
    parse_profile(content, 'this profile')  # before an earlier one is replaced
    write_json(args.out, content)
    print('profile written to', args.out, '-', load_profile(args.out))
    if args.curve:
        _write_curve(args, readings, spread)


def _check_curve(path: str | None, profile: str) -> None:
    from pathlib import Path

    from aariz_mm.adaptation.curve import FORMAT
    from aariz_mm.adaptation.figure import MARK
    from aariz_mm.files import check_replaceable

    if path is not None:
        if Path(path).suffix.lower() == '.svg':
            raise ValueError(f'{path}: the figure is written beside the numbers; name a .json file in --curve')
        for one, mark in ((Path(path), FORMAT), (Path(path).with_suffix('.svg'), MARK)):
            if one.resolve() == Path(profile).resolve():
                raise ValueError(f'{path}: --curve and --out name one file; give another --curve')
            check_replaceable(one, [mark], 'curve', 'give another --curve')


def _write_curve(args: Namespace, readings, spread) -> None:
    from pathlib import Path

    from aariz_mm.adaptation.curve import curve_as_json, learn_curve
    from aariz_mm.adaptation.figure import draw_curves
    from aariz_mm.adaptation.reporting import format_curve
    from aariz_mm.files import write_file, write_json

    curve = learn_curve(readings, spread, args.draws)
    print(format_curve(curve))
    content = curve_as_json(curve, args.reader or args.truth or 'reader')
    path = write_json(args.curve, content)
    figure = write_file(Path(args.curve).with_suffix('.svg'), draw_curves([content]))
    print('curve written to', path, 'and', figure)
