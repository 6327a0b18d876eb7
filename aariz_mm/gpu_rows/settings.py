"""What the user says by environment variables, checked before anything runs."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.gpu_rows.plan import ROWS, Row

__all__ = ['Settings', 'read_settings']


@dataclass(frozen=True)
class Settings:
    """How rows are run.

    Args:
        rows: which.
        out: folder of checkpoints, logs and tables.
        jobs: how many rows run at a time.
        workers: processes that load images for each of them.
        deadline_s: seconds from the start after which whatever still runs is stopped.
        epochs: of every training, in place of the row's own; None leaves them.
        dry_run: print the commands and run none.
        tools: folder of ``train.py`` and ``test.py``.
    """

    rows: tuple[Row, ...]
    out: Path
    jobs: int
    workers: int
    deadline_s: int
    epochs: int | None = None
    dry_run: bool = False
    tools: Path = Path('tools')


def read_settings(environment: Mapping[str, str], known: Sequence[Row] = ROWS, cores: int | None = None) -> Settings:
    """Settings from ROWS, OUT, JOBS, DEADLINE_S, EPOCHS and DRY_RUN.

    Args:
        known: the rows to choose from.
        cores: of the processor; None asks the system.
    Errors:
        ValueError: an unknown row, a number that is none, or data whose variable is not set.
        FileNotFoundError: data that are not where their variable says.
    """
    rows = _choose(environment.get('ROWS', '').replace(',', ' ').split(), known)
    jobs = _read_count(environment, 'JOBS', 5)
    for variable in sorted({row.data for row in rows}):
        _check_data(variable, environment.get(variable))
    cores = (os.cpu_count() or 1) if cores is None else cores
    return Settings(
        rows,
        Path(environment.get('OUT') or 'work_dirs/gpu_rows'),
        jobs,
        max(cores // min(jobs, len(rows)) - 1, 1),
        _read_count(environment, 'DEADLINE_S', 570),
        _read_count(environment, 'EPOCHS', None),
        environment.get('DRY_RUN', '') not in ('', '0'),
    )


def _choose(names: Sequence[str], known: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of these names, in the order of ``known``; those by default where there is no name."""
    unknown = set(names) - {row.name for row in known}
    if unknown:
        raise ValueError(f'ROWS: {sorted(unknown)} unknown; take some of {[row.name for row in known]}')
    return tuple(row for row in known if (row.name in names if names else row.by_default))


def _read_count(environment: Mapping[str, str], name: str, default: int | None) -> int | None:
    text = environment.get(name) or ''
    if not text:
        return default
    if not text.isdecimal() or int(text) < 1:
        raise ValueError(f'{name}={text!r}: expected a whole number of at least 1')
    return int(text)


def _check_data(variable: str, root: str | None) -> None:
    """Whether the folder has a ``train`` and a ``valid``, by which it is trained and scored."""
    cure = f'set it to the data, as in {variable}=/path/to/data, or choose rows without them by ROWS="..."'
    if not root:
        raise ValueError(f'{variable} is not set; {cure}')
    lacking = [name for name in ('train', 'valid') if not (Path(root) / name).is_dir()]
    if lacking:
        raise FileNotFoundError(f'{variable}={root}: expected folders train and valid, {lacking} not found; {cure}')
