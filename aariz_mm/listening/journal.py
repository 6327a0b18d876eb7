"""What a listener says of its work: numbers of its own, AE titles and reasons, never a word of a header."""

from __future__ import annotations

import logging
import sys
import threading
import time
import warnings
from typing import TextIO

from aariz_mm.number_text import counted
from aariz_mm.tables import Table, render_text

from .store import STATES, Instance, SpoolStore

__all__ = ['describe_spool', 'keep_journal', 'silence_libraries']

_FOREIGN = ('pynetdicom', 'pydicom', 'highdicom')
_MOST_ROWS = 50
_HEADER = ('n', 'received', 'from', 'MB', 'state', 'reason')
_WORDS = dict(received='to be read', read='to be sent', sent='sent', other='no lateral cephalogram', failed='failed')
_log = logging.getLogger('aariz_mm.listening')


def keep_journal(stream: TextIO | None = None, is_verbose: bool = False) -> None:
    """Write the journal of this process, and silence the libraries, whose words may hold names of patients.

    Args:
        stream: standard error by default.
    """
    handler = logging.StreamHandler(sys.stderr if stream is None else stream)
    formatter = logging.Formatter('%(asctime)sZ %(levelname)s %(message)s', '%Y-%m-%dT%H:%M:%S')
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    _log.handlers, _log.propagate = [handler], False
    _log.setLevel(logging.DEBUG if is_verbose else logging.INFO)
    silence_libraries()
    threading.excepthook = _tell_of_thread


def silence_libraries() -> None:
    """Let pynetdicom, pydicom and highdicom log and warn of nothing."""
    for name in _FOREIGN:
        foreign = logging.getLogger(name)
        foreign.handlers, foreign.propagate = [logging.NullHandler()], False
        foreign.setLevel(logging.CRITICAL + 1)
    warnings.simplefilter('ignore')


def describe_spool(store: SpoolStore) -> str:
    """How many instances are in each state, and a table of those that are not done with."""
    counts = store.counts()
    lines = [', '.join(f'{counts[state]} {_WORDS[state]}' for state in STATES)]
    rows = [one for one in store.unfinished() if one.is_kept]
    if rows:
        shown = tuple(_row(one) for one in rows[:_MOST_ROWS])
        lines += ['', render_text(Table('', _HEADER, shown, text_columns=(1, 2, 4, 5)))]
    if len(rows) > _MOST_ROWS:
        lines.append(f'… and {counted(len(rows) - _MOST_ROWS, "more instance")}')
    return '\n'.join(lines)


def _row(one: Instance) -> tuple[str, ...]:
    when = time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(one.received))
    return str(one.n), when, one.caller, f'{one.bytes / 1e6:.1f}', _WORDS[one.state], one.reason


def _tell_of_thread(arguments: threading.ExceptHookArgs) -> None:
    """A thread of a library has ended by an error; its words are kept out, the connection is lost alone."""
    _log.warning('a connection ended by an error (%s)', arguments.exc_type.__name__)
