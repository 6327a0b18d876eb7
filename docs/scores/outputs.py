"""Where figures stand in the repository, and which of these files differ from the scores."""

from __future__ import annotations

from pathlib import Path

from .configs import fill_docstring, fill_metafile
from .entries import Scores
from .pages import fill_page

_PAGES = ('*.md', 'docs/**/*.md', 'configs/**/*.md')


def changed_files(root: Path, scores: Scores) -> dict[Path, str]:
    """Files that differ from the scores, with the text that they should have.

    Errors:
        ValueError: a run of a config that is not there, or what ``fill_page`` and ``fill_docstring`` refuse.
    """
    configs = [path for path in sorted(root.glob('configs/**/*.py')) if '_base_' not in path.parts]
    _check_configs(scores, {path.stem for path in configs})
    pages = sorted({path for pattern in _PAGES for path in root.glob(pattern)})
    changed = {}
    for path in [*pages, *configs, *sorted(root.glob('configs/**/*.yml'))]:
        text = path.read_text(encoding='utf-8')
        filled = _fill(text, path, scores)
        if filled != text:
            changed[path] = filled
    return changed


def _fill(text: str, path: Path, scores: Scores) -> str:
    if path.suffix == '.yml':
        return fill_metafile(text, scores)
    return (fill_page if path.suffix == '.md' else fill_docstring)(text, path, scores)


def _check_configs(scores: Scores, configs: set[str]) -> None:
    missing = sorted({row['config'] for row in scores.rows if 'config' in row} - configs)
    if missing:
        raise ValueError(
            f'docs/scores/scores.yml: no configs/**/{missing[0]}.py; a run is named CONFIG or CONFIG/VARIANT'
        )
