"""The table of rows: as JSON, and as it is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from aariz_mm.files import load_json, write_file, write_json

__all__ = ['Result', 'as_markdown', 'score_text', 'write_tables']

_HEAD = ('config', 'weights', 'epochs', 'seed', 'score', 'minutes', 'machine')
_SDR = ('SDR_2.0mm', 'SDR_2.5mm', 'SDR_3.0mm', 'SDR_4.0mm')


@dataclass(frozen=True)
class Result:
    """What came of a row.

    Args:
        name, config, weights, seed: those of the row; ``config`` is the last one.
        epochs: of each training.
        minutes: from its first step to its last.
        machine: name of it.
        trouble: why it has no score, else ''.
        metrics: of ``tools/test.py``, empty where there is trouble.
    """

    name: str
    config: str
    weights: str
    epochs: list[int]
    seed: int
    minutes: float
    machine: str
    trouble: str
    metrics: Mapping[str, float]


def write_tables(results: Iterable[Result], folder: Path) -> str:
    """Write ``rows.json`` and ``rows.md`` and return the latter; rows of earlier calls stay unless they ran anew."""
    file = folder / 'rows.json'
    rows = {row['name']: row for row in load_json(file, 'remove it')} if file.is_file() else {}
    rows.update((result.name, asdict(result)) for result in results)
    write_json(file, list(rows.values()))
    table = as_markdown(Result(**row) for row in rows.values())
    write_file(folder / 'rows.md', table)
    return table


def as_markdown(results: Iterable[Result]) -> str:
    """A table with a line for each."""
    lines = [_HEAD, ('---',) * len(_HEAD), *map(_cells, results)]
    return ''.join(f'| {" | ".join(map(str, line))} |\n' for line in lines)


def score_text(result: Result) -> str:
    """The score in the words of the tables of results, or why there is none.

    Example: 'MRE 1.144 ± 0.978 mm, SDR 87.3 / 92.9 / 96.1 / 98.6 %', 'kappa 0.717, MAE 0.498'
    """
    found = result.metrics
    if result.trouble:
        return f'none: {result.trouble}'
    if 'CVM_qwk' in found:
        return f'kappa {found["CVM_qwk"]:.3f}, MAE {found["CVM_mae"]:.3f}'
    shares = ' / '.join(f'{found[key]:.1f}' for key in _SDR)
    return f'MRE {found["MRE_mm"]:.3f} ± {found["SD_mm"]:.3f} mm, SDR {shares} %'


def _cells(result: Result) -> tuple:
    epochs = ' + '.join(map(str, result.epochs))
    name, score = f'`{Path(result.config).name}`', score_text(result)
    return name, result.weights, epochs, result.seed, score, result.minutes, result.machine
