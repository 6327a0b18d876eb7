"""The script that measures the readers, on phantom data and without data."""

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from aariz_mm.phantom import write_phantom_dataset

SCRIPT = Path(__file__).with_name('measure_readers.py')


@pytest.fixture(scope='module')
def script():
    spec = importlib.util.spec_from_file_location('measure_readers', SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(script, monkeypatch, *arguments):
    monkeypatch.setattr(sys, 'argv', ['measure_readers.py', *map(str, arguments)])
    return script.main()


def test_script_measures_readers_and_model(script, monkeypatch, capsys, tmp_path):
    root = write_phantom_dataset(tmp_path / 'phantom', 1, 0, 8, size=(225, 275), progress=False)
    folder = root / 'test' / 'Annotations' / 'Cephalometric Landmarks' / script.SENIOR
    shutil.copytree(folder, tmp_path / 'results')
    options = '--root', root, '--split', 'test', '--results', tmp_path / 'results', '--studies', 10
    assert run(script, monkeypatch, *options) == 0
    lines = [line.split('|') for line in capsys.readouterr().out.splitlines() if line]
    rows = {cells[1].strip(): cells[2].strip() for cells in lines}
    apart, half = float(rows['reader to reader, mm']), float(rows['reader to the mean of both, mm'])
    # The model is one of the readers, so it is as far from the mean as he is.
    assert half == pytest.approx(apart / 2, abs=0.01) and rows['model to the mean of both, mm'] == f'{half:.2f}'


def test_script_says_clearly_that_data_are_missing(script, monkeypatch, capsys):
    assert run(script, monkeypatch, '--root', '/no/such/folder') == 2
    assert 'set ISBI2015_ROOT or give --root' in capsys.readouterr().err
