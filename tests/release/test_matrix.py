"""The matrix tries what pyproject.toml asks for, and picks its tests by what they import."""

from pathlib import Path

import pytest

from release import matrix
from release.matrix_cells import CELLS, CORE, OVERRIDES, PLUG_IN

ROOT = Path(__file__).parents[2]
PYPROJECT = (ROOT / 'pyproject.toml').read_text(encoding='utf-8')


def test_the_core_is_that_of_the_project():
    listed = PYPROJECT.partition('\ndependencies = [')[2].partition('\n]')[0]
    assert {line.split('"')[1] for line in listed.splitlines() if '"' in line} == set(CORE)


def test_the_forks_are_those_of_the_project():
    listed = PYPROJECT.partition('\ntrain = [')[2].partition('\n]')[0]
    asked = {line.split('"')[1] for line in listed.splitlines() if '"' in line}
    assert {one for one in asked if 'mm' in one and 'aariz' not in one} <= set(PLUG_IN)
    assert all(one.partition(' ')[0] in PYPROJECT for one in OVERRIDES)


@pytest.mark.parametrize('cell', CELLS.values(), ids=CELLS)
def test_the_tests_of_a_cell_are_there(cell):
    files = matrix.test_files(cell)
    assert len(files) > 10 and all((ROOT / file).is_file() for file in files)
    assert all((ROOT / test.partition('::')[0]).is_file() for test in cell.known)


def test_the_core_has_no_test_of_torch():
    files = matrix.test_files(CELLS['core-oldest'])
    assert 'tests/radiographs/test_pictures.py' in files
    assert not any('import torch' in (ROOT / file).read_text(encoding='utf-8') for file in files)


def test_an_unknown_cell_is_refused(capsys):
    assert matrix.main(['coldest']) == 2 and 'core-oldest' in capsys.readouterr().err
