"""The score of a config in its docstring, and in the metafile that lists it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .cells import fill, in_language
from .entries import Scores

_DOCSTRING = re.compile(r'\A(r?""")(.*?)(?=\n?""")', re.DOTALL)
_MODEL = re.compile(r'^- Name: (\S+)\n(?:  .*\n)+', re.MULTILINE)
_RESULTS = re.compile(r'^  Results:\n(?:  (?:- |  ).*\n)+', re.MULTILINE)
_WIDTH = 120


def fill_docstring(text: str, path: Path, scores: Scores) -> str:
    """The text of a config with its lines of figures made anew: where they stood, else at the docstring's end.

    Errors:
        ValueError: no docstring, or a line is too long.
    """
    docstring = _DOCSTRING.match(text)
    if docstring is None:
        raise ValueError(f'{path}: opens with no docstring in three double quotes')
    lines = docstring[2].split('\n')
    prefixes = tuple(f'{prefix}: ' for prefix in scores.docstring)
    kept = [line for line in lines if not line.startswith(prefixes)]
    place = next((number for number, line in enumerate(lines) if line.startswith(prefixes)), len(kept))
    made = docstring_lines(scores, path.stem)
    for line in made:
        if len(line) > _WIDTH:
            raise ValueError(f'{path}: {len(line)} characters, at most {_WIDTH}: {line}')
    if place == 1 or kept[place - 1].startswith(' '):  # a new paragraph after the title, or after a command
        made = ['', *made]
    kept[place:place] = made
    rest = text[docstring.end() :]
    return docstring[1] + '\n'.join(kept) + ('' if rest.startswith('\n') else '\n') + rest


def docstring_lines(scores: Scores, config: str) -> list[str]:
    """The lines of figures of a config.

    Example: ['Score: MRE 1.577 mm, SDR 72.8 / 84.6 / 90.5 / 97.4 %; ISBI 2015 Test1; seed 0.', 'Training: CPU, 8 min.']
    """
    if config not in scores.of_configs:
        return [f'{next(iter(scores.docstring))}: none yet.']
    run = in_language(scores.of_configs[config], 'en')
    parts = {
        prefix: [fill(in_language(scores.columns[column]['cells'], 'en'), run) for column in columns]
        for prefix, columns in scores.docstring.items()
    }
    return [f'{prefix}: {"; ".join(filter(None, each))}.' for prefix, each in parts.items() if any(each)]


def fill_metafile(text: str, scores: Scores) -> str:
    """The text of a metafile with the ``Results`` of each model made anew, as the last of its keys."""
    head, title, models = text.partition('\nModels:\n')

    def with_results(model: re.Match) -> str:
        run = scores.of_configs.get(model[1])
        return _RESULTS.sub('', model[0]) + ('' if run is None else _results(scores, in_language(run, 'en')))

    return head + title + _MODEL.sub(with_results, models)


def _results(scores: Scores, run: Mapping[str, Any]) -> str:
    return '\n'.join(['  Results:', *_result_lines(scores, run), ''])


def _result_lines(scores: Scores, run: Mapping[str, Any]) -> Iterator[str]:
    for task in scores.metafile:
        metrics = {metric: fill([template], run) for metric, template in task['metrics'].items()}
        if any(metrics.values()):
            yield from (f'  - Task: {task["task"]}', f'    Dataset: {run["data"]["dataset"]}', '    Metrics:')
            yield from (f'      {metric}: {value}' for metric, value in metrics.items() if value)
