"""Reads ``scores.yml`` and ``tables.yml``, and finds what does not fit together in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, 'CSafeLoader', yaml.SafeLoader)
ALL_CONFIGS, ALL_DATA = 'zoo', 'data'


@dataclass(frozen=True)
class Scores:
    """Rows with their figures, and what is made from them.

    Attributes:
        rows: one mapping a row, see ``flatten``; texts are strings or ``{en: …, ko: …}``.
        columns: name -> ``title`` and ``cells``: templates, of which the first that can be filled counts.
        tables: name -> names of its columns.
        docstring: prefix of a line -> names of the columns that it joins.
        metafile: one mapping a task: ``task``, and ``metrics`` with their templates.
    """

    rows: list[dict[str, Any]]
    columns: dict[str, Any]
    tables: dict[str, list[str]]
    docstring: dict[str, list[str]]
    metafile: list[dict[str, Any]]

    @property
    def of_configs(self) -> dict[str, dict[str, Any]]:
        """Config -> the run that bears its name: the score of the config."""
        return {row['name']: row for row in self.rows if row['name'] == row.get('config')}

    def rows_of(self, table: str) -> list[dict[str, Any]]:
        """Rows of a table: those that name it; in the table ``zoo`` the scores of all configs."""
        if table == ALL_CONFIGS:
            return list(self.of_configs.values())
        return [row for row in self.rows if table in row['tables']]


def load_scores(folder: Path) -> Scores:
    """Figures and layout from a folder.

    Errors:
        ValueError: a name that is there twice, or that is not there.
    """
    data, layout = (_load(folder / name) for name in ('scores.yml', 'tables.yml'))
    of_data = [{'name': name, 'kind': 'data', 'data': name, 'tables': [ALL_DATA]} for name in data['data']]
    entries = [*of_data, *data['rows']]
    _check_unique(entry['name'] for entry in entries)
    references = {entry['name']: entry['figures'] for entry in entries if entry.get('kind') == 'reference'}
    scores = Scores([flatten(entry, data, references) for entry in entries], **layout)
    _check_names(scores)
    return scores


def flatten(entry: Mapping[str, Any], data: Mapping[str, Any], references: Mapping[str, Any]) -> dict[str, Any]:
    """The row of an entry: figures and cost beside its other fields, ``data`` and ``machine`` in full, ``baseline``
    (figures of the reference that its data name) and, of a run, its ``config``.

    Errors:
        ValueError: data, machine or baseline are not there.
    """
    name = entry['name']
    row = {'tables': [], 'kind': 'run', **entry, **entry.get('figures', {}), **entry.get('cost', {})}
    row['data'] = _named(row['data'], data['data'], f'data of "{name}"')
    if 'machine' in row:
        row['machine'] = _named(row['machine'], data['machines'], f'machine of "{name}"')
    if 'baseline' in row['data']:
        row['baseline'] = _named(row['data']['baseline'], references, f'baseline of "{name}"')
    return row | ({'config': name.partition('/')[0]} if row['kind'] == 'run' else {})


def _check_names(scores: Scores) -> None:
    for row in scores.rows:
        for table in row['tables']:
            _named(table, scores.tables, f'table of "{row["name"]}"')
    for place, columns in [*scores.tables.items(), *scores.docstring.items()]:
        for column in columns:
            _named(column, scores.columns, f'column of "{place}"')


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding='utf-8'), Loader=_Loader)  # nosec B506 - a safe loader


def _named(name: str, known: Mapping[str, Any], what: str) -> Any:
    if name not in known:
        raise ValueError(f'docs/scores: {what}: no "{name}"; there are {", ".join(known)}')
    return known[name]


def _check_unique(names: Iterable[str]) -> None:
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise ValueError(f'docs/scores/scores.yml: there twice: {", ".join(twice)}; give each row a name of its own')
