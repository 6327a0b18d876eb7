"""Standard output and error: every text can be shown in every encoding, and a reader that goes away is no mistake."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import select
import sys
from typing import TextIO

__all__ = ['CLOSED_PIPE', 'discard_output', 'flush_output', 'is_output_closed', 'show_every_text']

CLOSED_PIPE = 141
"""Exit status of a program that SIGPIPE ends."""

_HANDLER = 'aariz_mm.readable'
_READABLE = {
    '…': '...', '–': '-', '—': '-', '−': '-', '×': 'x', '·': '-', '•': '*', '±': '+/-', '≤': '<=',  # noqa: RUF001
    '≥': '>=', '→': '->', '‘': "'", '’': "'", '“': '"', '”': '"', '°': ' deg', '\xa0': ' ',  # noqa: RUF001
}  # fmt: skip
_BYTES = range(0xDC80, 0xDD00)  # how Python has the bytes of a file name that are no text


def show_every_text() -> None:
    """Let standard output and error replace what their encoding lacks, as on a Korean Windows or under LC_ALL=C."""
    codecs.register_error(_HANDLER, _replace)
    for stream in _streams():
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return ''.join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(letter: str) -> str:
    if ord(letter) in _BYTES:
        return f'\\x{ord(letter) - 0xDC00:02x}'
    return _READABLE.get(letter) or letter.encode('ascii', 'backslashreplace').decode()


def flush_output() -> None:
    """Write out what was printed, while an error can still be told.

    Errors:
        OSError: the reader has gone, or there is no space left.
    """
    for stream in _streams():
        stream.flush()


def is_output_closed() -> bool:
    """Whether the reader of standard output or error has gone, as ``head`` does. Windows can't say and is believed."""
    return not hasattr(select, 'poll') or any(map(_is_closed, _streams()))


def _is_closed(stream: TextIO) -> bool:
    poll = select.poll()
    with contextlib.suppress(io.UnsupportedOperation):  # not a file
        poll.register(stream.fileno(), 0)
    return bool(poll.poll(0))


def discard_output() -> None:
    """Send what can't be written to nowhere, so that Python does not complain of it at its end."""
    for stream in filter(_is_stuck, _streams()):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _is_stuck(stream: TextIO) -> bool:
    try:
        stream.flush()
    except OSError:
        return True
    return False


def _streams() -> list[TextIO]:
    """Those that there are: a program without a console has none."""
    return [stream for stream in (sys.stdout, sys.stderr) if stream is not None and not stream.closed]
