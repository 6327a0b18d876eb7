"""The scripts that start several processes: what they refuse, what they call, and one training that loses a process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from forked_interpreters import interpreter
from process_groups import run_together
from small_launches import training_runner, write_config

from aariz_mm.engine.checkpoints import read_checkpoint
from aariz_mm.phantom import write_phantom_dataset

ROOT = Path(__file__).parents[2]
# In one write, so that what several tell at once is not mixed.
TELLER = '#!/bin/sh\nprintf "%s\\n" "threads=$OMP_NUM_THREADS" "$@"\n'
# Runs its command once for each task, as slurm does on one machine; options are told on standard error.
SRUN = """#!/usr/bin/env bash
tasks=1
while [[ "$1" == -* ]]; do
  case "$1" in --ntasks=*) tasks="${1#*=}" ;; esac
  echo "srun $1" >&2
  shift
done
export SLURM_NTASKS=$tasks SLURM_NODELIST=localhost SLURM_JOB_ID=$$
pids=()
for ((i = 0; i < tasks; i++)); do
  SLURM_PROCID=$i SLURM_LOCALID=$i "$@" &
  pids+=($!)
done
status=0
for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
exit $status
"""
KILLER = """
import os, signal
from mmengine.hooks import Hook
from mmengine.runner import Runner
from mmpose.registry import HOOKS

Runner._log_env = lambda self, env_cfg: None  # seconds

@HOOKS.register_module()
class KillHook(Hook):
    def before_train_iter(self, runner, batch_idx, data_batch=None):
        if runner.rank == 1 and runner.iter == int(os.environ.get('KILL_AT', -1)):
            os.kill(os.getpid(), signal.SIGKILL)
"""
MORE = """
custom_imports = dict(imports=['aariz_mm.register', 'killer'], allow_failed_imports=False)
custom_hooks = [*custom_hooks, dict(type='KillHook')]
"""


def program(path, text):
    path.write_text(text)
    path.chmod(0o755)
    return path


@pytest.fixture
def call(tmp_path):
    """Function that calls a script from a folder of the user's, with a Python that tells its arguments."""
    (tmp_path / 'mine.py').write_text('')
    python = program(tmp_path / 'teller', TELLER)
    program(tmp_path / 'srun', SRUN)
    path = f'{tmp_path}{os.pathsep}{os.environ["PATH"]}'

    def call(script, *args, **environ):
        plain = {key: value for key, value in os.environ.items() if key not in ('MASTER_ADDR', 'PORT', 'GPUS')}
        return subprocess.run(
            ['bash', ROOT / 'tools' / script, *args], cwd=tmp_path, capture_output=True, text=True, timeout=240,
            env={**plain, 'PYTHON': str(python), 'PATH': path, **environ},
        )  # fmt: skip

    return call


@pytest.mark.parametrize(
    ('script', 'args', 'environ', 'words'),
    [
        ('dist_train.sh', [], {}, 'expected at least 2 arguments, got 0'),
        ('dist_train.sh', ['mine.py'], {}, 'expected at least 2 arguments, got 1'),
        ('dist_train.sh', ['other.py', '2'], {}, 'other.py: no such config'),
        ('dist_train.sh', ['mine.py', '0'], {}, "GPUS is '0', expected a whole number of at least 1"),
        ('dist_train.sh', ['mine.py', '-2'], {}, "GPUS is '-2'"),
        ('dist_train.sh', ['mine.py', '--amp'], {}, "GPUS is '--amp'"),
        ('dist_train.sh', ['mine.py', '2'], dict(PORT='x'), "PORT is 'x'"),
        ('dist_train.sh', ['mine.py', '2'], dict(NNODES='2'), 'NNODES > 1 needs MASTER_ADDR'),
        ('dist_train.sh', ['mine.py', '2'], dict(NNODES='2', NODE_RANK='2', MASTER_ADDR='a'), 'NODE_RANK is 2'),
        ('dist_train.sh', ['mine.py', '2'], dict(PYTHON='no_python'), 'no_python: no such program'),
        ('dist_test.sh', ['mine.py', 'a.pth'], {}, 'expected at least 3 arguments, got 2'),
        ('dist_test.sh', ['mine.py', '2', '--out', 'a.json'], {}, 'no CHECKPOINT before GPUS'),
        ('dist_test.sh', ['mine.py', 'a.pth', '--out', 'a.json'], {}, "GPUS is '--out'"),
        ('dist_test.sh', ['mine.py', 'a.pth', 'b.pth'], {}, "GPUS is ''"),
        ('slurm_train.sh', ['gpu', 'ceph'], {}, 'expected at least 3 arguments, got 2'),
        ('slurm_train.sh', ['gpu', 'ceph', 'other.py'], {}, 'other.py: no such config'),
        ('slurm_train.sh', ['gpu', 'ceph', 'mine.py'], dict(GPUS='many'), "GPUS is 'many'"),
        ('slurm_train.sh', ['gpu', 'ceph', 'mine.py'], dict(CPUS_PER_TASK='0'), "CPUS_PER_TASK is '0'"),
        ('slurm_test.sh', ['gpu', 'ceph', 'mine.py'], {}, 'expected at least 4 arguments, got 3'),
        ('slurm_test.sh', ['gpu', 'ceph', 'mine.py', '--out', 'a'], {}, "CHECKPOINT is '--out'"),
    ],
)
def test_wrong_arguments_are_told_with_the_usage(call, script, args, environ, words):
    done = call(script, *args, **environ)
    assert done.returncode == 2 and not done.stdout
    assert words in done.stderr and f'usage: tools/{script}' in done.stderr


@pytest.mark.parametrize('script', ['dist_train.sh', 'dist_test.sh', 'slurm_train.sh', 'slurm_test.sh'])
def test_help_is_no_mistake(call, script):
    done = call(script, '--help')
    assert done.returncode == 0 and done.stdout.startswith(f'usage: tools/{script}')


def test_training_takes_a_free_port_and_the_paths_of_the_caller(call):
    done = call('dist_train.sh', 'mine.py', '2', '--work-dir', 'a b')
    assert done.stdout.splitlines()[1:] == [
        '-m', 'aariz_mm.processes', '--nnodes=1', '--node-rank=0', '--nproc-per-node=2', str(ROOT / 'tools/train.py'),
        'mine.py', '--launcher', 'pytorch', '--work-dir', 'a b',
    ]  # fmt: skip


def test_several_machines_meet_at_the_first(call):
    done = call('dist_train.sh', 'mine.py', '8', NNODES='2', NODE_RANK='1', MASTER_ADDR='first')
    assert '--nnodes=2 --node-rank=1 --nproc-per-node=8 --master-addr=first --master-port=29500' in ' '.join(
        done.stdout.split()
    )


def test_port_is_the_users(call):
    assert (
        '--master-addr=127.0.0.1\n--master-port=29511\n' in call('dist_train.sh', 'mine.py', '1', PORT='29511').stdout
    )


def test_ensemble_is_tested_with_all_its_checkpoints(call):
    done = call('dist_test.sh', 'mine.py', 'a=1.pth', 'b=2.pth', '3', '--out', 'm.json')
    assert done.stdout.endswith('mine.py\na=1.pth\nb=2.pth\n--launcher\npytorch\n--out\nm.json\n')


def test_slurm_is_asked_for_a_gpu_to_each_process(call):
    asked = call('slurm_train.sh', 'gpu', 'ceph', 'mine.py', 'work', '--amp', GPUS='16').stderr
    options = ['--partition=gpu', '--job-name=ceph', '--gres=gpu:8', '--ntasks=16', '--ntasks-per-node=8',
               '--cpus-per-task=5', '--kill-on-bad-exit=1']  # fmt: skip
    assert asked.split('\n')[:-1] == [f'srun {option}' for option in options]


def test_slurm_without_gpus_and_with_more_options(call):
    done = call('slurm_test.sh', 'cpu', 'c', 'mine.py', 'a.pth', GPUS='2', GRES='', SRUN_ARGS='--time=5 --mem=8G')
    assert 'gres' not in done.stderr and 'srun --time=5\nsrun --mem=8G' in done.stderr
    assert done.stdout.count('mine.py\na.pth\n--launcher\nslurm\n') == 2


@pytest.mark.parametrize('given', [['work', '--amp'], ['--work-dir', 'work', '--amp']])
def test_work_folder_may_stand_behind_the_config(call, given):
    done = call('slurm_train.sh', 'gpu', 'ceph', 'mine.py', *given, GPUS='1')
    assert 'mine.py --work-dir work --amp --launcher slurm' in ' '.join(done.stdout.split())


def test_cluster_without_slurm_is_told(call, tmp_path):
    (tmp_path / 'srun').unlink()
    done = call('slurm_train.sh', 'gpu', 'ceph', 'mine.py')
    assert done.returncode == 2 and 'srun is not there' in done.stderr


def test_mistake_is_told_once_by_all_processes(call, tmp_path):
    asked = call('dist_train.sh', 'mine.py', '2', '--nonsense').stdout.splitlines()[1:]
    assert asked[0] == '-m'
    done = interpreter('import torch').run_module(*asked[1:], cwd=tmp_path)  # as Python would
    assert done.returncode == 2 and done.stderr.count('unrecognized arguments: --nonsense') == 1
    assert 'Traceback' not in done.stderr


def go_on(rank, config, folder, *resume):
    """A training by two processes that slurm might have started."""
    os.environ.update(SLURM_PROCID=str(rank), SLURM_NTASKS='2', SLURM_LOCALID=str(rank), SLURM_NODELIST='localhost')
    training_runner(config, folder, 'slurm', *resume).train()


def test_training_that_lost_a_process_ends_and_is_resumed_as_if_unbroken(call, tmp_path, monkeypatch):
    data = write_phantom_dataset(tmp_path / 'ph', 8, 2, 0, size=(150, 180), progress=False)
    config, work_dir = write_config(tmp_path, data, MORE), tmp_path / 'broken'
    (tmp_path / 'killer.py').write_text(KILLER)
    monkeypatch.syspath_prepend(tmp_path)
    environ = dict(PYTHON=sys.executable, KILL_AT='5', PYTHONPATH=str(tmp_path))
    broken = call('dist_train.sh', config, '2', '--work-dir', 'broken', **environ)
    assert broken.returncode == 137 and broken.stderr.count('error: process 1 was ended by SIGKILL') == 1
    assert 'Traceback' not in broken.stderr and (work_dir / 'last_checkpoint').read_text().endswith('epoch_2.pth')
    (work_dir / 'epoch_3.pth').write_bytes(b'cut off')
    run_together(2, go_on, config, work_dir, 'auto')
    run_together(2, go_on, config, tmp_path / 'whole')
    first, second = (read_checkpoint(tmp_path / name / 'epoch_4.pth')['state_dict'] for name in ('broken', 'whole'))
    assert all(torch.equal(value, second[key]) for key, value in first.items())
