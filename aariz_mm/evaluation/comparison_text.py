"""A comparison of runs or recipes in words and numbers, and as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from aariz_mm.files import check_replaceable
from aariz_mm.number_text import ABSENT, counted, is_absent
from aariz_mm.tables import Table, render_text

from .comparison import Comparison
from .intervals import too_few
from .run_comparison import Recipe, Run, RunComparison, trainings_of
from .seeds import sd_factor

__all__ = ['check_comparison_path', 'comparison_as_json', 'format_comparison']

_COMPARISON_FORMAT = 'aariz_mm comparison'

_TITLES = {'MRE_mm': 'MRE, mm', 'SDR_2.0mm': 'SDR 2 mm, %', 'CVM_mae': 'CVM MAE, stages', 'CVM_qwk': 'CVM kappa'}


def format_comparison(result: RunComparison) -> str:
    """The result in words and numbers, a line per score and run."""
    lines = [f'{_letter(index)}  {_title(run)}' for index, run in enumerate(result.runs)]
    protocol = _protocol(result)
    lines.append('Protocol of all: ' + (', '.join(f'{key}={value}' for key, value in protocol.items()) or 'not stated'))
    lines += _how(result)
    if len(result.comparisons) > 1:
        lines.append(
            'p is corrected (Holm) for the number of runs, not for that of scores; intervals are not corrected.'
        )
    for index, (scores, p_values) in enumerate(zip(result.comparisons, result.p_values, strict=True), start=1):
        lines += ['', render_text(_table(scores, p_values, _letter(index))), *_between_seeds(scores)]
    return '\n'.join(lines)


def comparison_as_json(result: RunComparison) -> dict:
    """The result for a JSON file: ``runs``, ``protocol``, ``repeats``, ``seed``, and ``comparisons``, a flat list.

    ``trainings`` has the files of each recipe by its name.

    Each of these has the fields of :class:`~aariz_mm.evaluation.comparison.Comparison` (``first`` is of ``reference``,
    ``second`` of ``run``), ``p_value_holm``, and ``better``, the better one's path, null where no difference is shown.
    """
    rows = [
        dict(
            reference=result.runs[0].path,
            run=run.path,
            **(asdict(one) | dict(trainings=list(one.trainings))),
            p_value_holm=p_value,
            better={'first': result.runs[0].path, 'second': run.path, None: None}[one.better(p_value)],
        )
        for run, scores, p_values in zip(result.runs[1:], result.comparisons, result.p_values, strict=True)
        for one, p_value in zip(scores, p_values, strict=True)
    ]
    return dict(
        format=_COMPARISON_FORMAT,
        runs=[run.path for run in result.runs],
        trainings={run.path: [one.path for one in run.trainings] for run in result.runs if isinstance(run, Recipe)},
        protocol=_protocol(result),
        repeats=result.repeats,
        seed=result.seed,
        comparisons=rows,
    )


def check_comparison_path(path: str | Path) -> None:
    """Check that writing a comparison to ``path`` replaces nothing but an earlier one.

    Errors:
        ValueError: another file is there.
    """
    check_replaceable(path, [f'"{_COMPARISON_FORMAT}"', '"comparisons"'], 'comparison', 'give another --out')


def _protocol(result: RunComparison) -> Mapping:
    return trainings_of(result.runs[0])[0].cases.protocol


def _title(run: Run | Recipe) -> str:
    if isinstance(run, Run):
        return run.path
    return f'{run.path}, {counted(len(run.trainings), "training")}: ' + ', '.join(one.path for one in run.trainings)


def _how(result: RunComparison) -> list[str]:
    """What the intervals and p-values are of."""
    lines, scores = [], [one for scores in result.comparisons for one in scores]
    if any(one.trainings == (1, 1) for one in scores):
        lines.append(f'Sign flips over images, {result.repeats} repeats, seed {result.seed}.')
        lines.append('One training on either side: what another seed would change is not included (--recipe).')
    for first, second in sorted({one.trainings for one in scores} - {(1, 1)}):
        lines.append(f'{first} and {second} trainings: images and seeds are both drawn by chance.')
        lines.append(f'The SD between seeds may be {sd_factor(first + second - 2):.1f} times that seen.')
    reason = too_few(min((one.num_images for one in scores), default=0))
    return [*lines, f'{reason}.'] if reason else lines


def _between_seeds(scores: Sequence[Comparison]) -> list[str]:
    known = [f'{_TITLES[one.score]} {one.seed_sd:.4f}' for one in scores if not is_absent(one.seed_sd)]
    return ['SD between seeds: ' + ', '.join(known)] if known else []


def _table(scores: Sequence[Comparison], p_values: Sequence[float], letter: str) -> Table:
    """A row for each score of the run ``letter`` and run A."""
    header = ('score', 'n', 'A', letter, f'{letter} - A', '95 % interval', 'p', '')
    rows = tuple(
        (_TITLES[one.score], str(one.num_images), f'{one.first:.3f}', f'{one.second:.3f}', f'{one.difference:+.3f}',
         ABSENT if is_absent(one.low) else f'{one.low:+.3f} to {one.high:+.3f}',
         ABSENT if is_absent(p_value) else f'{p_value:.4f}', _verdict(one, p_value, letter))
        for one, p_value in zip(scores, p_values, strict=True)
    )  # fmt: skip
    return Table('', header, rows, (), (0, len(header) - 1))


def _verdict(one: Comparison, p_value: float, letter: str) -> str:
    better = one.better(p_value)
    if is_absent(p_value) and not one.identical:
        return 'not known'
    if better is None:
        return 'no difference (identical on every image)' if one.identical else 'no difference shown'
    return f'{letter if better == "second" else "A"} is better by {abs(one.difference):.3f}'


def _letter(index: int) -> str:
    return chr(ord('A') + index) if index < 26 else f'#{index + 1}'
