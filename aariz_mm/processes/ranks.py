"""Which of the processes of one launch this is, by the variables that launchers set; nothing heavy is imported."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping

__all__ = ['is_first_process', 'let_others_speak', 'process_count', 'process_rank']

_RANKS = (
    ('RANK', 'WORLD_SIZE'),  # torchrun
    ('OMPI_COMM_WORLD_RANK', 'OMPI_COMM_WORLD_SIZE'),
    ('SLURM_PROCID', 'SLURM_NTASKS'),
)
_GRACE_S = 3.0
"""A launcher ends the other processes within this time after the first has failed."""


def process_rank(environ: Mapping[str, str] = os.environ) -> int:
    """Number of this process, from 0; 0 where there is one."""
    return _place(environ)[0]


def process_count(environ: Mapping[str, str] = os.environ) -> int:
    """How many processes there are."""
    return _place(environ)[1]


def is_first_process() -> bool:
    """Whether this process speaks for all: lines that each of them would print are printed by this one."""
    return process_rank() == 0


def _place(environ: Mapping[str, str]) -> tuple[int, int]:
    for rank, count in _RANKS:
        texts = environ.get(rank, ''), environ.get(count, '')
        if all(text.isascii() and text.isdigit() for text in texts):
            return int(texts[0]), int(texts[1])
    return 0, 1


def let_others_speak(error: BaseException | None = None) -> None:
    """Wait before the message of a failure, where another process may have the same one, or the cause of this one.

    All processes fail by a mistake in a config, and all but one by a process that died. The launcher then ends those
    that wait here, so that one message is seen; where this process failed alone, nobody ends it and it speaks.

    Args:
        error: what the message is about; a lost connection is never the cause.
    """
    if process_count() > 1 and (process_rank() > 0 or isinstance(error, ConnectionError)):
        time.sleep(_GRACE_S)
