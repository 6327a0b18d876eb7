"""What training runs logged: losses and rates by iteration, scores by epoch. The standard library alone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aariz_mm.tables import Table

__all__ = ['TrainingLog', 'best_of', 'read_training_log', 'read_training_logs', 'shared_scores', 'summarize_logs']

_CURE = "give the work folder of a training, or its scalars.json (MMEngine's LocalVisBackend writes it)"
_USUAL_SCORES = ('MRE_mm', 'CVM_qwk')
_LOWER_IS_BETTER = ('MRE', 'SD_mm', 'median', 'CVM_mae', 'num_failures')


@dataclass(frozen=True)
class TrainingLog:
    """Rows of a run, in order: ``training`` has ``step`` (iterations), ``loss`` and more, ``scores`` the epoch as
    ``step``, or the iteration where training goes by iterations."""

    name: str
    training: tuple[Mapping, ...]
    scores: tuple[Mapping, ...]

    def curve(self, key: str) -> tuple[list[int], list[float]]:
        """Steps and values of a loss, a rate or a score; two empty lists where it was not logged."""
        rows = [row for row in (*self.training, *self.scores) if key in row]
        return [row['step'] for row in rows], [row[key] for row in rows]

    def losses(self) -> list[str]:
        """Names of the losses, the total (``loss``) first."""
        return sorted({key for row in self.training for key in row if key.startswith('loss')})


def read_training_log(path: str | Path) -> TrainingLog:
    """The log of a work folder, over all its starts, or of one ``scalars.json``.

    Where a start resumes, the rows that it repeats replace the earlier ones; one from the beginning replaces them all.
    An incomplete last line, as a killed run leaves it, is left out.

    Errors:
        FileNotFoundError: nothing was logged there.
        ValueError: a line is no JSON.
    """
    training, scores = [], []
    for file in _find_files(Path(path)):
        new_training, new_scores = _read_rows(file)
        if new_training:
            first = new_training[0]
            training = [row for row in training if row['step'] < first['step']]
            begin = first.get('epoch', first['step'])
            scores = [row for row in scores if row['step'] < begin]
        training, scores = training + new_training, scores + new_scores
    if not training:
        raise FileNotFoundError(f'{path}: no training was logged there; {_CURE}')
    return TrainingLog(_folder(Path(path).resolve()).name, tuple(training), tuple(scores))


def read_training_logs(paths: Sequence[str | Path]) -> list[TrainingLog]:
    """Several logs, under their paths where two folders have the same name. Errors as :func:`read_training_log`."""
    logs = [read_training_log(path) for path in paths]
    if len({log.name for log in logs}) == len(logs):
        return logs
    return [replace(log, name=str(path)) for log, path in zip(logs, paths, strict=True)]


def shared_scores(logs: Sequence[TrainingLog], wanted: Sequence[str] = ()) -> list[str]:
    """Scores to show: those wanted, else MRE and the kappa of the stage where a run has them.

    Errors:
        ValueError: no run has one that is wanted.
    """
    known = {key for log in logs for row in log.scores for key in row}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise ValueError(f'{unknown} were not logged; among the scores are {sorted(_plain(known))}')
    return list(wanted) or [name for name in _USUAL_SCORES if name in known]


def best_of(log: TrainingLog, score: str) -> tuple[float, int] | None:
    """The best value of a score and its epoch; None where it was not logged. Of errors the smallest is the best."""
    steps, values = log.curve(score)
    best = min if score.startswith(_LOWER_IS_BETTER) else max
    return best(zip(values, steps, strict=True)) if values else None


def summarize_logs(logs: Sequence[TrainingLog], scores: Sequence[str]) -> Table:
    """One row for each run: how long it trained, its first and last loss, each score at the end and at its best."""
    header = ['run', 'epochs', 'iterations', 's/iteration', 'first loss', 'last loss']
    for score in scores:
        header += [f'last {score}', f'best {score}', 'in epoch']
    return Table('', tuple(header), tuple(_summary_row(log, scores) for log in logs))


def _summary_row(log: TrainingLog, scores: Sequence[str]) -> tuple[str, ...]:
    last = log.training[-1]
    losses, seconds = log.curve('loss')[1], [row['time'] for row in log.training if 'time' in row]
    cells = [log.name, str(last.get('epoch', '')), str(last['step'])]
    cells.append(f'{sum(seconds) / len(seconds):.3f}' if seconds else '')
    cells += [f'{losses[0]:.4g}', f'{losses[-1]:.4g}'] if losses else ['', '']
    for score in scores:
        best = best_of(log, score)
        cells += ['', '', ''] if best is None else [f'{log.curve(score)[1][-1]:.3f}', f'{best[0]:.3f}', str(best[1])]
    return tuple(cells)


def _plain(names: Iterable[str]) -> set[str]:
    """Without those of single landmarks and devices."""
    return {name for name in names if not set(name) & set('/@') and name not in ('step', 'time', 'data_time')}


def _folder(path: Path) -> Path:
    """The run's folder, of a file in it too."""
    if path.is_file():
        path = path.parent
    return path.parent if path.name == 'vis_data' else path


def _find_files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    for pattern in ('*/vis_data/scalars.json', 'vis_data/scalars.json', 'scalars.json'):
        files = sorted(path.glob(pattern))  # the folders are named by the time of the start
        if files:
            return files
    raise FileNotFoundError(f'{path}: no scalars.json; {_CURE}')


def _read_rows(file: Path) -> tuple[list[dict], list[dict]]:
    """Rows of training and of scores."""
    lines = file.read_text(encoding='utf-8').splitlines()
    rows = [_parse(line, f'{file}, line {number}') for number, line in enumerate(lines[:-1], 1)]
    rows += [_parse(line, f'{file}, line {len(lines)}') for line in lines[-1:] if line.endswith('}')]
    return [row for row in rows if 'iter' in row], [row for row in rows if 'iter' not in row]


def _parse(line: str, place: str) -> dict:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f'{place}: no JSON ({error}); {_CURE}') from error
    if not isinstance(row, dict):
        raise ValueError(f'{place}: no row of a log, {line[:40]!r}; {_CURE}')
    return row
