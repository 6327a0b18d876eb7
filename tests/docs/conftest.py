"""A small repository, written; the generator of scores, importable."""

import sys
from pathlib import Path

import pytest
from small_repository import FILES

sys.path.insert(0, str(Path(__file__).parents[2] / 'docs'))


@pytest.fixture
def repository(tmp_path):
    """Root of a tree with two pages, two configs (of which one is scored) and a metafile."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding='utf-8')
    return tmp_path


@pytest.fixture
def scores(repository):
    from scores.entries import load_scores

    return load_scores(repository / 'docs' / 'scores')
