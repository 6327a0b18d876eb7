"""How well two radiographs tell that they are of different patients: by their pictures, and by their landmarks.

  PYTHONPATH=. python tests/superimposition/measure_patients.py RESULTS [--pairs 60] [--phantoms 24]

RESULTS: folder of aariz-mm read, of radiographs of different patients that are still where they were read.
"""

import argparse
import itertools
import sys
from pathlib import Path

import numpy as np
from grown_series import draw_errors, made_content, made_series
from scipy.spatial import procrustes

from aariz_mm.phantom import draw_grown
from aariz_mm.superimposition import load_timepoint
from aariz_mm.superimposition.series import superimpose_series
from aariz_mm.superimposition.sources import load_grey

DOUBT = 'are they of one patient'
YEARS = (0, 2, 4, 8)


def is_doubted(pair, load):
    """Whether the pictures make the patient doubtful."""
    made = superimpose_series(pair, load_grey=load, draws=50)
    return any(DOUBT in text for one in made if one.found for text in one.found.warnings)


def count_strangers(paths, pairs, seed):
    rng, doubted = np.random.default_rng(seed), 0
    for _ in range(pairs):
        one, other = rng.choice(len(paths), 2, replace=False)
        doubted += is_doubted([load_timepoint(paths[one], 'T1'), load_timepoint(paths[other], 'T2')], load_grey)
    print(f'pictures of two patients: doubted {doubted} of {pairs}', flush=True)


def count_grown(count, years, seed):
    doubted = 0
    for index in range(count):
        grown = draw_grown(seed + index, years)
        pair, greys = [], {}
        errors = draw_errors(np.random.default_rng(seed + index), 'real')
        for label, film, error in zip(('T1', 'T2'), (grown.before, grown.after), errors, strict=True):
            points = film.landmarks_px + np.nan_to_num(error) / film.pixel_size_mm
            told = made_content(points, film.image.shape[1::-1], film.pixel_size_mm)
            pair.append(load_timepoint(told, label))
            greys[label] = film.image
        doubted += is_doubted(pair, lambda one, greys=greys: greys[one.label])
    print(f'pictures of a phantom, {years:g} years: doubted {doubted} of {count}', flush=True)


def shape_distance(first, second):
    """Of landmarks that both have, whatever place, turn and size."""
    there = np.isfinite(first).all(axis=1) & np.isfinite(second).all(axis=1)
    return procrustes(first[there], second[there])[2] ** 0.5


def tell_by_shape(paths, count):
    points = [load_timepoint(path, 'T').points_mm for path in paths]
    strangers = np.array([shape_distance(*pair) for pair in itertools.combinations(points, 2)])
    for years in YEARS:
        grown = [made_series(1000 * years + index, years, 'real')[0] for index in range(count)]
        own = np.array([shape_distance(*(one.points_mm for one in pair)) for pair in grown])
        told = (strangers > np.quantile(own, 0.99)).mean()
        print(
            f'landmarks, {years} years of growth: 1 % false alarms tell {told:.0%} of {len(strangers)} pairs',
            flush=True,
        )


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('folder', type=Path)
    parser.add_argument('--pairs', type=int, default=60)
    parser.add_argument('--phantoms', type=int, default=24)
    parser.add_argument('--seed', type=int, default=0)
    args = parser.parse_args(arguments)
    paths = sorted(args.folder.glob('*.json'))
    tell_by_shape(paths, 400)
    count_strangers(paths, args.pairs, args.seed)
    for years in YEARS:
        count_grown(args.phantoms, years, args.seed)


if __name__ == '__main__':
    main(sys.argv[1:])
