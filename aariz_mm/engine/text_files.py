"""MMEngine's text files in UTF-8: it opens them in the encoding of the system, which may know no Korean path."""

from __future__ import annotations

import logging
import sys
from functools import cache, partial, wraps
from importlib import import_module
from pathlib import Path
from typing import Any

from mmengine.logging import MMLogger

__all__ = ['write_utf8']

_OF_TEXT = ('mmengine.fileio.handlers.base', 'mmengine.visualization.vis_backend')
_OF_PATHS = ('mmengine.hooks.checkpoint_hook', 'mmengine.runner.checkpoint')
"""Modules that open text files without an encoding: JSON and scalars; ``last_checkpoint``, which holds a path."""


@cache
def write_utf8() -> None:
    """Let MMEngine write logs and text files in UTF-8, and read them so, in this process.

    A path is written as its bytes, so that it is found again. In logs, those that are no text are ``\\udcff``.
    """
    for name in _OF_TEXT:
        import_module(name).open = partial(_open, 'utf-8', 'backslashreplace')
    for name in _OF_PATHS:
        import_module(name).open = partial(_open, sys.getfilesystemencoding(), sys.getfilesystemencodeerrors())
    stock = MMLogger.__init__

    @wraps(stock)
    def with_utf8(self: MMLogger, *args: Any, **kwargs: Any) -> None:
        stock(self, *args, **kwargs)
        for handler in self.handlers:
            if isinstance(handler, logging.FileHandler) and handler.stream is not None:
                handler.encoding, handler.errors = 'utf-8', 'backslashreplace'
                handler.stream.reconfigure(encoding=handler.encoding, errors=handler.errors)
                handler.handleError = partial(_say_once, handler)

    MMLogger.__init__ = with_utf8


def _say_once(handler: logging.FileHandler, record: logging.LogRecord) -> None:
    """In place of a trace for each line that a full disk takes no more."""
    if not getattr(handler, 'has_failed', False):
        handler.has_failed = True
        print(f'warning: {handler.baseFilename}: lines are lost ({sys.exc_info()[1]})', file=sys.stderr)


def _open(encoding: str, errors: str, file: Any, mode: str = 'r', **kwargs: Any) -> Any:
    if 'r' not in mode:  # a work folder that was removed while a training writes into it is made again
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    if 'b' not in mode:
        kwargs = dict(encoding=encoding, errors=errors, **kwargs)
    return open(file, mode, **kwargs)
