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


def test_pipeline_says_what_each_choice_gains_at_another_size(benchmark):
    arguments = ('--images', '1', '--rounds', '2', '--input-size', '96', '120')
    rows, _ = benchmark('pipeline', *TINY, *arguments)
    assert len([what for what in rows if what.startswith('choice: ')]) == 4


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


def test_inference_compares_runtimes_and_the_bound(benchmark):
    rows, shown = benchmark('inference', *TINY, '--rounds', '2')
    assert {'PyTorch eager', 'ONNX Runtime, the bundle', 'bound by arithmetic', 'bound by bytes'} <= set(rows)
    assert 'torch.compile: not measured' in shown and 'untrained weights' in shown


def test_inference_says_that_openvino_is_not_installed(benchmark, monkeypatch):
    monkeypatch.setattr('aariz_mm.benchmark.network_costs.find_spec', lambda name: None)
    assert 'OpenVINO: not installed' in benchmark('inference', *TINY, '--rounds', '1')[1]


@pytest.mark.parametrize('image_format', ['png', 'jpg'])
def test_end_to_end_splits_the_time_of_a_radiograph(benchmark, image_format):
    rows, _ = benchmark('end-to-end', *TINY, '--images', '1', '--rounds', '2', '--format', image_format)
    around = rows['around the network: all but it, decoding and the overlay']
    assert around['goals'][0]['at_most'] == 0.2 and around['ours']['median'] > 0
    assert rows['first of a process: all']['ours']['median'] > rows['first of a process: network']['ours']['median']


def test_end_to_end_looks_once_at_a_phantom(benchmark, monkeypatch):
    looks = []
    from aariz_mm.benchmark.untrained import KnowingPredictor

    see = KnowingPredictor.predict_sample
    monkeypatch.setattr(
        KnowingPredictor, 'predict_sample', lambda self, packed: (looks.append(1), see(self, packed))[1]
    )
    benchmark('end-to-end', *TINY, '--images', '1', '--rounds', '2')
    assert len(looks) == 3
