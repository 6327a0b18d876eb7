"""How far changes of superimposed phantoms are right, and how often their intervals hold; prints the figures.

    PYTHONPATH=. python tests/superimposition/measure_superimposition.py [--phantoms 1000]

Errors are those of the calibration of ceph24: normal ones of its covariances, the same with a convention in common, and
those of the held-out radiographs of ISBI 2015 themselves. Growth of 4 years; without it, for false alarms.
"""

import argparse
import time

import numpy as np
from grown_series import NOISES, made_content, made_series

from aariz_mm.analysis import measure
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.growth import draw_grown
from aariz_mm.superimposition import load_timepoint, superimpose
from aariz_mm.superimposition.moving import forward_angles, in_axes

LANDMARK_REFERENCES = ('sn', 'base_fit', 'fh_po', 'palatal_ans', 'mandibular_me')
SHOWN = ('N', 'ANS', 'A', 'B', 'Pog', 'Me', 'Go', 'UIT', 'LIT')


def exact(count):
    """Largest error of a displacement, mm, of drawn pairs without errors of landmarks, by reference."""
    worst = dict.fromkeys(('sn', 'base_fit', 'fh_po'), 0.0)
    for seed in range(count):
        magnifications = (1.0 + 0.02 * (seed % 8), 1.14 - 0.02 * (seed % 5))
        pair = draw_grown(seed, 4, (360, 440), magnifications=magnifications)
        timepoints = [
            load_timepoint(made_content(one.landmarks_px, one.image.shape[1::-1], one.pixel_size_mm, factor), label)
            for one, factor, label in zip((pair.before, pair.after), magnifications, ('T1', 'T2'), strict=True)
        ]
        truth = in_axes(pair.shapes_mm[1] - pair.shapes_mm[0], forward_angles('FH', SYMBOLS, pair.shapes_mm[0]))
        for key in worst:
            found = superimpose(timepoints, key, draws=60).changes
            got = np.array([(one.forward_mm, one.up_mm) for one in found])
            worst[key] = max(worst[key], float(np.linalg.norm(got - truth, axis=1).max()))
    return worst


def tried(reference, noise, years, count, measured):
    """Of count phantoms: what lies in its interval, and what is called no change; measurements of the first ones."""
    rows = dict(forward=[], up=[], distance=[], within=[], together=[], forward_within=[], up_within=[], measured=[])
    for seed in range(count):
        timepoints, _ = made_series([seed, 7], years, noise)
        exact_timepoints, _ = made_series([seed, 7], years)
        true = superimpose(exact_timepoints, reference, draws=50, measurements=False)
        found = superimpose(timepoints, reference, draws=600, seed=seed, measurements=seed < measured)
        pairs = list(zip(found.changes, true.changes, strict=True))
        rows['forward'].append([_holds(a.forward_low_mm, b.forward_mm, a.forward_high_mm) for a, b in pairs])
        rows['up'].append([_holds(a.up_low_mm, b.up_mm, a.up_high_mm) for a, b in pairs])
        rows['distance'].append([_holds(a.distance_low_mm, b.distance_mm, a.distance_high_mm) for a, b in pairs])
        rows['within'].append([np.nan if a.within_error is None else a.within_error for a, _ in pairs])
        rows['together'].append([np.nan if a.within_error is None else a.within_error_together for a, _ in pairs])
        rows['forward_within'].append([np.nan if a.within_error is None else a.forward_within_error for a, _ in pairs])
        rows['up_within'].append([np.nan if a.within_error is None else a.up_within_error for a, _ in pairs])
        if seed < measured:
            before, after = (measure(one.points_mm, SYMBOLS, 1.0) for one in exact_timepoints)
            rows['measured'].append([
                _holds(one.low, after[one.key].value - before[one.key].value, one.high)
                for one in found.measurement_changes
            ])  # fmt: skip
    return {key: np.array(value, dtype=float) for key, value in rows.items()}


def _holds(low, value, high):
    """NaN where nothing is known, or where the reference fixes it."""
    return np.nan if np.isnan([low, value]).any() or high - low < 1e-9 else low <= value <= high


def share(values):
    return f'{100 * np.nanmean(values):5.1f} %' if np.isfinite(values).any() else 'fixed'


def range_of_landmarks(values):
    """Lowest and highest share of a landmark."""
    known = np.flatnonzero(np.isfinite(values).any(axis=0))
    shares = np.nanmean(values[:, known], axis=0)
    low, high = known[shares.argmin()], known[shares.argmax()]
    return f'{100 * shares.min():.1f} ({SYMBOLS[low]}) to {100 * shares.max():.1f} ({SYMBOLS[high]})'


def report(reference, noise, count, measured):
    grown, still = (tried(reference, noise, years, count, measured) for years, measured in ((4, measured), (0, 0)))
    print(f'\n## {reference}, {noise} errors, {count} phantoms', flush=True)
    for key in ('forward', 'up', 'distance'):
        print(f'{key:9s} in its 90 %: {share(grown[key])}, landmarks {range_of_landmarks(grown[key])}')
    if measured:
        columns = np.isfinite(grown['measured']).any(axis=0)
        by_one = 100 * np.nanmean(grown['measured'][:, columns], axis=0)
        print(f'measurements in their 90 %: {share(grown["measured"])}, {by_one.min():.1f} to {by_one.max():.1f}')
    print(f'not grown, told so (95 %): {share(still["within"])}, landmarks {range_of_landmarks(still["within"])}; '
          f'forward {share(still["forward_within"])}, up {share(still["up_within"])}')  # fmt: skip
    alone, together = (np.nanmin(still[key], axis=1) for key in ('within', 'together'))
    print(f'not grown, all landmarks told so: each by itself {share(alone)}, together {share(together)}')
    print(
        'grown, together: ' + ', '.join(f'{one} {share(1 - grown["together"][:, SYMBOLS.index(one)])}' for one in SHOWN)
    )
    print('grown, told so: ' + ', '.join(f'{one} {share(1 - grown["within"][:, SYMBOLS.index(one)])}' for one in SHOWN))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--phantoms', type=int, default=1000)
    parser.add_argument('--measured', type=int, default=200, help='phantoms whose measurements are looked at')
    parser.add_argument('--drawn', type=int, default=24)
    parser.add_argument('--references', nargs='+', default=['sn'], choices=LANDMARK_REFERENCES)
    parser.add_argument('--noises', nargs='+', default=NOISES, choices=NOISES)
    arguments = parser.parse_args()
    began = time.process_time()
    if arguments.drawn:
        print('largest error without errors of landmarks, mm:', exact(arguments.drawn))
    for reference in arguments.references:
        for noise in arguments.noises:
            report(reference, noise, arguments.phantoms, arguments.measured)
    print(f'\n{time.process_time() - began:.0f} s of CPU')


if __name__ == '__main__':
    main()
