"""How a process joins the others of its launch, with and without a GPU.

MMEngine's launchers ask for a CUDA device before all else. Here, where there is none, the process group is made first,
and MMEngine's Runner, which finds it made, goes on from there.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import NamedTuple

import torch
from mmengine.device import is_mlu_available, is_musa_available, is_npu_available
from torch import distributed

from aariz_mm.processes.ranks import process_count

__all__ = ['TIMEOUT_S', 'Place', 'explain_lost_processes', 'find_place', 'join_processes', 'on_cpu']

TIMEOUT_S = 600
"""Seconds that a process waits for one that is there but does not answer; one that died is known at once."""

_CURE = 'start it by tools/dist_train.sh CONFIG GPUS or tools/dist_test.sh, or leave --launcher out'
_OF_GROUPS = re.compile(r'gloo|nccl|socket|connection (closed|reset)|process group|store', re.IGNORECASE)


class Place(NamedTuple):
    """Which process this is (``rank`` of ``count``, ``local_rank`` on its machine), and where the first one listens."""

    rank: int
    count: int
    local_rank: int
    address: str
    port: int

    def variables(self) -> dict[str, str]:
        """As torchrun tells it."""
        names = ('RANK', 'WORLD_SIZE', 'LOCAL_RANK', 'MASTER_ADDR', 'MASTER_PORT')
        return dict(zip(names, map(str, self), strict=True))


def on_cpu() -> bool:
    """Whether this machine has no accelerator that MMEngine knows."""
    others = (is_npu_available, is_mlu_available, is_musa_available)
    return not torch.cuda.is_available() and not any(is_there() for is_there in others)


def join_processes(launcher: str, settings: Mapping) -> str | None:
    """Join the other processes where there is no GPU; with one, check alone that MMEngine's launcher can.

    Args:
        launcher: 'pytorch', 'slurm' or 'mpi'.
        settings: ``env_cfg.dist_cfg``: ``backend``, ``timeout`` in seconds, ``port`` of slurm.
    Returns:
        A line for the log where the backend is another than the one asked for.
    Errors:
        ValueError: the launcher did not start this process, a setting is none, or there are fewer GPUs than processes.
        ConnectionError: the others did not come.
    """
    if distributed.is_initialized():
        return None
    place = find_place(launcher, settings.get('port'))
    os.environ.setdefault('MKL_NUM_THREADS', os.environ.get('OMP_NUM_THREADS', '1'))  # or MMEngine warns
    if not on_cpu():
        _check_gpu(place)
        return None
    settings = {key: value for key, value in settings.items() if key not in ('port', 'init_backend')}
    asked, timeout = settings.pop('backend', 'nccl'), settings.pop('timeout', TIMEOUT_S)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or not timeout > 0:
        raise ValueError(f'env_cfg.dist_cfg.timeout={timeout!r}, expected seconds, such as {TIMEOUT_S}')
    backend = asked if asked in ('gloo', 'mpi') else 'gloo'
    os.environ.update(place.variables())
    try:
        distributed.init_process_group(backend, timeout=timedelta(seconds=timeout), **settings)
    except RuntimeError as error:
        raise ConnectionError(
            f'process {place.rank} of {place.count} did not find the others at {place.address}:{place.port}: {error}'
        ) from error
    return None if backend == asked else f'no GPU: {place.count} processes on the CPU, by gloo in place of {asked}'


def _check_gpu(place: Place) -> None:
    gpus = torch.cuda.device_count()
    if torch.cuda.is_available() and place.local_rank >= gpus:
        raise ValueError(
            f'process {place.local_rank + 1} of this machine has no GPU of its own, there are {gpus}; start at most '
            f'{gpus} processes, or set CUDA_VISIBLE_DEVICES=-1 to compute on the CPU'
        )


def find_place(launcher: str, port: int | None = None, environ: Mapping[str, str] = os.environ) -> Place:
    """The place of this process by the variables of its launcher.

    Args:
        port: of the first process; None takes ``MASTER_PORT``, else one by the number of the slurm job, else 29500.
    Errors:
        ValueError: the launcher has not set them, or to no numbers.
    """
    if launcher == 'pytorch':
        names = ('RANK', 'WORLD_SIZE', 'LOCAL_RANK')
        address = _text(environ, 'MASTER_ADDR', launcher)
    elif launcher == 'slurm':
        names = ('SLURM_PROCID', 'SLURM_NTASKS', 'SLURM_LOCALID')
        address = environ.get('MASTER_ADDR') or _first_host(_text(environ, 'SLURM_NODELIST', launcher))
    elif launcher == 'mpi':
        names = ('OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE', 'OMPI_COMM_WORLD_LOCAL_RANK')
        address = environ.get('MASTER_ADDR') or _this_machine(environ)
    else:
        raise ValueError(f'--launcher {launcher}: expected pytorch, slurm or mpi')
    numbers = (_number(environ, name, launcher) for name in names)
    return Place(*numbers, address, port or _port(environ, launcher))


def _port(environ: Mapping[str, str], launcher: str) -> int:
    if environ.get('MASTER_PORT'):
        return _number(environ, 'MASTER_PORT', launcher)
    job = environ.get('SLURM_JOB_ID', '') if launcher == 'slurm' else ''
    step = environ.get('SLURM_STEP_ID', '0')
    return 20000 + (int(job) * 10 + int(step)) % 10000 if job.isdigit() and step.isdigit() else 29500


def _text(environ: Mapping[str, str], name: str, launcher: str) -> str:
    if not environ.get(name):
        raise ValueError(
            f'--launcher {launcher}: {name} is not set, so {launcher} has not started this process; {_CURE}'
        )
    return environ[name]


def _number(environ: Mapping[str, str], name: str, launcher: str) -> int:
    text = _text(environ, name, launcher)
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f'--launcher {launcher}: {name} is {text!r}, expected a whole number; {_CURE}')
    return int(text)


def _first_host(nodes: str) -> str:
    """First machine of a list of slurm, such as 'gpu[01-04]' or 'a,b'."""
    if '[' not in nodes:
        return nodes.partition(',')[0]
    try:
        asked = ['scontrol', 'show', 'hostnames', nodes]  # a list, no shell, and slurm is on the PATH
        found = subprocess.run(asked, capture_output=True, text=True, check=True)  # nosec B603
    except (OSError, subprocess.CalledProcessError) as error:
        raise ValueError(
            f'scontrol does not name the machines {nodes} ({error}); set MASTER_ADDR to the first'
        ) from error
    return found.stdout.split()[0]


def _this_machine(environ: Mapping[str, str]) -> str:
    here, all_of_them = (environ.get(f'OMPI_COMM_WORLD_{name}SIZE') for name in ('LOCAL_', ''))
    if here is None or here != all_of_them:
        raise ValueError(
            '--launcher mpi: the processes are on several machines and MASTER_ADDR is not set; set it to the address '
            f'of the first one, or, without mpirun, {_CURE}'
        )
    return '127.0.0.1'


@contextmanager
def explain_lost_processes() -> Iterator[None]:
    """Say plainly that another process is gone, where this one fails because of it.

    Errors:
        ConnectionError: another process ended or did not answer in time.
    """
    try:
        yield
    except RuntimeError as error:
        if process_count() == 1 or not _is_of_a_group(error):
            raise
        raise ConnectionError(
            'another process ended or gave no answer within env_cfg.dist_cfg.timeout, so this one ends, too; a '
            f'training goes on from its newest whole checkpoint by --resume ({str(error).splitlines()[0]})'
        ) from error


def _is_of_a_group(error: RuntimeError) -> bool:
    return isinstance(error, distributed.DistError) or _OF_GROUPS.search(str(error)) is not None
