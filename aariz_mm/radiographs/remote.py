"""Radiographs in object stores, by URLs as fsspec knows them: listed, and fetched into a folder that goes."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from aariz_mm.extras import require
from aariz_mm.files import is_hidden
from aariz_mm.radiographs.archives import MAX_MEMBER_BYTES

__all__ = ['UrlPath', 'expand_url', 'fetch', 'is_url', 'list_url', 'read_head', 'read_url']

_URL = re.compile(r'[a-z][a-z0-9+.-]+://', re.IGNORECASE)
_LOCAL = ('file://', 'local://')
_CURE = 'check the address, the credentials and the connection'
_WITHOUT = 'download it first and name the file'


class UrlPath(PurePosixPath):
    """The path of a URL, which keeps both slashes when it is shown: ``UrlPath('s3://films/a.png')``."""

    def __str__(self) -> str:
        return super().__str__().replace(':/', '://', 1)


def is_url(name: str) -> bool:
    """Whether a name is a URL, as ``s3://films``; ``C:/films`` is none."""
    return _URL.match(name) is not None


def expand_url(name: str) -> list[Path | UrlPath]:
    """Paths that a URL stands for: a local one of ``file://``, and those that a pattern with * fits.

    Errors:
        FileNotFoundError: nothing fits the pattern. ValueError: it cannot be reached.
    """
    for scheme in _LOCAL:
        if name.lower().startswith(scheme):
            rest = name[len(scheme) :]
            return [Path(rest[1:] if re.match('/[A-Za-z]:', rest) else rest)]
    if '*' not in name:
        return [UrlPath(name)]
    with _told(name):
        system, root = _open_system(name)
        found = [UrlPath(system.unstrip_protocol(one)) for one in sorted(system.glob(root))]
    if not found:
        raise FileNotFoundError(f'{name}: no file or folder fits this pattern')
    return found


def list_url(url: UrlPath, recursive: bool = True) -> list[tuple[UrlPath, PurePosixPath]]:
    """Files at a URL, each with its path below it, in the order of a folder: files first, then the folders within.

    Hidden files are left out. A file is listed alone, below its own name.

    Errors:
        FileNotFoundError: nothing is there.
        ValueError: it cannot be reached, or a name in it has an empty part (``a//b.png``).
    """
    with _told(str(url)):
        system, root = _open_system(str(url))
        if system.isfile(root):
            return [(url, PurePosixPath(url.name))]
        names = system.find(root, maxdepth=None if recursive else 1)
    start = root.rstrip('/') + '/'
    below = [name.removeprefix(start) for name in names]
    odd = [name for name in below if str(PurePosixPath(name)) != name or '..' in PurePosixPath(name).parts]
    if odd:
        raise ValueError(f'{url}: a name in it, {odd[0]!r}, has an empty part or dots; rename it')
    if not below:
        raise FileNotFoundError(f'{url}: no such file or folder')
    paths = [PurePosixPath(name) for name in below if not any(map(is_hidden, PurePosixPath(name).parts))]
    return [(url / path, path) for path in sorted(paths, key=_order)]


def read_head(url: UrlPath, count: int) -> bytes:
    """The first bytes of a file; none where it cannot be read, which reading the file itself will tell."""
    with contextlib.suppress(Exception):
        system, root = _open_system(str(url))
        return system.cat_file(root, start=0, end=count)
    return b''


def read_url(url: UrlPath) -> bytes:
    """All bytes of a file.

    Errors:
        ValueError: it cannot be read, or is too large for a radiograph.
    """
    with _told(), contextlib.ExitStack() as stack:
        system, root = _open_system(str(url))
        data = stack.enter_context(system.open(root, 'rb')).read(MAX_MEMBER_BYTES + 1)
    if len(data) > MAX_MEMBER_BYTES:
        raise ValueError(f'more than {MAX_MEMBER_BYTES} bytes, as of no radiograph')
    return data


@contextlib.contextmanager
def fetch(url: UrlPath, held: bytes | None = None) -> Iterator[Path]:
    """A file at a URL, in a folder of its own that is removed at the end.

    Args:
        held: its bytes, where they are at hand.
    Errors:
        ValueError: as :func:`read_url`.
    """
    data = read_url(url) if held is None else held
    with tempfile.TemporaryDirectory(prefix='aariz_mm_') as folder:
        path = Path(folder) / f'radiograph{url.suffix[:16]}'
        path.write_bytes(data)
        yield path


def _open_system(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path within."""
    try:
        require('fsspec')
    except ImportError as error:
        raise ImportError(f'{url}: {error}, or {_WITHOUT}', name='fsspec') from None
    from fsspec.core import url_to_fs

    return url_to_fs(url)


@contextlib.contextmanager
def _told(url: str = '') -> Iterator[None]:
    """Say of what goes wrong in a file system, each of which has errors of its own, that it is the user's to mend."""
    start = f'{url}: ' if url else ''
    try:
        yield
    except FileNotFoundError as error:
        raise FileNotFoundError(f'{start}no such file or folder') from error
    except ImportError as error:
        if error.name == 'fsspec':
            raise
        raise ValueError(f'{start}{error}; install that, or {_WITHOUT}') from error
    except Exception as error:
        raise ValueError(f'{start}cannot be read ({type(error).__name__}: {error}); {_CURE}') from error


def _order(path: PurePosixPath) -> tuple:
    return (*((1, name) for name in path.parts[:-1]), (0, path.name))
