"""torchrun, which says in one line why it ended."""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Sequence

from aariz_mm.cores import count_cores

__all__ = ['describe_end', 'main']

_INTERRUPTED, _SIGNALLED = 130, 128
_MASTER = ('--master-port', '--master_port', '--rdzv', '--standalone')


def main(arguments: Sequence[str] | None = None) -> int:
    """Start processes and wait for their end.

    Args:
        arguments: those of torchrun; without a port of their own a free one of this machine is taken.
    Returns:
        The exit status of the process that failed first, 128 + N where signal N ended it; 0 where none failed.
    """
    from torch.distributed.elastic.multiprocessing.api import SignalException
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
    from torch.distributed.run import parse_args, run

    arguments = list(sys.argv[1:] if arguments is None else arguments)
    options = parse_args([*_free_port(arguments), *arguments])
    _share_cores(options.nproc_per_node)
    logging.disable(logging.ERROR)  # of torchrun alone: its words for what is said below
    try:
        run(options)
    except ChildFailedError as error:
        rank, failure = error.get_first_failure()
        status, text = describe_end(rank, failure.exitcode)
    except (KeyboardInterrupt, SignalException):
        status, text = _INTERRUPTED, 'interrupted'
    except (RuntimeError, OSError, ValueError) as error:  # the port is taken, or the other machines are not there
        cure = '; set PORT to another one' if 'EADDRINUSE' in str(error) else ''
        status, text = 2, f'error: the processes could not be started: {error}{cure}'
    else:
        return 0
    if text:
        print(text, file=sys.stderr)
    return status


def describe_end(rank: int, exit_code: int) -> tuple[int, str]:
    """Status and words for processes that ended early.

    Args:
        rank: the one that failed first. exit_code: its own, or minus the number of the signal that ended it.
    Returns:
        The text is empty where the process itself has said what was wrong.
    """
    if exit_code >= 0:
        return exit_code, ''
    try:
        name = signal.Signals(-exit_code).name
    except ValueError:
        name = f'signal {-exit_code}'
    why = ' (by the system, where memory runs out)' if name == 'SIGKILL' else ''
    return _SIGNALLED - exit_code, (
        f'error: process {rank} was ended by {name}{why}, and the others with it. A training goes on from its newest '
        'whole checkpoint by the same command with --resume'
    )


def _free_port(arguments: Sequence[str]) -> list[str]:
    """The option for a free port; none where the arguments name one."""
    own = arguments[: next((i for i, text in enumerate(arguments) if text.endswith('.py')), len(arguments))]
    if any(text.startswith(_MASTER) for text in own):
        return []
    with socket.socket() as one:
        one.bind(('127.0.0.1', 0))
        return ['--master-addr=127.0.0.1', f'--master-port={one.getsockname()[1]}']


def _share_cores(processes: str) -> None:
    """Without a GPU, give each process its share of the cores; torchrun gives it one."""
    import torch

    if 'OMP_NUM_THREADS' in os.environ or torch.cuda.is_available() or not str(processes).isdigit():
        return
    os.environ['OMP_NUM_THREADS'] = str(max(1, count_cores() // max(1, int(processes))))
