"""How well, how often and how wrongly radiographs are registered; docs/concepts/structural_registration.md.

    python tests/superimposition/measure_registration.py ISBI2015/valid [--images 147] [--phantoms 60]

Not collected by pytest; a few minutes.
"""

import argparse
import json
import sys
import time
from pathlib import Path

import cv2
import numpy as np
from moved_radiographs import expose_again, made_timepoint, move_radiograph, read_field, start_from_landmarks

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.growth import draw_grown
from aariz_mm.superimposition import Rigid
from aariz_mm.superimposition.patches import grid_around, polygon_mask
from aariz_mm.superimposition.regions import REGIONS, region_landmarks, region_mask
from aariz_mm.superimposition.registration import register
from aariz_mm.superimposition.rigid import fit_rigid

CHI2_90 = 6.251  # three degrees of freedom
ERROR_MM = 1.06  # along each axis: 1.5 mm of distance


def load(folder, name):
    """Timepoint by the mean of both readers, and the grey picture."""
    places = []
    for reader in ('Senior Orthodontists', 'Junior Orthodontists'):
        path = folder / 'Annotations' / 'Cephalometric Landmarks' / reader / f'{name}.json'
        marks = json.loads(path.read_text(encoding='utf-8'))['landmarks']
        places.append({mark['symbol']: (mark['value']['x'], mark['value']['y']) for mark in marks})
    points = np.mean([[one[symbol] for symbol in places[0]] for one in places], axis=0)
    grey = cv2.imread(str(folder / 'Cephalograms' / f'{name}.jpg'), cv2.IMREAD_GRAYSCALE)
    return made_timepoint(places[0], points, 0.25), grey


def region_points(timepoint, region):
    """(n, 2) mm: cells of the region, 1 mm apart."""
    grid = grid_around(region_mask(timepoint, region), 1.0)
    rows, columns = np.nonzero(polygon_mask(region_mask(timepoint, region), grid))
    return grid.origin_mm + np.column_stack([columns, rows])


def score(found, truth, points_mm, seconds):
    """One row: whether accepted, error at the region's landmarks, whether the stated doubt covers it."""
    left = found.move.compose(truth.inverse())
    error = float(np.hypot(*(left.apply(points_mm) - points_mm).T).max())
    off = np.array([left.angle_rad, *(left.apply(found.centre_mm) - found.centre_mm)])
    covered = found.accepted and float(off @ np.linalg.solve(found.covariance, off)) <= CHI2_90
    return {'accepted': found.accepted, 'error': error, 'covered': covered, 'reason': found.reason, 'seconds': seconds,
            'error90': found.quality.get('error90_mm', np.nan)}  # fmt: skip


def timed_register(*arguments):
    started = time.perf_counter()
    return register(*arguments), time.perf_counter() - started


def measure_moved(folder, names, bent_mm, length_mm, seed):
    """Radiographs against themselves; the truth is the best rigid fit of how the region was moved and bent."""
    rows = {region: [] for region in REGIONS}
    rng = np.random.default_rng(seed)
    for name in names:
        fixed, grey = load(folder, name)
        moving, other, move, field = move_radiograph(rng, fixed, grey, bent_mm, length_mm)
        other = expose_again(rng, other)
        for region in REGIONS:
            start = start_from_landmarks(rng, fixed, moving, region, ERROR_MM)
            points = region_points(fixed, region)
            angle, shift = fit_rigid(move.apply(points - read_field(field, points)), points)
            found, seconds = timed_register(fixed, grey, moving, other, region, start)
            truth = Rigid(float(angle), shift)
            marks = region_landmarks(fixed, region)
            row = score(found, truth, marks, seconds)
            row['start'] = float(np.hypot(*(start.apply(truth.inverse().apply(marks)) - marks).T).max())
            rows[region].append(row)
    return rows


def measure_grown(count, years, seed):
    """Phantoms that grew."""
    rows = {region: [] for region in REGIONS}
    for index in range(count):
        pair = draw_grown(seed + index, years)
        rng = np.random.default_rng(seed + index)
        fixed, moving = (
            made_timepoint(SYMBOLS, one.landmarks_px, one.pixel_size_mm, label)
            for one, label in zip((pair.before, pair.after), ('T1', 'T2'), strict=True)
        )
        for region in REGIONS:
            matrix = pair.true_move(region)
            truth = Rigid(float(np.arctan2(matrix[1, 0], matrix[0, 0])), matrix[:2, 2])
            start = start_from_landmarks(rng, fixed, moving, region, ERROR_MM)
            found, seconds = timed_register(fixed, pair.before.image, moving, pair.after.image, region, start)
            marks = region_landmarks(fixed, region)
            row = score(found, truth, marks, seconds)
            row['start'] = float(np.hypot(*(start.apply(truth.inverse().apply(marks)) - marks).T).max())
            rows[region].append(row)
    return rows


def measure_strangers(folder, names, seed, turns):
    """Radiographs of two different patients: how many are accepted."""
    rng = np.random.default_rng(seed)
    counts, wrong = 0, []
    for step in range(1, turns + 1):
        for index, name in enumerate(names):
            other = names[(index + 7 * step) % len(names)]
            (fixed, grey), (moving, picture) = load(folder, name), load(folder, other)
            for region in REGIONS:
                start = start_from_landmarks(rng, fixed, moving, region, 0.3)
                found = register(fixed, grey, moving, expose_again(rng, picture), region, start)
                counts += 1
                if found.accepted:
                    wrong.append((name, other, region, round(found.quality['correlation'], 2)))
    print(f'two patients: {len(wrong)} of {counts} accepted {wrong}')


def report(title, rows):
    for region, one in rows.items():
        taken = [row for row in one if row['accepted']]
        errors = np.array([row['error'] for row in taken] or [np.nan])
        starts = np.median([row['start'] for row in one])
        print(f'{title} | {region} | start {starts:.2f} | accepted {len(taken)} of {len(one)} | '
              f'error {np.median(errors):.2f}, 95 % {np.quantile(errors, 0.95):.2f} mm | '
              f'over 1 mm {int((errors > 1).sum())} | '
              f'covered {np.mean([row["covered"] for row in taken] or [np.nan]):.0%} | '
              f'radius 90 % {np.median([row["error90"] for row in taken] or [np.nan]):.2f} mm | '
              f'{np.median([row["seconds"] for row in one]):.2f} s', flush=True)  # fmt: skip


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=Path)
    parser.add_argument('--images', type=int, default=147)
    parser.add_argument('--phantoms', type=int, default=60)
    parser.add_argument('--seed', type=int, default=0)
    args = parser.parse_args(arguments)
    names = sorted(path.stem for path in (args.folder / 'Cephalograms').glob('*.jpg'))[: args.images]
    for bent_mm, length_mm in ((0.0, 8.0), (0.3, 4.0), (0.5, 4.0), (0.5, 8.0), (0.5, 15.0), (1.0, 8.0)):
        title = f'bent {bent_mm} mm over {length_mm:.0f} mm'
        report(title, measure_moved(args.folder, names, bent_mm, length_mm, args.seed))
    for years in (0.0, 2.0, 4.0):
        report(f'phantoms, {years:.0f} years', measure_grown(args.phantoms, years, args.seed))
    measure_strangers(args.folder, names, args.seed, 3)


if __name__ == '__main__':
    main(sys.argv[1:])
