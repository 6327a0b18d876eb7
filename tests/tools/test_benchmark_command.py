"""The command on tiny phantoms: a table, JSON, and an exit status that goals do not change."""

import json

import pytest

from aariz_mm.cli import main

TINY = ['--config', 'configs/phantom/phantom_demo.py', '--size', '200', '240']
NO_WORKERS = ['--cfg-options', 'train_dataloader.num_workers=0']


@pytest.fixture
def benchmark(tmp_path, request, monkeypatch, capsys):
    """Runs the command in the repository; gives the names of its rows, and what was printed."""
    monkeypatch.chdir(request.config.rootpath)
    monkeypatch.setenv('LOCAL_RANK', '0')
    monkeypatch.setenv('OMP_NUM_THREADS', '1')

    def run(*arguments):
        assert main(['benchmark', *arguments, '--out', str(tmp_path / 'found.json')]) == 0
        content = json.loads((tmp_path / 'found.json').read_text())
        return {row['what']: row for row in content['rows']}, capsys.readouterr().out

    return run


@pytest.mark.parametrize('image_format', ['png', 'jpg'])
def test_pipeline_measures_samples_and_steps(benchmark, image_format):
    rows, shown = benchmark('pipeline', *TINY, '--images', '2', '--rounds', '3', '--format', image_format)
    assert {'sample, warm cache', 'sample, cold cache', 'step of ours: CephalogramAffine'} <= set(rows)
    assert f'2 phantoms of 200 x 240, {image_format}' in shown
    assert rows['sample, warm cache']['ratio']['count'] == 3


def test_pipeline_takes_the_data_that_is_named(benchmark, tiny_aariz):
    rows, shown = benchmark('pipeline', *TINY[:2], '--data', str(tiny_aariz.root), '--rounds', '2')
    assert rows['sample, warm cache']['holds'] is not None
    assert str(tiny_aariz.root) not in shown.partition('- data')[2]


def test_train_step_names_the_parts_of_a_step(benchmark):
    rows, shown = benchmark('train-step', *TINY, '--images', '2', '--rounds', '1', '--steps', '2', '--batch-size', '1',
                            *NO_WORKERS)  # fmt: skip
    assert {'step of an epoch', 'part: waiting for data', 'part: backward', 'part: hook LoggerHook'} <= set(rows)
    assert rows['step of an epoch']['ratio']['median'] > 0.2 and '1.05' in shown


def test_import_compares_fresh_processes(benchmark, monkeypatch):
    codes = {'import torch': "held = b'x' * 2**27; sum(range(10**6))", 'import aariz_mm': 'import aariz_mm'}
    monkeypatch.setattr('aariz_mm.benchmark.import_costs.import_codes', lambda *_: codes)
    rows, _ = benchmark('import', *TINY, '--rounds', '1')
    assert rows['heavy packages imported: import aariz_mm']['holds'] is True
    assert rows['peak memory: import aariz_mm']['ratio']['median'] < 0.5


def test_a_missing_config_is_a_mistake(capsys):
    assert main(['benchmark', 'pipeline', '--config', 'configs/no_such.py']) == 2
    assert 'no_such.py: no such config' in capsys.readouterr().err


def test_a_gpu_that_is_not_there_is_a_mistake(capsys, monkeypatch):
    monkeypatch.setattr('torch.cuda.is_available', lambda: False)
    assert main(['benchmark', 'train-step', *TINY, '--images', '1', '--device', 'cuda']) == 2
    assert 'sees no GPU' in capsys.readouterr().err


def test_something_else_to_measure_is_a_mistake(capsys):
    with pytest.raises(SystemExit, match='2'):
        main(['benchmark', 'nothing'])
    assert 'train-step' in capsys.readouterr().err
