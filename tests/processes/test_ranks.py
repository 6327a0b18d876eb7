import time

import pytest

from aariz_mm.processes import ranks
from aariz_mm.processes.ranks import let_others_speak, process_count, process_rank

TORCHRUN = dict(RANK='1', WORLD_SIZE='3')
SLURM = dict(SLURM_PROCID='2', SLURM_NTASKS='4')
MPI = dict(OMPI_COMM_WORLD_RANK='0', OMPI_COMM_WORLD_SIZE='2')


@pytest.mark.parametrize(
    ('environ', 'place'),
    [
        ({}, (0, 1)),
        (TORCHRUN, (1, 3)),
        (SLURM, (2, 4)),
        (MPI, (0, 2)),
        (TORCHRUN | SLURM, (1, 3)),  # torchrun within a job of slurm
        (dict(RANK='one', WORLD_SIZE='3'), (0, 1)),
        (dict(RANK='1'), (0, 1)),
        (dict(SLURM_PROCID='²', SLURM_NTASKS='4'), (0, 1)),
    ],
)
def test_place_is_what_the_launcher_says(environ, place):
    assert (process_rank(environ), process_count(environ)) == place


@pytest.fixture
def slept(monkeypatch):
    seconds = []
    monkeypatch.setattr(time, 'sleep', seconds.append)
    for names in ranks._RANKS:
        for name in names:
            monkeypatch.delenv(name, raising=False)
    return seconds


@pytest.mark.parametrize(
    ('rank', 'count', 'error', 'waits'),
    [
        (0, 1, ValueError(), False),
        (0, 2, ValueError(), False),
        (1, 2, ValueError(), True),
        (0, 2, ConnectionError(), True),  # another one ended, and says why
        (0, 1, ConnectionError(), False),  # of a download
    ],
)
def test_those_who_may_repeat_others_wait_for_the_launcher_to_end_them(slept, monkeypatch, rank, count, error, waits):
    monkeypatch.setenv('RANK', str(rank))
    monkeypatch.setenv('WORLD_SIZE', str(count))
    let_others_speak(error)
    assert bool(slept) == waits
