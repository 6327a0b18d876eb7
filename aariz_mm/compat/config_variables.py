"""MMEngine's variables in configs, ``{{$NAME:default}}`` and ``{{ fileDirname }}``, with any value.

MMEngine pastes the value into the config's text, so that an apostrophe in a path is a syntax error and a backslash an
escape. Here the value is data. What MMEngine dumps is read again with the values that it was dumped with.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .config_text import Finder, fill_markup, fill_python, keep_braces

if TYPE_CHECKING:
    from mmengine.config import Config

__all__ = ['install_config_variables']

_ENVIRONMENT = re.compile(r'\{\{[\'"]?\s*\$(\w+)\s*:\s*(\S*?)\s*[\'"]?\}\}')
_OF_THE_FILE = re.compile(r'\{\{\s*(fileDirname|fileBasenameNoExtension|fileBasename|fileExtname)\s*\}\}')


@cache
def install_config_variables() -> None:
    """Let ``Config.fromfile`` take values as data, and ``Config.dump`` write what is read as it was."""
    from mmengine.config import Config

    stock = Config.pretty_text
    Config._substitute_predefined_vars = staticmethod(_fill_names_of_the_file)
    Config._substitute_env_variables = staticmethod(_fill_environment)
    Config.pretty_text = property(_format_once(stock.fget), doc=stock.__doc__)
    _know_standard_modules()


def _know_standard_modules() -> None:
    """Let configs import ``os``: MMEngine 0.10.7 takes it for a package of others, as Python 3.11 and later freeze it.

    A config that imports those is read in another way, which does not mix with ours.
    """
    from mmengine.config import config, utils

    stock = utils._is_builtin_module

    def is_builtin_module(name: str) -> bool:
        return name.partition('.')[0] in sys.stdlib_module_names or stock(name)

    config._is_builtin_module = utils._is_builtin_module = is_builtin_module


def _format_once(stock: Callable[[Config], str]) -> Callable[[Config], str]:
    """MMEngine's text of a config, laid out once: a Runner asks four times, and yapf takes 0.3 s."""
    laid_out: dict[str, str] = {}

    def pretty_text(config: Config) -> str:
        plain = copy(config)
        vars(plain)['_format_python_code'] = False
        text = stock(plain)
        if not vars(config)['_format_python_code']:
            return keep_braces(text)
        if text not in laid_out:
            laid_out.clear()
            laid_out[text] = keep_braces(stock(config))
        return laid_out[text]

    return pretty_text


def _fill_names_of_the_file(filename: str, temp_config_name: str) -> None:
    name = os.path.basename(filename)
    stem, extension = os.path.splitext(name)
    # On Windows with slashes, as MMEngine has them; elsewhere a backslash is part of a name.
    folder = Path(os.path.dirname(filename)).as_posix() if os.sep == '\\' else os.path.dirname(filename)
    values = dict(fileDirname=folder, fileBasename=name, fileBasenameNoExtension=stem, fileExtname=extension)
    _rewrite(filename, temp_config_name, _OF_THE_FILE, lambda match: values[match[1]])


def _fill_environment(filename: str, temp_config_name: str) -> dict[str, str]:
    used: dict[str, str] = {}

    def find(match: re.Match) -> str | None:
        name, default = match.groups()
        value = os.environ.get(name)
        if value:
            used[name] = value
        elif not default:
            raise KeyError(f'the config needs the environment variable {name}, which is not set and has no default')
        return value or None

    _rewrite(filename, temp_config_name, _ENVIRONMENT, find)
    return used


def _rewrite(filename: str, temp_config_name: str, pattern: re.Pattern, find: Finder) -> None:
    text = Path(filename).read_text(encoding='utf-8')
    fill: Callable = fill_python if filename.endswith('.py') else fill_markup
    Path(temp_config_name).write_text(fill(text, pattern, find), encoding='utf-8')
