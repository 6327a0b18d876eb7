"""Lines of figures in docstrings, results in metafiles."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from scores.configs import fill_docstring, fill_metafile
from small_repository import CONFIG, METAFILE

SMALL = Path('configs/mine/small.py')
LINES = 'Score: 1.140; two heads.\nTraining: one thread.\n'


def test_lines_stand_in_a_paragraph_after_the_command(scores):
    assert fill_docstring(CONFIG, SMALL, scores) == CONFIG.replace('small.py\n"""', f'small.py\n\n{LINES}"""')


def test_lines_replace_the_old_ones_where_they_stood(scores):
    text = CONFIG.replace('one.\n', 'one.\n\nTraining: old.\nScore: older.\nMore.\n', 1)
    assert fill_docstring(text, SMALL, scores) == text.replace('Training: old.\nScore: older.\n', LINES)


def test_filling_again_changes_nothing(scores):
    for text in (CONFIG, '"""One line."""\na = 1\n', '"""One.\nScore: old.\n"""\n'):
        filled = fill_docstring(text, SMALL, scores)
        assert LINES in filled and fill_docstring(filled, SMALL, scores) == filled


def test_a_config_without_a_run_says_so(scores):
    assert 'small.py\n\nScore: none yet.\n"""' in fill_docstring(CONFIG, Path('configs/other.py'), scores)


def test_the_rest_of_a_config_is_left_alone(scores):
    rest = '\n_base_ = []\ntext = """\nScore: mine\n"""\n'
    assert fill_docstring(CONFIG + rest, SMALL, scores).endswith(rest)


def test_a_config_without_docstring_or_with_a_long_line_is_an_error(scores):
    with pytest.raises(ValueError, match=r'small\.py: opens with no docstring'):
        fill_docstring('a = 1\n', SMALL, scores)
    long = replace(scores, columns=scores.columns | {'data': {'title': 'data', 'cells': ['x' * 120]}})
    with pytest.raises(ValueError, match=r'small\.py: 135 characters, at most 120: Score: 1\.140; xxx'):
        fill_docstring(CONFIG, SMALL, long)


def test_results_of_a_metafile_are_those_of_the_scores(scores):
    filled = fill_metafile(METAFILE, scores)
    small, other = yaml.safe_load(filled)['Models']
    assert small['Results'] == [
        {'Task': 'Landmarks', 'Dataset': 'Test1', 'Metrics': {'MRE_mm': 1.14, 'SDR_2.0mm': 88.0}}
    ]
    assert 'MRE_mm: 1.140\n' in filled and 'Results' not in other
    assert fill_metafile(filled, scores) == filled


def test_collections_are_left_alone(scores):
    text = METAFILE.replace('Name: Small', 'Name: small')
    assert fill_metafile(text, scores).partition('Models:')[0] == text.partition('Models:')[0]
