"""Measures how far readers and the shipped model are apart, with intervals, on the radiographs of ISBI 2015's Test1.

Prints Markdown: distances (reader to reader, reader to mean, model to mean), ICC, kappa and Dahlberg's error with their
intervals, and whether the model may stand in for a reader. What this version of the package cannot say is a dash. Last
come simulated studies of known truth (seed 0): how many of the intervals hold it.

Example: ISBI2015_ROOT=… python tests/trust/measure_readers.py
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

JUNIOR, SENIOR = 'Junior Orthodontists', 'Senior Orthodontists'
KEYS = ('SNA', 'SNB', 'ANB', 'FMA')
CLASSES = ('skeletal_class', 'growth_FMA')


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--root', default=os.environ.get('ISBI2015_ROOT'), help='of ISBI 2015 in the Aariz layout')
    parser.add_argument('--split', default='valid')
    parser.add_argument('--results', help='of aariz-mm read, where they are already there; default reads them')
    parser.add_argument('--studies', type=int, default=1000, help='simulated ones (%(default)s)')
    args = parser.parse_args()
    if not args.root or not Path(args.root).is_dir():
        print(f'no data: {args.root!r} is no folder; set ISBI2015_ROOT or give --root', file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        results = Path(args.results or folder)
        if not args.results:
            _read(Path(args.root) / args.split / 'Cephalograms', results)
        rows = _measure(Path(args.root), args.split, results)
    _print(('what', 'value', '95 % interval'), rows)
    _print(('interval', 'radiographs', 'holds the true value, %'), _coverage(args.studies))
    return 0


def _print(header, rows) -> None:
    print('| ' + ' | '.join(header) + ' |\n|' + ' --- |' * len(header))
    for row in rows:
        print('| ' + ' | '.join(row) + ' |')
    print()


def _coverage(studies: int) -> list[tuple[str, str, str]]:
    """Two readers of SD 2 on targets of SD 4 (ICC 0.8, Dahlberg 2), and classes of a known kappa."""
    try:
        from aariz_mm.evaluation.icc import icc_2_1_interval
        from aariz_mm.evaluation.kappa import kappa_interval, weighted_kappa
        from aariz_mm.evaluation.reader_error import method_error
    except ImportError:
        return [(name, '-', '-') for name in ('ICC(2,1)', "Dahlberg's error", 'weighted kappa')]
    rng, rows = np.random.default_rng(0), []
    shares = np.array([[10, 2, 0], [3, 12, 1], [0, 2, 9]]) / 39
    kappa = float(weighted_kappa(shares, 1))
    for count in (20, 40, 147):
        held = np.zeros(3)
        for _ in range(studies):
            ratings = rng.normal(0, 4, (count, 1)) + rng.normal(0, 2, (count, 2))
            error = method_error(ratings[:, 0] - ratings[:, 1])
            classes = kappa_interval(rng.multinomial(count, shares.ravel()).reshape(3, 3), 1)
            ends = icc_2_1_interval(ratings), (error.dahlberg_low, error.dahlberg_high), classes
            held += [low <= true <= high for (low, high), true in zip(ends, (0.8, 2.0, kappa), strict=True)]
        names = ('ICC(2,1), McGraw and Wong', "Dahlberg's error", 'weighted kappa')
        rows += [(name, str(count), f'{100 * one / studies:.1f}') for name, one in zip(names, held, strict=True)]
    return rows


def _read(images: Path, results: Path) -> None:
    from aariz_mm.cli.commands import main as run

    status = run(['read', str(images), '--pixel-size', '0.25', '--out-dir', str(results), '--overlay', 'none',
                  '--threads', '1'])  # fmt: skip
    if status:
        raise SystemExit(status)


def _measure(root: Path, split: str, results: Path) -> list[tuple[str, str, str]]:
    try:
        from aariz_mm.study.assembly import read_study
        from aariz_mm.study.scores import score_study
        from aariz_mm.study.sources import parse_sources
    except ImportError:
        return _measure_without_studies(root, split, results)
    sources, found = parse_sources([str(root)], [f'ceph24={results}'], [JUNIOR, SENIOR], split)
    study = read_study(sources, None, found)
    scores = score_study(study)
    inter, *_, mean = scores.comparisons
    rows = [_distance('reader to reader', inter.landmarks['all']),
            _distance('reader to the mean of both', scores.reader_to_mean),
            _distance('model to the mean of both', mean.landmarks['all'])]  # fmt: skip
    for name, one in (('readers', inter), ('model and mean', mean)):
        for key in KEYS:
            own, error = one.measurements[key].pair.summary, one.measurements[key].error
            rows.append(_row(f'{key}, {name}: ICC(2,1)', own.icc, own.icc_interval, 3))
            rows.append(
                _row(f"{key}, {name}: Dahlberg's error", error.dahlberg, (error.dahlberg_low, error.dahlberg_high))
            )
            rows.append(_row(f'{key}, {name}: bias (p {error.p:.3f})', error.bias, (error.bias_low, error.bias_high)))
        for key in CLASSES:
            own = one.classes[key].summary
            rows.append(_row(f'{key}, {name}: weighted kappa', own.kappa, own.kappa_interval))
            rows.append(_row(f'{key}, {name}: equal', own.accuracy, own.accuracy_interval))
    return rows + _stand_in(scores.models[0], scores.margins)


def _stand_in(model, margins) -> list[tuple[str, str, str]]:
    for_all, without = model.replacing['all'], model.replacing_centred['all']
    single = [one for symbol, one in model.replacing.items() if symbol != 'all']
    shown = sum(one.interchangeable for one in single)
    worse = [symbol for symbol, one in model.replacing.items() if one.low > 0]
    means = sum(one.equivalent for one in model.means.values())
    return [
        _row(
            'model in the place of a reader: change of the disagreement, mm', for_all.index, (for_all.low, for_all.high)
        ),
        _row('the same without constant differences, mm', without.index, (without.low, without.high)),
        (f'landmarks with a rise shown below {margins.rise:g} mm', f'{shown} of {len(single)}', ''),
        ('landmarks on which it raises the disagreement', ', '.join(worse) or 'none', ''),
        (f'measurements with means shown equal within ±{margins.bias:g}', f'{means} of {len(model.means)}', ''),
    ]


def _measure_without_studies(root: Path, split: str, results: Path) -> list[tuple[str, str, str]]:
    """What a version without reader studies says: distances and agreement, no interval."""
    from aariz_mm.annotations.files import read_landmarks
    from aariz_mm.evaluation.measurement_agreement import measurement_agreement
    from aariz_mm.landmarks import SUBSETS, SYMBOLS

    symbols = SUBSETS['isbi19']
    place = [SYMBOLS.index(symbol) for symbol in symbols]
    folder = root / split / 'Annotations' / 'Cephalometric Landmarks'
    names = sorted(path.stem for path in (folder / JUNIOR).glob('*.json'))

    def stack(where: Path) -> np.ndarray:
        return np.stack([read_landmarks(where / f'{name}.json', name, (1e9, 1e9))[place] for name in names])

    junior, senior, model = stack(folder / JUNIOR), stack(folder / SENIOR), stack(results)
    scale = np.full(len(names), 0.25)
    rows = [(f'{what}, mm', f'{0.25 * np.linalg.norm(one - other, axis=-1).mean():.2f}', '-') for what, one, other in (
        ('reader to reader', junior, senior), ('model to the mean of both', model, (junior + senior) / 2))]  # fmt: skip
    for name, pair in (('readers', (junior, senior)), ('model and mean', (model, (junior + senior) / 2))):
        found = measurement_agreement(*pair, None, symbols, scale)
        rows += [(f'{key}, {name}: ICC(2,1)', f'{found.measurements[key].summary.icc:.3f}', '-') for key in KEYS]
        rows += [(f'{key}, {name}: weighted kappa', f'{found.classes[key].summary.kappa:.2f}', '-') for key in CLASSES]
    return rows


def _distance(what: str, score) -> tuple[str, str, str]:
    return _row(f'{what}, mm', score.radial, (score.low, score.high))


def _row(what: str, value: float, ends: tuple[float, float], decimals: int = 2) -> tuple[str, str, str]:
    return what, f'{value:.{decimals}f}', f'{ends[0]:.{decimals}f} to {ends[1]:.{decimals}f}'


if __name__ == '__main__':
    sys.exit(main())
