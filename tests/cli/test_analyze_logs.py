import json

import cv2
import pytest

from aariz_mm.cli import main

ROWS = [dict(loss=4.0, lr=0.1, epoch=1, iter=8, step=8), dict(MRE_mm=3.0, step=1)]


@pytest.fixture
def run(tmp_path):
    file = tmp_path / 'run' / '20260101_000000' / 'vis_data' / 'scalars.json'
    file.parent.mkdir(parents=True)
    file.write_text('\n'.join(map(json.dumps, ROWS)), encoding='utf-8')
    return str(tmp_path / 'run')


def test_analyze_logs_draws_and_prints(run, tmp_path, capsys):
    pytest.importorskip('matplotlib')
    assert main(['analyze-logs', run, '--out', str(tmp_path / 'a' / 'curves.png')]) == 0
    assert capsys.readouterr().out.splitlines()[1].split() == ['run', '1', '8', '4', '4', '3.000', '3.000', '1']
    assert cv2.imread(str(tmp_path / 'a' / 'curves.png')).shape[1] == 2520


def test_analyze_logs_needs_neither_torch_nor_mmengine(core, run, tmp_path):
    pytest.importorskip('matplotlib')
    arguments = ['analyze-logs', run, '--out', str(tmp_path / 'curves.png')]
    code = f'import sys, aariz_mm.cli as cli; cli.main({arguments}); print({{"torch", "mmengine"}} & set(sys.modules))'
    done = core.run(code)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == 'set()'


def test_analyze_logs_ends_a_wrong_folder_in_a_line(tmp_path, capsys):
    assert main(['analyze-logs', str(tmp_path)]) == 2
    assert 'no scalars.json; give the work folder of a training' in capsys.readouterr().err


def test_analyze_logs_writes_png_alone(run, capsys):
    with pytest.raises(SystemExit, match='2'):
        main(['analyze-logs', run, '--out', 'a.jpg'])
    assert 'expected a name that ends in .png' in capsys.readouterr().err
