import os

import pytest
from forked_interpreters import interpreter

from aariz_mm.processes import starting
from aariz_mm.processes.starting import describe_end


@pytest.mark.parametrize(
    ('code', 'status', 'words'),
    [
        (2, 2, ''),
        (70, 70, ''),
        (-9, 137, 'process 1 was ended by SIGKILL (by the system, where memory runs out)'),
        (-11, 139, 'process 1 was ended by SIGSEGV, and the others'),
        (-99, 227, 'signal 99'),
    ],
)
def test_end_is_told_where_the_process_could_not(code, status, words):
    found, text = describe_end(1, code)
    assert found == status and words in text and bool(text) == bool(words)


@pytest.mark.parametrize(
    ('arguments', 'own'),
    [
        (['--nproc-per-node=2', 'train.py', 'config.py'], 2),
        (['train.py', '--master-port', '1'], 2),  # an option of the script
        (['--master-port=29501', 'train.py'], 0),
        (['--master_port', '29501', 'train.py'], 0),
        (['--standalone', 'train.py'], 0),
        (['--rdzv-endpoint=a:1', 'train.py'], 0),
    ],
)
def test_free_port_is_taken_where_none_is_named(arguments, own):
    assert len(starting._free_port(arguments)) == own


def test_two_free_ports_are_two():
    first, second = (starting._free_port(['train.py'])[1] for _ in range(2))
    assert first != second


@pytest.mark.parametrize(('gpu', 'set_before', 'threads'), [(False, None, '3'), (False, '5', '5'), (True, None, None)])
def test_cores_are_shared_on_the_cpu_alone(monkeypatch, gpu, set_before, threads):
    monkeypatch.setattr('torch.cuda.is_available', lambda: gpu)
    monkeypatch.setattr(os, 'sched_getaffinity', lambda pid: range(7), raising=False)
    monkeypatch.setenv('OMP_NUM_THREADS', '')
    monkeypatch.delenv('OMP_NUM_THREADS')
    if set_before:
        monkeypatch.setenv('OMP_NUM_THREADS', set_before)
    starting._share_cores('2')
    assert os.environ.get('OMP_NUM_THREADS') == threads


def test_status_of_the_first_that_fails_is_handed_on(tmp_path):
    script = tmp_path / 'fails.py'
    script.write_text("import os, sys, time\nif os.environ['RANK'] == '1':\n    sys.exit(5)\ntime.sleep(60)\n")
    done = interpreter('import torch').run_module('aariz_mm.processes', '--nproc-per-node=2', script, timeout=120)
    assert done.returncode == 5 and not done.stderr.strip()
