"""Functions run by several processes, forked from a fresh one that has all imported, so that it is imported once."""

import multiprocessing
import os
import pickle
import socket
import sys
import time
import traceback
from multiprocessing import forkserver
from pathlib import Path

IMPORTED = (
    'torch',
    'torch._dynamo.config',
    'yapf.yapflib.yapf_api',
    'aariz_mm.launching.cross_validation',
    'statsmodels.api',
    'timm',
    'mmpretrain.models',
    'matplotlib.backends.backend_agg',
    'aariz_mm.inference.two_stage',
    'aariz_mm.launching.matching.check',
    'frozen_imports',
)


def forking_context():
    """What forks processes from one that has imported all of it."""
    context = multiprocessing.get_context('forkserver')
    context.set_forkserver_preload(list(IMPORTED))
    before = os.environ.get('PYTHONPATH')
    os.environ['PYTHONPATH'] = os.pathsep.join(filter(None, [str(Path(__file__).parent), before]))
    try:
        forkserver.ensure_running()  # with a path where it finds this folder
    finally:
        del os.environ['PYTHONPATH']
        os.environ.update({} if before is None else {'PYTHONPATH': before})
    return context


def run_together(count, function, *args, timeout=240):
    """What ``function(rank, *args)`` gives in each of ``count`` processes that torchrun might have started.

    They see nothing of what the test has patched but the environment and the folder.

    Errors:
        AssertionError: one of them failed, with its trace, or they did not end in time.
    """
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        places = dict(WORLD_SIZE=count, MASTER_ADDR='127.0.0.1', MASTER_PORT=one.getsockname()[1])
    # Not from the test itself: PyTorch can't go back through a network in a fork of a process that has.
    context = forking_context()
    answers = context.SimpleQueue()
    environ = {**os.environ, **{name: str(value) for name, value in places.items()}}
    children = [
        context.Process(target=_run, args=(rank, environ, os.getcwd(), answers, function, args))
        for rank in range(count)
    ]
    for child in children:
        child.start()
    found, end = {}, time.monotonic() + timeout
    try:
        while len(found) < count and time.monotonic() < end:
            if answers.empty():
                assert any(child.is_alive() for child in children), 'all processes died without a word'
                time.sleep(0.02)
                continue
            rank, answer, trace = answers.get()
            assert trace is None, f'process {rank}:\n{trace}'
            found[rank] = pickle.loads(answer)
    finally:
        for child in children:
            child.join(timeout=5 if len(found) == count else 0)
            child.kill()
    assert len(found) == count, f'only processes {sorted(found)} ended within {timeout} s'
    return [found[rank] for rank in range(count)]


def make_quick() -> None:
    """Leave out, in this process, what takes seconds and is not asked for.

    One thread. Neither the machine is described in a log, nor is the text of a config laid out.
    """
    import torch
    from mmengine.runner import Runner
    from yapf.yapflib import yapf_api

    torch.set_num_threads(1)
    Runner._log_env = lambda self, env_cfg: None
    yapf_api.FormatCode = lambda text, **_: (text, True)


def _run(rank, environ, folder, answers, function, args):
    import torch

    make_quick()
    os.environ.update(environ, RANK=str(rank), LOCAL_RANK=str(rank))
    os.chdir(folder)
    sys.stdout = sys.stderr = open(os.devnull, 'w')  # noqa: SIM115
    try:
        answers.put((rank, pickle.dumps(function(rank, *args)), None))
    except BaseException:
        answers.put((rank, None, traceback.format_exc()))
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
    os._exit(0)
