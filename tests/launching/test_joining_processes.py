import os
import stat
import time
from datetime import timedelta

import pytest
import torch
from process_groups import run_together

from aariz_mm.launching.joining import Place, explain_lost_processes, find_place, join_processes

TORCHRUN = dict(RANK='1', WORLD_SIZE='3', LOCAL_RANK='1', MASTER_ADDR='a', MASTER_PORT='7')
SLURM = dict(SLURM_PROCID='5', SLURM_NTASKS='8', SLURM_LOCALID='1', SLURM_NODELIST='cpu3')
MPI = dict(
    OMPI_COMM_WORLD_RANK='1', OMPI_COMM_WORLD_SIZE='2', OMPI_COMM_WORLD_LOCAL_RANK='1', OMPI_COMM_WORLD_LOCAL_SIZE='2'
)


@pytest.mark.parametrize(
    ('launcher', 'environ', 'place'),
    [
        ('pytorch', TORCHRUN, Place(1, 3, 1, 'a', 7)),
        ('slurm', SLURM, Place(5, 8, 1, 'cpu3', 29500)),
        ('slurm', SLURM | dict(SLURM_NODELIST='n1,n2'), Place(5, 8, 1, 'n1', 29500)),
        ('slurm', SLURM | dict(MASTER_ADDR='head', MASTER_PORT='9'), Place(5, 8, 1, 'head', 9)),
        ('slurm', SLURM | dict(SLURM_JOB_ID='123456', SLURM_STEP_ID='2'), Place(5, 8, 1, 'cpu3', 24562)),
        ('mpi', MPI, Place(1, 2, 1, '127.0.0.1', 29500)),
        ('mpi', MPI | dict(MASTER_ADDR='b', OMPI_COMM_WORLD_LOCAL_SIZE='1'), Place(1, 2, 1, 'b', 29500)),
    ],
)
def test_place_by_launcher(launcher, environ, place):
    assert find_place(launcher, None, environ) == place


def test_port_of_the_config_goes_first():
    assert find_place('slurm', 1234, SLURM | dict(MASTER_PORT='9')).port == 1234


@pytest.mark.parametrize(
    ('launcher', 'environ', 'words'),
    [
        (
            'pytorch',
            {},
            'MASTER_ADDR is not set, so pytorch has not started this process; start it by tools/dist_train',
        ),
        ('pytorch', TORCHRUN | dict(RANK=''), 'RANK is not set'),
        ('pytorch', TORCHRUN | dict(WORLD_SIZE='two'), "WORLD_SIZE is 'two', expected a whole number"),
        ('slurm', {}, 'SLURM_NODELIST is not set, so slurm has not'),
        ('mpi', {}, 'several machines and MASTER_ADDR is not set'),
        ('mpi', MPI | dict(OMPI_COMM_WORLD_LOCAL_SIZE='1'), 'several machines and MASTER_ADDR is not set'),
        ('ssh', {}, 'expected pytorch, slurm or mpi'),
    ],
)
def test_launcher_that_started_nothing_is_told(launcher, environ, words):
    with pytest.raises(ValueError, match=words):
        find_place(launcher, None, environ)


def test_first_machine_is_asked_of_scontrol(tmp_path, monkeypatch):
    program = tmp_path / 'scontrol'
    program.write_text('#!/bin/sh\n[ "$*" = "show hostnames n[04-07]" ] && printf "n04\\nn05\\n"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv('PATH', f'{tmp_path}{os.pathsep}{os.environ["PATH"]}')
    assert find_place('slurm', None, SLURM | dict(SLURM_NODELIST='n[04-07]')).address == 'n04'


def test_cure_is_told_where_scontrol_is_missing(tmp_path, monkeypatch):
    monkeypatch.setenv('PATH', str(tmp_path))
    with pytest.raises(ValueError, match='set MASTER_ADDR to the first'):
        find_place('slurm', None, SLURM | dict(SLURM_NODELIST='n[04-07]'))


@pytest.fixture
def joined(monkeypatch):
    """What the process group is asked for, by a process that torchrun started."""
    asked = []
    for name, value in TORCHRUN.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(
        torch.distributed, 'init_process_group', lambda backend, **others: asked.append((backend, others))
    )
    return asked


@pytest.mark.parametrize(
    ('settings', 'backend', 'note'),
    [
        (dict(backend='nccl'), 'gloo', 'no GPU: 3 processes on the CPU, by gloo in place of nccl'),
        ({}, 'gloo', 'no GPU: 3 processes on the CPU, by gloo in place of nccl'),
        (dict(backend='gloo'), 'gloo', None),
        (dict(backend='mpi'), 'mpi', None),
        (
            dict(backend='nccl', init_backend='torch'),
            'gloo',
            'no GPU: 3 processes on the CPU, by gloo in place of nccl',
        ),
    ],
)
def test_backend_without_a_gpu(joined, settings, backend, note):
    assert join_processes('pytorch', settings) == note
    assert joined == [(backend, dict(timeout=timedelta(seconds=600)))]


def test_timeout_of_the_config_is_taken(joined):
    join_processes('pytorch', dict(backend='gloo', timeout=90))
    assert joined[0][1] == dict(timeout=timedelta(seconds=90))


@pytest.mark.parametrize('timeout', ['90', 0, -1, True, None, float('nan')])
def test_timeout_must_be_seconds(joined, timeout):
    with pytest.raises(ValueError, match=r'timeout=.*expected seconds, such as 600'):
        join_processes('pytorch', dict(timeout=timeout))


def test_with_a_gpu_mmengine_joins(joined, monkeypatch):
    monkeypatch.setattr('torch.cuda.is_available', lambda: True)
    monkeypatch.setattr('torch.cuda.device_count', lambda: 2)
    assert join_processes('pytorch', dict(backend='nccl')) is None and not joined


@pytest.mark.parametrize('gpus', [0, 1])
def test_process_without_a_gpu_of_its_own_is_told(joined, monkeypatch, gpus):
    monkeypatch.setattr('torch.cuda.is_available', lambda: True)
    monkeypatch.setattr('torch.cuda.device_count', lambda: gpus)
    with pytest.raises(ValueError, match=f'process 2 of this machine has no GPU of its own, there are {gpus}'):
        join_processes('pytorch', dict(backend='nccl'))


def test_others_that_do_not_come_are_told(joined, monkeypatch):
    def refuse(backend, **others):
        raise torch.distributed.DistNetworkError('timed out')

    monkeypatch.setattr(torch.distributed, 'init_process_group', refuse)
    with pytest.raises(ConnectionError, match='process 1 of 3 did not find the others at a:7: timed out'):
        join_processes('pytorch', {})


def exchange_alone(rank):
    """What the first process is told where the second neither answers nor ends."""
    join_processes('pytorch', dict(backend='gloo', timeout=1))
    if rank:
        time.sleep(1.5)
        return ''
    with pytest.raises(ConnectionError) as told, explain_lost_processes():
        torch.distributed.all_reduce(torch.ones(1))
    return str(told.value)


def test_process_that_gives_no_answer_is_told_within_the_timeout():
    assert 'another process ended or gave no answer within env_cfg' in run_together(2, exchange_alone)[0]


def test_errors_of_other_kinds_are_left_alone(joined):
    with pytest.raises(RuntimeError, match='shapes'), explain_lost_processes():
        raise RuntimeError('shapes do not match')


def test_one_process_has_lost_nobody(monkeypatch):
    for name in TORCHRUN:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(RuntimeError, match=r'^gloo'), explain_lost_processes():
        raise RuntimeError('gloo')
