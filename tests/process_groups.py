"""Functions run by several processes that are forked from the test, so that nothing is imported again."""

import gc
import importlib
import multiprocessing
import os
import pickle
import socket
import sys
import time
import traceback

import torch


def run_together(count, function, *args, timeout=120):
    """What ``function(rank, *args)`` gives in each of ``count`` processes that torchrun might have started.

    Errors:
        AssertionError: one of them failed, with its trace, or they did not end in time.
    """
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        port = one.getsockname()[1]
    importlib.import_module('torch._dynamo.config')  # which every process group asks for, 2 s each
    gc.collect()
    gc.freeze()  # what is there by now is not looked through again by each of them
    context = multiprocessing.get_context('fork')
    answers = context.SimpleQueue()
    children = [
        context.Process(target=_run, args=(rank, count, port, answers, function, args)) for rank in range(count)
    ]
    for child in children:
        child.start()
    found, end = {}, time.monotonic() + timeout
    try:
        while len(found) < count and time.monotonic() < end:
            if answers.empty():
                time.sleep(0.02)
                continue
            rank, answer, trace = answers.get()
            assert trace is None, f'process {rank}:\n{trace}'
            found[rank] = pickle.loads(answer)
    finally:
        gc.unfreeze()
        for child in children:
            child.join(timeout=5 if len(found) == count else 0)
            child.kill()
    assert len(found) == count, f'only processes {sorted(found)} ended within {timeout} s'
    return [found[rank] for rank in range(count)]


def _run(rank, count, port, answers, function, args):
    torch.set_num_threads(1)
    places = dict(RANK=rank, WORLD_SIZE=count, LOCAL_RANK=rank, MASTER_ADDR='127.0.0.1', MASTER_PORT=port)
    os.environ.update({name: str(value) for name, value in places.items()})
    sys.stdout = sys.stderr = open(os.devnull, 'w')  # noqa: SIM115
    try:
        answers.put((rank, pickle.dumps(function(rank, *args)), None))
    except BaseException:
        answers.put((rank, None, traceback.format_exc()))
    if torch.distributed.is_initialized():
        torch.distributed.destroy_process_group()
    os._exit(0)
