"""Tested models compared with the first of them, from the files that ``tools/test.py --out`` writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from aariz_mm.files import check_replaceable, load_json
from aariz_mm.tables import Table, render_text

from .case_files import FORMAT, cases_path, read_cases
from .cases import Cases
from .comparison import Comparison, compare_cases, holm
from .cvm import cvm_scores
from .functional import mean_and_sd
from .protocol import protocol_differences

__all__ = [
    'Run',
    'RunComparison',
    'check_comparison_path',
    'compare_runs',
    'comparison_as_json',
    'format_comparison',
    'load_run',
]

_COMPARISON_FORMAT = 'aariz_mm comparison'

_CHECKED = ('MRE_mm', 'CVM_accuracy', 'CVM_mae', 'CVM_qwk')
_SAME_SCORE = 1e-3
"""Scores at most this far apart are the same; files of cases keep four decimals of a pixel."""

_TITLES = {'MRE_mm': 'MRE, mm', 'SDR_2.0mm': 'SDR 2 mm, %', 'CVM_mae': 'CVM MAE, stages', 'CVM_qwk': 'CVM kappa'}


@dataclass(frozen=True)
class Run:
    """A tested model: the file it was given by, and what it predicted."""

    path: str
    cases: Cases


@dataclass(frozen=True)
class RunComparison:
    """The first of ``runs`` against each other one.

    ``comparisons[i]`` are the scores of ``runs[i + 1]`` against the first run; ``p_values[i]`` theirs, corrected (Holm)
    for the number of runs.
    """

    runs: tuple[Run, ...]
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


def compare_runs(runs: Sequence[Run], repeats: int = 10000, seed: int = 0) -> RunComparison:
    """The first run against each other one, by :func:`aariz_mm.evaluation.comparison.compare_cases`.

    Errors:
        ValueError: fewer than two runs, fewer than one repeat, different protocols, or nothing in common.
    """
    if len(runs) < 2:
        raise ValueError(f'{len(runs)} run given, expected two or more')
    if repeats < 1:
        raise ValueError(f'--repeats {repeats}: expected 1 or more')
    first = runs[0]
    for other in runs[1:]:
        _check_protocols(first, other)
    comparisons = tuple(tuple(compare_cases(first.cases, other.cases, repeats, seed)) for other in runs[1:])
    return RunComparison(tuple(runs), comparisons, _correct(comparisons), repeats, seed)


def format_comparison(result: RunComparison) -> str:
    """The result in words and numbers, a line per score and run."""
    lines = [f'{_letter(index)}  {run.path}' for index, run in enumerate(result.runs)]
    protocol = result.runs[0].cases.protocol
    lines.append('Protocol of all: ' + (', '.join(f'{key}={value}' for key, value in protocol.items()) or 'not stated'))
    lines.append(f'Paired bootstrap over images, {result.repeats} repeats, seed {result.seed}.')
    if len(result.comparisons) > 1:
        lines.append(
            'p is corrected (Holm) for the number of runs, not for that of scores; intervals are not corrected.'
        )
    for index, (scores, p_values) in enumerate(zip(result.comparisons, result.p_values, strict=True), start=1):
        lines += ['', render_text(_table(scores, p_values, _letter(index)))]
    return '\n'.join(lines)


def comparison_as_json(result: RunComparison) -> dict:
    """The result for a JSON file: ``runs``, ``protocol``, ``repeats``, ``seed``, and ``comparisons``, a flat list.

    Each of these has the fields of :class:`~aariz_mm.evaluation.comparison.Comparison` (``first`` is of ``reference``,
    ``second`` of ``run``), ``p_value_holm``, and ``better``, the better one's path, null where no difference is shown.
    """
    rows = [
        dict(
            reference=result.runs[0].path,
            run=run.path,
            **asdict(one),
            p_value_holm=p_value,
            better={'first': result.runs[0].path, 'second': run.path, None: None}[one.better(p_value)],
        )
        for run, scores, p_values in zip(result.runs[1:], result.comparisons, result.p_values, strict=True)
        for one, p_value in zip(scores, p_values, strict=True)
    ]
    return dict(
        format=_COMPARISON_FORMAT,
        runs=[run.path for run in result.runs],
        protocol=result.runs[0].cases.protocol,
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


def _table(scores: Sequence[Comparison], p_values: Sequence[float], letter: str) -> Table:
    """A row for each score of the run ``letter`` and run A."""
    header = ('score', 'n', 'A', letter, f'{letter} - A', '95 % interval', 'p', '')
    rows = tuple(
        (_TITLES[one.score], str(one.num_images), f'{one.first:.3f}', f'{one.second:.3f}', f'{one.difference:+.3f}',
         f'{one.low:+.3f} to {one.high:+.3f}', f'{p_value:.4f}', _verdict(one, p_value, letter))
        for one, p_value in zip(scores, p_values, strict=True)
    )  # fmt: skip
    return Table('', header, rows, (), (0, len(header) - 1))


def _verdict(one: Comparison, p_value: float, letter: str) -> str:
    better = one.better(p_value)
    if better is None:
        return 'no difference (identical on every image)' if one.identical else 'no difference shown'
    return f'{letter if better == "second" else "A"} is better by {abs(one.difference):.3f}'


def _letter(index: int) -> str:
    return chr(ord('A') + index) if index < 26 else f'#{index + 1}'
