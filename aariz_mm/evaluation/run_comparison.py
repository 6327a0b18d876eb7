"""Tested models or recipes compared with the first of them, from the files that ``tools/test.py --out`` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from aariz_mm.files import load_json

from .case_files import FORMAT, cases_path, read_cases
from .cases import Cases
from .comparison import Comparison, compare_cases, holm
from .cvm import cvm_scores
from .functional import mean_and_sd
from .protocol import match_images, protocol_differences

__all__ = [
    'Recipe',
    'Run',
    'RunComparison',
    'compare_runs',
    'load_recipe',
    'load_run',
    'trainings_of',
]

_CHECKED = ('MRE_mm', 'CVM_accuracy', 'CVM_mae', 'CVM_qwk')
_SAME_SCORE = 1e-3
"""Scores at most this far apart are the same; files of cases keep four decimals of a pixel."""


@dataclass(frozen=True)
class Run:
    """A tested model: the file it was given by, and what it predicted."""

    path: str
    cases: Cases


@dataclass(frozen=True)
class Recipe:
    """A way of training, by the tests of its trainings, which differ in their seeds alone; ``path`` is its name."""

    path: str
    trainings: tuple[Run, ...]


@dataclass(frozen=True)
class RunComparison:
    """The first of ``runs`` against each other one.

    ``comparisons[i]`` are the scores of ``runs[i + 1]`` against the first run; ``p_values[i]`` theirs, corrected (Holm)
    for the number of runs.
    """

    runs: tuple[Run | Recipe, ...]
    comparisons: tuple[tuple[Comparison, ...], ...]
    p_values: tuple[tuple[float, ...], ...]
    repeats: int
    seed: int


def load_run(path: str | Path) -> Run:
    """A run by its file of scores, with that of its cases beside it, or by the file of cases itself.

    Errors:
        FileNotFoundError: no such file, or no cases beside it.
        ValueError: not a file of ``tools/test.py``, or scores and cases are of different tests.
    """
    path = Path(path)
    scores = _read_scores(path)
    if scores.get('format') == FORMAT:
        return Run(str(path), read_cases(path))
    beside = cases_path(path)
    if not beside.is_file():
        raise FileNotFoundError(
            f'{path}: {beside.name} (the predictions) is not beside it; score the checkpoint again with tools/test.py '
            '--out, or give the file of cases'
        )
    cases = read_cases(beside)
    _check_same_test(path, scores, beside, cases)
    return Run(str(path), cases)


def load_recipe(name: str, paths: Sequence[str | Path]) -> Recipe:
    """A recipe by the files of its trainings.

    Errors:
        FileNotFoundError, ValueError: as :func:`load_run`; no file, or two of the same training.
    """
    if not paths:
        raise ValueError(
            f'--recipe {name}: no files; give the name and a file for each training: --recipe {name} A B …'
        )
    trainings = tuple(load_run(path) for path in paths)
    for one, other in combinations(trainings, 2):
        if _same_predictions(one.cases, other.cases):
            raise ValueError(
                f'{one.path} and {other.path} predict the same on every image; --recipe {name} needs trainings with '
                'different seeds'
            )
    return Recipe(name, trainings)


def compare_runs(runs: Sequence[Run | Recipe], repeats: int = 10000, seed: int = 0) -> RunComparison:
    """The first run or recipe against each other one, by :func:`aariz_mm.evaluation.comparison.compare_cases`.

    Errors:
        ValueError: fewer than two runs, fewer than one repeat, different protocols, or nothing in common.
    """
    if len(runs) < 2:
        raise ValueError(f'{len(runs)} run given, expected two or more')
    if repeats < 1:
        raise ValueError(f'--repeats {repeats}: expected 1 or more')
    trainings = [training for run in runs for training in trainings_of(run)]
    for other in trainings[1:]:
        _check_protocols(trainings[0], other)
    tests = [[training.cases for training in trainings_of(run)] for run in runs]
    comparisons = tuple(tuple(compare_cases(tests[0], other, repeats, seed)) for other in tests[1:])
    return RunComparison(tuple(runs), comparisons, _correct(comparisons), repeats, seed)


def trainings_of(run: Run | Recipe) -> tuple[Run, ...]:
    """Those of a recipe, or the run itself."""
    return run.trainings if isinstance(run, Recipe) else (run,)


def _same_predictions(first: Cases, second: Cases) -> bool:
    """Whether two tests of the same images have the same landmarks and stages."""
    pairs = []
    for one, other, field in ((first.landmarks, second.landmarks, 'pred_px'), (first.stages, second.stages, 'pred')):
        if (one is None) != (other is None):
            return False
        if one is not None and sorted(one.img_ids) != sorted(other.img_ids):
            return False
        if one is not None:
            pairs.append((getattr(one, field), getattr(other, field)[match_images(one.img_ids, other.img_ids)]))
    return all(np.array_equal(one, other, equal_nan=True) for one, other in pairs)


def _read_scores(path: Path) -> Mapping:
    content = load_json(path, 'expected a file that tools/test.py --out wrote')
    if not isinstance(content, dict):
        raise ValueError(f'{path}: a JSON {type(content).__name__}, expected the scores that tools/test.py --out wrote')
    return content


def _check_same_test(path: Path, scores: Mapping, beside: Path, cases: Cases) -> None:
    """Check that one file was not replaced without the other: their scores are the same, rounding apart."""
    from_cases = _scores_of(cases)
    for key in _CHECKED:
        stated, found = scores.get(key), from_cases.get(key)
        if isinstance(stated, int | float) and (found is None or not abs(stated - found) <= _SAME_SCORE):
            there = 'none' if found is None else f'{found:.4f}'
            raise ValueError(
                f'{path} and {beside.name} are of different tests ({key} {stated:.4f} and {there}); '
                'score the checkpoint again with tools/test.py --out'
            )


def _scores_of(cases: Cases) -> dict[str, float]:
    """The scores of :data:`_CHECKED` that the cases allow."""
    scores = {}
    if cases.landmarks is not None:
        scores['MRE_mm'] = mean_and_sd(cases.landmarks.errors_mm())[0]
    if cases.stages is not None:
        scores |= cvm_scores(cases.stages.true, cases.stages.pred, repeats=0)
    return scores


def _check_protocols(first: Run, other: Run) -> None:
    differences = protocol_differences(first.cases, other.cases)
    if differences:
        rows = [f'  {one.field}: {one.first} against {one.second}' for one in differences]
        raise ValueError(
            f'{first.path} and {other.path} were tested by different protocols, so their scores cannot be '
            'compared:\n' + '\n'.join(rows) + '\nTest both on the same data with the same settings.'
        )


def _correct(comparisons: Sequence[Sequence[Comparison]]) -> tuple[tuple[float, ...], ...]:
    """Holm's correction over the runs, for each score that they share."""
    corrected = {}
    for score in {one.score for scores in comparisons for one in scores}:
        places = [(i, j) for i, scores in enumerate(comparisons) for j, one in enumerate(scores) if one.score == score]
        corrected |= dict(zip(places, holm([comparisons[i][j].p_value for i, j in places]), strict=True))
    return tuple(tuple(corrected[i, j] for j in range(len(scores))) for i, scores in enumerate(comparisons))
