"""Is what is installed what was asked for? Each answer names its cure."""

from __future__ import annotations

import platform
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires

from aariz_mm.extras import installed_version

from .findings import ERROR, INFO, WARNING

__all__ = ['SETUP', 'Note', 'check_packages', 'check_python', 'exit_code', 'fits']

_PROJECT = 'aariz-mm'
SETUP = 'make setup installs what uv.lock names; for pip see docs/start/install.md'
_PYTHONS = ((3, 10), (3, 14))
_TWINS = {'onedl-mmengine': 'mmengine', 'onedl-mmcv': 'mmcv-lite', 'onedl-mmpretrain': 'mmpretrain'}
"""Maintained forks and the originals, which are supported as well."""
_ORIGINALS = {'mmengine': '0.10.7', 'mmcv-lite': '2.2.0', 'mmpretrain': '1.2.0'}
_REQUIREMENT = re.compile(r'([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([^;]*)(?:;(.*))?')


@dataclass(frozen=True)
class Note:
    """severity: of :data:`~aariz_mm.doctor.SEVERITIES`. text: what was found. cure: what to do; '' where nothing is."""

    severity: str
    text: str
    cure: str = ''


def exit_code(notes: Sequence[Note]) -> int:
    """0 nothing, 1 warnings, 2 errors, as for datasets."""
    severities = {note.severity for note in notes}
    return 2 if ERROR in severities else 1 if WARNING in severities else 0


def check_python(running: tuple[int, int] = sys.version_info[:2]) -> Iterator[Note]:
    """Whether this Python is supported."""
    low, high = (f'{major}.{minor}' for major, minor in (_PYTHONS[0], (_PYTHONS[1][0], _PYTHONS[1][1] - 1)))
    if _PYTHONS[0] <= running < _PYTHONS[1]:
        yield Note(INFO, f'Python {platform.python_version()} on {platform.system()} {platform.machine()}')
    else:
        cure = f'make PYTHON=python{high} setup makes an environment with another one'
        yield Note(ERROR, f'Python {running[0]}.{running[1]}, supported are {low} to {high}', cure)


def check_packages(
    asked: Sequence[str] | None = None, find: Callable[[str], str | None] | None = None
) -> Iterator[Note]:
    """Whether each package has a version that this project supports.

    Args:
        asked: requirements, as ``importlib.metadata.requires`` gives them; default those of the project.
        find: version of a package; None where it is not installed.
    """
    asked, find = _requirements() if asked is None else asked, find or installed_version
    if not asked:
        yield Note(WARNING, f'{_PROJECT} is not installed, so nothing says which versions it needs', SETUP)
    for name, wanted, marker in dict.fromkeys(map(_parts, asked)):
        if name == _PROJECT:  # parts of its own
            continue
        found, twin = find(name), _TWINS.get(name, '')
        if found is None and twin and find(twin) is not None:
            yield from _check_twin(name, twin, str(find(twin)))
        elif found is None and 'extra' in marker:
            continue  # a part that not everybody needs
        elif found is None:
            yield Note(ERROR, f'{name} is not installed, expected {wanted or "any version"}', SETUP)
        elif not fits(found, wanted):
            yield Note(ERROR, f'{name} {found}, expected {wanted}', SETUP)
        else:
            yield Note(INFO, f'{name} {found}')


def _check_twin(name: str, twin: str, found: str) -> Iterator[Note]:
    known = _ORIGINALS[twin]
    if found == known:
        yield Note(INFO, f'{twin} {found}, the original, in place of {name}')
    else:
        yield Note(WARNING, f'{twin} {found} in place of {name}; {known} is the original that was tried', SETUP)


def fits(found: str, wanted: str) -> bool:
    """Whether a version fits ``>=``, ``==``, ``<`` and ``!=``, joined by commas.

    Example: '2.0.10', '>=2.0.8,<3' -> True
    """
    compare = {'>=': lambda a, b: a >= b, '==': lambda a, b: a == b, '<': lambda a, b: a < b, '!=': lambda a, b: a != b}
    for part in filter(None, wanted.replace(' ', '').split(',')):
        match = re.match(r'(>=|==|<|!=)(.+)', part)
        if match and not compare[match[1]](_numbers(found), _numbers(match[2])):
            return False
    return True


def _requirements() -> list[str]:
    try:
        return requires(_PROJECT) or []
    except PackageNotFoundError:
        return []


def _parts(text: str) -> tuple[str, str, str]:
    match = _REQUIREMENT.match(text)
    return (match[1], match[2].strip(), (match[3] or '').strip()) if match else (text, '', '')


def _numbers(text: str) -> tuple[int, ...]:
    """The release of a version, without what follows: 2.6.0+cpu and 2.6.0rc1 are (2, 6, 0) and (2, 6)."""
    numbers = [int(part) for part in re.match(r'[0-9.]*', text)[0].split('.') if part]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
