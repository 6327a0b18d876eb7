"""How often intervals of aariz_mm.cohort hold the truth, and tests speak where nothing is: `python FILE [REPEATS]`.

Values are normal, with a normal measurement error of known size that is independent of the truth (reliability 0.75).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.special import ndtr

from aariz_mm.cohort.changes import change_between
from aariz_mm.cohort.comparisons import adjust, compare_two
from aariz_mm.cohort.descriptions import describe_values
from aariz_mm.cohort.growth import fit_growth
from aariz_mm.cohort.measurement_error import error_share
from aariz_mm.cohort.samples import Sample

sys.path.insert(0, str(Path(__file__).parents[1]))
from made_cohorts import made_cohort

TRUE_SD, ERROR_SD = np.sqrt(3.0), 1.0
NAMES = ('A', 'B')


def sample(values: np.ndarray, error_sd: float = ERROR_SD) -> Sample:
    """Of patients 0, 1, … whose errors are known."""
    count = len(values)
    return Sample(tuple(map(str, range(count))), values, np.full(count, error_sd**2), np.zeros(count))


def other(values: np.ndarray) -> Sample:
    """Of other patients."""
    one = sample(values)
    return Sample(tuple(f'b{name}' for name in one.patients), one.values, one.error_variances, one.shifts)


def holds(low: float, high: float, truth: float) -> bool:
    """Whether an interval has the truth."""
    return low <= truth <= high


def groups(rng, sizes: tuple[int, int], effect: float, ratio: float = 1.0) -> dict[str, float]:
    """One study of two groups that differ by an effect in SDs of the truth."""
    apart = effect * TRUE_SD
    first, second = (rng.normal(mean, TRUE_SD * sd, n) + rng.normal(0, ERROR_SD, n)
                     for mean, sd, n in ((80 + apart, ratio, sizes[0]), (80, 1, sizes[1])))  # fmt: skip
    one, two = sample(first), other(second)
    found = compare_two(one, two, NAMES, error_share([one, two]))
    bias = rng.uniform(-1, 1)
    described = describe_values(second + bias, 1.0)
    wide = np.sqrt(TRUE_SD**2 + ERROR_SD**2)
    spread = np.sqrt((1 + ratio**2) * TRUE_SD**2 + 2 * ERROR_SD**2)
    return dict(
        mean=holds(*_ends(describe_values(second)), 80),
        biased_mean=holds(*_ends(described), 80),
        bounded_mean=holds(described.biased_low, described.biased_high, 80),
        difference=holds(found.low, found.high, apart),
        welch=found.p < 0.05,
        ranks=found.p_ranks < 0.05,
        g=holds(found.g.low, found.g.high, apart / wide),
        g_of_truth=holds(found.g.low, found.g.high, effect),
        corrected=holds(found.corrected_g.low, found.corrected_g.high, effect),
        corrected_value=found.corrected_g.value,
        g_value=found.g.value,
        biserial=holds(found.ranks.low, found.ranks.high, 2 * ndtr(apart / spread) - 1),
    )


def changes(rng, count: int, effect: float) -> dict[str, float]:
    """One study of patients at two times, correlated 0.7, whose mean change is an effect in SDs of the truth."""
    base = rng.normal(80, TRUE_SD * np.sqrt(0.7), count)
    first, second = (base + rng.normal(mean, TRUE_SD * np.sqrt(0.3), count) + rng.normal(0, ERROR_SD, count)
                     for mean in (0, effect * TRUE_SD))  # fmt: skip
    found = change_between(sample(first), sample(second))
    sd = np.sqrt(2 * (0.3 * TRUE_SD**2 + ERROR_SD**2))
    mean = effect * TRUE_SD
    return dict(
        change=holds(found.low, found.high, mean),
        paired_t=found.p < 0.05,
        wilcoxon=found.p_ranks < 0.05,
        d_z=holds(found.d_z.low, found.d_z.high, mean / sd),
        d_av=holds(found.d_av.low, found.d_av.high, mean / np.sqrt(TRUE_SD**2 + ERROR_SD**2)),
        signed_biserial=holds(found.ranks.low, found.ranks.high, 2 * ndtr(np.sqrt(2) * mean / sd) - 1),
    )


def family(rng, method: str, count: int = 20, keys: int = 12) -> bool:
    """Whether any of 12 correlated measurements without a difference is called different."""
    shared = rng.normal(0, 1, (2, count, 1))
    values = np.sqrt(0.5) * shared + np.sqrt(0.5) * rng.normal(0, 1, (2, count, keys))
    p = [compare_two(sample(values[0, :, key]), other(values[1, :, key]), NAMES).p for key in range(keys)]
    return min(adjust(p, method)) < 0.05


def curve(rng, repeated: bool, patients: int = 30) -> tuple[float, float]:
    """Share of ages at which the band of the mean holds a bent truth, and of new patients within the range."""
    rows, visits = [], 3 if repeated else 1
    for index in range(patients):
        own, start = rng.normal(0, 2), rng.uniform(8, 16)
        for visit in range(visits):
            age = start + visit
            value = _truth(age) + own + rng.normal(0, 1.5)
            rows.append((f'p{index}', 'A', f'T{visit}', value, age, 'female'))
    times = tuple(f'T{visit}' for visit in range(visits))
    found = fit_growth(made_cohort(rows, ('A',), times), 'SNA').curves[0]
    inside = (found.low <= _truth(found.ages)) & (_truth(found.ages) <= found.high)
    new = _truth(found.ages) + rng.normal(0, 2.5, len(found.ages))
    return float(inside.mean()), float(((found.least <= new) & (new <= found.most)).mean())


def _truth(age):
    return 70 + 10 / (1 + np.exp(-(age - 12.5) / 2))


def _ends(one):
    return one.low, one.high


def _say(title: str, rows: list[dict[str, float]]) -> None:
    means = {key: np.nanmean([float(row[key]) for row in rows]) for key in rows[0]}
    print(f'{title:34s}', ' '.join(f'{key} {mean:.3f}' for key, mean in means.items()), flush=True)


def main(repeats: int) -> None:
    """Print all."""
    rng = np.random.default_rng(0)
    for sizes, effect, ratio in (((20, 20), 0, 1), ((20, 20), 0.8, 1), ((50, 50), 0, 1), ((50, 50), 0.8, 1),
                                 ((20, 50), 0, 2), ((20, 50), 0, 1)):  # fmt: skip
        title = f'groups {sizes} effect {effect} SD ratio {ratio}'
        _say(title, [groups(rng, sizes, effect, ratio) for _ in range(repeats)])
    for count, effect in ((20, 0), (20, 0.8), (50, 0), (50, 0.8)):
        _say(f'changes n {count} effect {effect}', [changes(rng, count, effect) for _ in range(repeats)])
    for method in ('none', 'holm'):
        print(f'12 tests, any below 0.05, {method}:', np.mean([family(rng, method) for _ in range(repeats // 4)]))
    for repeated in (False, True):
        found = np.mean([curve(rng, repeated) for _ in range(repeats // 10)], axis=0)
        print(f'growth, repeated {repeated}: band of the mean {found[0]:.3f}, range of patients {found[1]:.3f}')


if __name__ == '__main__':
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
