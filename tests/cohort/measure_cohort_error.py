"""Whose error the intervals of readings hold: `python FILE RESULTS ANNOTATIONS`, of ISBI 2015's valid and two readers.

For each measurement: SD of what the intervals say, of reading less mean of both readers, the part of the readers in it
(SD of their differences / 2, if they err independently), the rest, and by how much the error grows with the reading and
with the readers' mean (slopes): 0 with the reading means that the error is not classical.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from aariz_mm.analysis import measure
from aariz_mm.cohort.loading import load_cohort
from aariz_mm.cohort.selection import COMMON
from aariz_mm.landmarks import SYMBOLS

READERS = ('Junior Orthodontists', 'Senior Orthodontists')


def places(path: Path) -> np.ndarray:
    """Landmarks (29, 2) of an annotation."""
    points = np.full((len(SYMBOLS), 2), np.nan)
    for one in json.loads(path.read_text())['landmarks']:
        points[SYMBOLS.index(one['symbol'])] = one['value']['x'], one['value']['y']
    return points


def main(results: str, annotations: str) -> None:
    """Print a line for each measurement."""
    cohort = load_cohort(results)
    read = np.array([[places(Path(annotations) / name / f'{one.result}.json') for name in READERS]
                     for one in cohort.records])  # fmt: skip
    junior, senior, both = (measure(points, SYMBOLS, 0.25) for points in (read[:, 0], read[:, 1], read.mean(axis=1)))
    for key in COMMON:
        values = [one.values.get(key) for one in cohort.records]
        truth = np.asarray(both[key].value)
        if None in values or not np.isfinite(truth).all() or any(one.reason for one in values):
            continue
        own = np.array([one.value for one in values])
        error = own - truth
        said = np.sqrt(np.mean([one.error_variance for one in values]))
        readers = np.std(np.asarray(junior[key].value) - np.asarray(senior[key].value), ddof=1) / 2
        rest = np.sqrt(max(0.0, error.var(ddof=1) - readers**2))
        slopes = [np.cov(error, one)[0, 1] / one.var(ddof=1) for one in (own, truth)]
        print(f'{key:8s} n {len(own)} intervals {said:.2f} seen {error.std(ddof=1):.2f} readers {readers:.2f} rest '
              f'{rest:.2f} bias {error.mean():.2f} slopes {slopes[0]:.2f} {slopes[1]:.2f}')  # fmt: skip


if __name__ == '__main__':
    main(*sys.argv[1:3])
