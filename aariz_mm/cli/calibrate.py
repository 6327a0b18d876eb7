"""Learns from held-out radiographs how far off a model's landmarks may be: radii, ellipses, intervals of measurements.

Bundles of folds read the radiographs that they were not trained on, as they are and changed (blurred, noisy, turned).
The calibration belongs to the model that is trained like them on all folds: put it into its bundle by --add-to, or by
tools/export.py --calibration. Printed is how often the truth lay within the radii where each fold was left out of the
calibration, too; JSON_coverage.json and JSON_coverage.svg, beside the calibration, have the same as numbers and as a
curve.

Example: aariz-mm calibrate data/aariz --bundles fold0.onnx fold1.onnx fold2.onnx --out calibration.json
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from aariz_mm.cli.options import read_threads

__all__ = ['add_arguments', 'run']


def add_arguments(parser: ArgumentParser) -> None:
    """Arguments of the command."""
    parser.add_argument('data_root', help='folder of the dataset that the bundles were trained on, Aariz layout')
    parser.add_argument('--bundles', nargs='+', required=True, metavar='BUNDLE', help='one for each fold')
    parser.add_argument('--out', required=True, metavar='JSON', help='the calibration')
    parser.add_argument('--split', help='read this split by one bundle that was not trained on it, instead of folds')
    parser.add_argument('--exclude', nargs='+', default=[], metavar='ID', help='ids that the training excluded')
    parser.add_argument('--no-changes', action='store_true', help='read no changed radiographs: ten times as fast, but '
                        'radii grow less on radiographs unlike those of the training')  # fmt: skip
    parser.add_argument('--add-to', metavar='BUNDLE', help='bundle of the model trained on all folds; it is rewritten')
    parser.add_argument('--threads', type=read_threads, metavar='N', help='CPU threads; default all')


def run(args: Namespace, parser: ArgumentParser) -> None:
    """Read, learn, check and write."""
    from tqdm import tqdm

    from aariz_mm.files import check_replaceable, write_file, write_json
    from aariz_mm.reading.bundle import Bundle
    from aariz_mm.reading.held_out import find_held_out, read_held_out
    from aariz_mm.reading.metadata import add_calibration, check_landmarks
    from aariz_mm.uncertainty import calibration as calibrations
    from aariz_mm.uncertainty import reporting
    from aariz_mm.uncertainty.changes import CHANGES
    from aariz_mm.uncertainty.coverage import CURVE_LEVELS, nested_coverage
    from aariz_mm.uncertainty.figure import MARK, draw_coverage_curve
    from aariz_mm.uncertainty.fitting import fit_calibration

    out = Path(args.out)
    numbers, figure = (out.with_name(f'{out.stem}_coverage{ending}') for ending in ('.json', '.svg'))
    for path, mark in ((out, calibrations.FORMAT), (numbers, reporting.FORMAT), (figure, MARK)):
        check_replaceable(path, [mark], 'file of a calibration', 'give another --out')
    bundles = [Bundle(path, args.threads) for path in args.bundles]
    for path in (*args.bundles[1:], *filter(None, [args.add_to])):
        check_landmarks(path, bundles[:1])
    found = find_held_out(args.data_root, bundles, args.split, args.exclude)
    held_out = read_held_out(found, () if args.no_changes else CHANGES, lambda jobs: tqdm(jobs, unit='radiograph'))
    made_with = dict(bundles=[bundle.info.checkpoint_sha256 for bundle in bundles], split=args.split)
    calibration = calibrations.calibration_as_json(fit_calibration(held_out, made_with))
    coverage = nested_coverage(held_out, CURVE_LEVELS)
    print(reporting.format_coverage(coverage))
    print('calibration written to', write_json(out, calibration, indent=None))
    write_json(numbers, reporting.coverage_as_json(coverage))
    write_file(figure, draw_coverage_curve({'all landmarks': reporting.curve_of(coverage)}))
    print('coverage written to', numbers, 'and', figure)
    if args.add_to:
        print('calibration added to', add_calibration(args.add_to, calibration))
