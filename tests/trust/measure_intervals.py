"""How often 95 % intervals hold the true score, and how often two equal models are called different.

  python tests/trust/measure_intervals.py                       about five minutes on one CPU core
  python tests/trust/measure_intervals.py --errors ERRORS.npy   errors (B, K) in mm of radiographs that a model did not
                                                                see; images are drawn from them instead of made up

Before: percentile bootstrap over images. After: aariz_mm.evaluation. No data are needed; seeds are fixed.
"""

from __future__ import annotations

from argparse import ArgumentParser

import numpy as np
from simulated_tests import (
    STAGE_SHARES,
    draw_errors,
    draw_pair,
    draw_stages,
    old_interval,
    old_p,
    old_stage_interval,
    old_stage_p,
    stage_chances,
)

from aariz_mm.evaluation import cvm
from aariz_mm.evaluation.comparison import compare_means, compare_stage_scores
from aariz_mm.evaluation.functional import success
from aariz_mm.evaluation.intervals import mean_interval, median_interval, rate_interval
from aariz_mm.evaluation.seeds import compare_recipes
from aariz_mm.evaluation.sign_flips import sign_flip_test

SIZES = (16, 91, 147)
RESAMPLES = 500
THRESHOLDS_MM = (2.0, 2.5, 3.0, 4.0)
STAGE_SCORES = dict(accuracy=cvm.accuracy, f1_macro=cvm.f1_macro, qwk=cvm.quadratic_weighted_kappa,
                    mae=cvm.mean_absolute_error, within_1=cvm.within_one)  # fmt: skip
HEADER = '| {} | n | before, % | after, % |\n| --- | ---: | ---: | ---: |'


def main() -> None:
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--errors', metavar='NPY', help='(B, K), mm, NaN where unlabelled')
    parser.add_argument('--repeats', type=int, default=1000, help='simulated tests of each kind (default 1000)')
    args = parser.parse_args()
    print('Cover of 95 % intervals (goal 93 to 97 %)\n')
    print(HEADER.format('score'))
    if args.errors:
        pool = np.load(args.errors)
        landmark_rows('drawn', lambda rng, n: pool[rng.integers(len(pool), size=n)], pool, args.repeats)
        return
    for name, settings in {'as measured': {}, 'images unlike each other': dict(hard_cv=0.3, scale=0.8)}.items():
        draw = lambda rng, n, settings=settings: draw_errors(rng, n, **settings)  # noqa: E731
        landmark_rows(name, draw, draw(np.random.default_rng(9), 300_000), args.repeats)
    for name, chances in {'as measured': stage_chances(0.8, 0.3), 'better': stage_chances(0.6, 0.0)}.items():
        stage_rows(name, chances, args.repeats)
    print('\nEqual models that are called different (goal 4 to 6 %)\n')
    print(HEADER.format('score'))
    pair_rows(args.repeats)
    print('\nEqual recipes that are called different, 147 images, SD of 0.02 mm between seeds (goal 4 to 6 %)\n')
    print('| trainings a side | one checkpoint each, % | recipes, % |\n| ---: | ---: | ---: |')
    for seeds in (2, 3, 5):
        print(f'| {seeds} | {recipe_row(seeds, 2 * args.repeats)} |', flush=True)


def landmark_rows(name: str, draw, population: np.ndarray, repeats: int) -> None:
    """Cover of MRE, the first landmark's MRE, median and success rates."""
    truths = dict(MRE=np.nanmean(population), median=np.nanmedian(population),
                  landmark=np.nanmean(population[:, 0]))  # fmt: skip
    truths |= {f'SDR {t:g} mm': np.nanmean(success(population, t)) for t in THRESHOLDS_MM}
    for images in SIZES:
        rng, held = np.random.default_rng(images), {}
        for seed in range(repeats):
            errors_mm = draw(rng, images)
            found = dict(
                MRE=(old_interval(errors_mm, RESAMPLES, seed), mean_interval(errors_mm)),
                median=(None, median_interval(errors_mm)),
                landmark=(old_interval(errors_mm[:, :1], RESAMPLES, seed), mean_interval(errors_mm[:, 0])),
            )
            for t in THRESHOLDS_MM:
                hits = success(errors_mm, t)
                found[f'SDR {t:g} mm'] = old_interval(hits, RESAMPLES, seed), rate_interval(hits)
            count(held, found, truths)
        show(name, images, held)


def stage_rows(name: str, chances: np.ndarray, repeats: int) -> None:
    """Cover of the scores of stages; of macro F1 where every stage has an image, for else it has no interval."""
    table = chances * STAGE_SHARES[:, None]
    truths = {key: float(score(table)) for key, score in STAGE_SCORES.items()}
    for images in SIZES:
        rng, held = np.random.default_rng(images), {}
        for seed in range(repeats):
            true, pred = draw_stages(rng, chances, images)
            confusion = cvm.confusion_matrix(true, pred[0])
            after = cvm.stage_score_intervals(confusion)
            count(held, {key: (old_stage_interval(score, confusion, RESAMPLES, seed), after[key])
                         for key, score in STAGE_SCORES.items()}, truths)  # fmt: skip
        show(f'stages {name}', images, held)


def count(held: dict, found: dict, truths: dict) -> None:
    for key, intervals in found.items():
        if not np.isnan(intervals[1][0]):
            held.setdefault(key, []).append([np.nan if one is None else one[0] <= truths[key] <= one[1]
                                             for one in intervals])  # fmt: skip


def show(name: str, images: int, held: dict) -> None:
    for key, rows in held.items():
        before, after = 100 * np.mean(rows, axis=0)
        if len(rows) >= 100:
            earlier = 'none' if np.isnan(before) else f'{before:.1f}'
            print(f'| {key}, {name} | {images} | {earlier} | {after:.1f} |', flush=True)


def pair_rows(repeats: int) -> None:
    """False alarms of comparisons of two models."""
    chances = stage_chances(0.8, 0.3)
    for images in SIZES:
        rng, alarms = np.random.default_rng(images), {}
        for seed in range(repeats):
            errors = draw_pair(rng, images)
            rates = [100 * success(one, 2.0) for one in errors]
            true, preds = draw_stages(rng, chances, images, models=2)
            found = {}
            for key, (first, second), lower in (('MRE', errors, True), ('SDR 2 mm', rates, False)):
                after = compare_means(key, first, second, lower, 2000, seed).p_value
                found[key] = old_p(first, second, RESAMPLES, seed), after
            for key, lower in (('mae', True), ('qwk', False)):
                score = STAGE_SCORES[key]
                after = compare_stage_scores(key, score, true, preds[:1], preds[1:], lower, 2000, seed).p_value
                found[key] = old_stage_p(score, true, preds, RESAMPLES, seed), after
            for key, p_values in found.items():
                alarms.setdefault(key, []).append([p < 0.05 for p in p_values])
        for key, rows in alarms.items():
            before, after = 100 * np.mean(rows, axis=0)
            print(f'| {key} | {images} | {before:.1f} | {after:.1f} |', flush=True)


def recipe_row(seeds: int, repeats: int, images: int = 147, seed_sd: float = 0.02) -> str:
    """False alarms of the first checkpoints of two recipes, and of the recipes."""
    rng, alarms = np.random.default_rng(seeds), []
    for seed in range(repeats):
        hard = rng.gamma(20, 0.06, images)
        sides = [hard + rng.normal(0, 0.12, images) + rng.normal(0, seed_sd, (seeds, 1))
                 + rng.normal(0, 0.15, (seeds, images)) for _ in range(2)]  # fmt: skip
        one = sign_flip_test(sides[1][0] - sides[0][0], repeats=1000, seed=seed)[0]
        alarms.append([one < 0.05, compare_recipes(*sides).p_value < 0.05])
    return ' | '.join(f'{share:.1f}' for share in 100 * np.mean(alarms, axis=0))


if __name__ == '__main__':
    main()
