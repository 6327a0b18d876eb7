"""From what a user types to paths: names with * and ?, and lists of names in a file."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from pathlib import Path

from aariz_mm.radiographs.remote import UrlPath, expand_url, is_url

__all__ = ['expand_inputs', 'read_list']

_LIST = '@'
_BOMS = ((b'\xff\xfe', 'utf-16'), (b'\xfe\xff', 'utf-16'), (b'', 'utf-8-sig'))


def expand_inputs(names: Sequence[str | Path], lists: Sequence[str | Path] = ()) -> list[Path | UrlPath]:
    """Paths of files and folders.

    Args:
        names: of files and folders; a name with ``*``, ``?`` or ``[`` that is none is a pattern (``**`` for all folders
            below), ``@NAME`` is a list as :func:`read_list` takes it, and ``s3://films`` a URL.
        lists: files that list further names.
    Errors:
        FileNotFoundError: a pattern that nothing fits, or a list that is not there.
        ValueError: ``-``, or a list that is no text or is empty.
    """
    paths = [path for name in names for path in _expand(str(name))]
    return paths + [path for name in lists for path in read_list(name)]


def _expand(name: str) -> Iterator[Path | UrlPath]:
    if name == '-':
        raise ValueError('-: radiographs are not read from standard input; save them as files, or give a list (@NAME)')
    if not name.strip():
        raise ValueError("'': an empty name; give a file or a folder")
    if is_url(name):
        yield from expand_url(name)
    elif name.startswith(_LIST) and not Path(name).exists():
        yield from read_list(name.removeprefix(_LIST))
    elif glob.has_magic(name) and not Path(name).exists():
        found = sorted(glob.glob(name, recursive=True))
        if not found:
            raise FileNotFoundError(f'{name}: no file or folder fits this pattern')
        yield from map(Path, found)
    else:
        yield Path(name)


def read_list(path: str | Path) -> list[Path | UrlPath]:
    """Paths that a text file lists, one in a line; empty lines and those that begin with # are left out.

    A line may be a pattern. What is not in the current folder is looked for in the folder of the list.

    Errors:
        FileNotFoundError: no such list. ValueError: no text, nothing in it, or a list that names a list.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f'{path}: no such list; give a text file with the name of a radiograph in each line')
    content = path.read_bytes()
    encoding = next(encoding for bom, encoding in _BOMS if content.startswith(bom))
    try:
        lines = [line.strip().strip('"') for line in content.decode(encoding).splitlines()]
    except UnicodeDecodeError as error:
        raise ValueError(f'{path}: no text in UTF-8 ({error.reason}); save the list as UTF-8 text') from error
    names = [line for line in lines if line and not line.startswith('#')]
    if not names:
        raise ValueError(f'{path}: the list is empty; write the name of a radiograph in each line')
    if any('\0' in name for name in names):
        raise ValueError(f'{path}: no text; give a text file with the name of a radiograph in each line')
    return [found for name in names for found in _expand(_beside(name, path.parent))]


def _beside(name: str, folder: Path) -> str:
    """A name of a list, in the folder of the list where it is not in the current one."""
    if name.startswith(_LIST) and not Path(name).exists():
        raise ValueError(f'{name}: a list within a list; name it on the command line')
    if is_url(name):
        return name
    found = glob.glob(name, recursive=True) if glob.has_magic(name) else [name] * Path(name).exists()
    return name if found else str(folder / name)
