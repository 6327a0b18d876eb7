"""What a failed command prints: a user's mistake in a line or two, a bug of ours with its trace."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from aariz_mm.cli.console import CLOSED_PIPE, discard_output, flush_output, is_output_closed
from aariz_mm.extras import missing_part
from aariz_mm.processes.ranks import let_others_speak, process_rank
from aariz_mm.processes.stopping import StoppedError

__all__ = ['BUG', 'INTERRUPTED', 'MISTAKE', 'NOT_EXAMINED', 'describe_mistake', 'explain', 'show_failure']

MISTAKE, INTERRUPTED, BUG = 2, 130, 70
NOT_EXAMINED = 64
"""Exit status of the doctor for a mistake; 1 and 2 are what it says of a dataset."""

_OURS = Path(__file__).resolve().parents[1]
# MMEngine raises these where a config names what is not there, or can't be parsed.
_CONFIG_PLACES = ('mmengine/config/', 'mmengine/registry/', 'mmengine/utils/misc.py')  # the last: custom_imports
_CONFIG_ERRORS = (AttributeError, ImportError, KeyError, OSError, RuntimeError, SyntaxError, TypeError, ValueError)
_NO_ROOM = [getattr(errno, name) for name in ('ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS') if hasattr(errno, name)]
"""Of errors while something is written, which name no file."""
_WORKER = 'in DataLoader worker process'


@dataclass
class _Outcome:
    """Exit status of a command."""

    status: int = 0


@contextmanager
def explain(debug: bool = False, mistake: int = MISTAKE) -> Iterator[_Outcome]:
    """Turn a user's mistake within the block into one message on standard error and its status.

    A mistake is a ValueError or an OSError that our own code raised, a missing part of the installation, an OSError
    that names a file, or what MMEngine says of a faulty config. Everything else is a bug and keeps its trace. When the
    reader of the output has gone, nothing is said. Of several processes with the same mistake one speaks.

    Args:
        debug: keep every trace. mistake: status of one.
    """
    outcome = _Outcome()
    try:
        yield outcome
        flush_output()
    except StoppedError as stopped:
        if process_rank() == 0:
            print(stopped, file=sys.stderr)
        outcome.status = stopped.status
    except KeyboardInterrupt:
        if debug:
            raise
        _say_interrupted()
        outcome.status = INTERRUPTED
    except Exception as error:
        if not debug and any(isinstance(one, KeyboardInterrupt) for one in _chain(error)):
            _say_interrupted()  # which MMEngine took for an error of a config
            outcome.status = INTERRUPTED
            return
        if _is_of_a_closed_pipe(error):
            discard_output()
            outcome.status = CLOSED_PIPE
            return
        message = None if debug else describe_mistake(error)
        if message is None:
            raise
        let_others_speak(error)
        print(f'error: {message}', file=sys.stderr)
        discard_output()
        outcome.status = mistake


def _say_interrupted() -> None:
    if process_rank() == 0:
        print('\ninterrupted', file=sys.stderr)


def _is_of_a_closed_pipe(error: Exception) -> bool:
    if os.name == 'nt':  # there it is an invalid argument
        is_pipe = isinstance(error, OSError) and error.errno in (errno.EINVAL, errno.EPIPE) and error.filename is None
    else:
        is_pipe = isinstance(error, BrokenPipeError)
    return is_pipe and is_output_closed()


def show_failure(error: BaseException, mistake: int = MISTAKE) -> int:
    """Print the trace of an error that :func:`explain` let through; returns the exit status."""
    let_others_speak(error)
    traceback.print_exception(error)
    discard_output()
    return BUG if describe_mistake(error) is None else mistake


def describe_mistake(error: BaseException) -> str | None:
    """The message of a user's mistake; None where the error is a bug.

    Example: FileNotFoundError('a.py: no such config') of ours -> 'a.py: no such config'
    """
    for one in _chain(error):
        missing = missing_part(one.name) if isinstance(one, ModuleNotFoundError) else None
        if missing is not None:
            return missing
        if isinstance(one, OSError) and one.errno in _NO_ROOM:
            where = '' if one.filename is None else f'{one.filename}: '
            return f'{where}{one.strerror}; make room on the disk, or write to another one'
        if _is_mistake(one):
            return str(_told_by(one, error))
    for one in _chain(error):
        if _WORKER in str(one):
            return _from_worker(str(one))
        if isinstance(one, OSError) and one.filename is not None:
            return f'{one.filename}: {one.strerror}'
        slip = _slip_in_a_config(one)
        if slip is not None:
            return slip
        if isinstance(one, _CONFIG_ERRORS) and any(part in _place(one.__traceback__) for part in _CONFIG_PLACES):
            return f'in the config: {one.args[0] if isinstance(one, KeyError) and one.args else one}'
    return None


def _told_by(mistake: BaseException, error: BaseException) -> BaseException:
    """The one of our errors that says most: what was raised from the mistake names the file and the cure."""
    for one in _chain(error):
        if one.__cause__ is mistake and _is_mistake(one):
            mistake = one
    return mistake


def _is_mistake(error: BaseException) -> bool:
    """Whether our own code raised it to tell the user something."""
    return isinstance(error, ValueError | OSError | ImportError) and _is_ours(_place(error.__traceback__))


def _slip_in_a_config(error: BaseException) -> str | None:
    """What is wrong in the code of a config, and the line; None where the error is none of its code."""
    frames = traceback.extract_tb(error.__traceback__)
    of_config = [frame for frame in frames if 'mmengine/config/' in Path(frame.filename).as_posix()]
    if not of_config or len(frames) < 2 or not isinstance(error, Exception):
        return None
    if isinstance(error, SyntaxError):
        return f'in the config: line {error.lineno}: {error.msg}'
    if isinstance(error, UnicodeDecodeError):
        return f'in the config: no text in UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8'
    caller, last = frames[-2:]
    if caller is of_config[-1] and last.name == '<module>':  # the text of a config, which MMEngine runs
        return f'in the config: {last.filename}, line {last.lineno}: {type(error).__name__}: {error}'
    return None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The causes of an error, the first one first; ``from None`` has none."""
    chain = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return reversed(chain)


def _place(trace: TracebackType | None) -> str:
    """The file in which an error was raised."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return '' if trace is None else Path(trace.tb_frame.f_code.co_filename).as_posix()


def _is_ours(place: str) -> bool:
    return Path(place).is_relative_to(_OURS)


def _from_worker(text: str) -> str | None:
    """The message of our error in a worker, which torch hands on as text; None where it is not ours."""
    lines = text.rstrip().splitlines()
    raised = [index for index, line in enumerate(lines) if line.startswith('  File "')]
    if not raised or not _is_ours(lines[raised[-1]].split('"')[1]):
        return None
    for index in range(raised[-1], len(lines)):
        kind, separator, message = lines[index].partition(': ')
        if separator and kind.rpartition('.')[2] in ('ValueError', 'FileNotFoundError', 'ImageProblem', 'OSError'):
            return '\n'.join([message, *lines[index + 1 :]])
    return None
