"""Reading and writing of the files that a user names: JSON with a cure in the message, whole files in one step.

What was written is recognised by a mark near its beginning, so that nothing of the user's is replaced.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

import numpy as np

__all__ = [
    'CONFIG_CURE',
    'as_plain',
    'check_file',
    'check_folder',
    'check_own_folder',
    'check_replaceable',
    'file_sha256',
    'has_mark',
    'is_hidden',
    'load_json',
    'replace_file',
    'safe_path',
    'write_file',
    'write_json',
]

CONFIG_CURE = 'see configs/ for those that are there'


def load_json(path: Path, cure: str, name: str | None = None) -> Any:
    """Content of a JSON file.

    Args:
        cure: end of the messages. name: what to call the file in them; its path by default.
    Errors:
        FileNotFoundError: no such file.
        ValueError: no JSON.
    """
    name = str(path) if name is None else name
    if not path.is_file():
        raise FileNotFoundError(f'{name}: no such file; {cure}')
    try:
        return json.loads(path.read_text(encoding='utf-8-sig'))
    except (ValueError, RecursionError) as error:
        raise ValueError(f'{name}: no JSON ({error}); {cure}') from error


def check_file(path: str | Path, what: str, cure: str) -> Path:
    """The path of a file that is there.

    Errors:
        FileNotFoundError: it is not.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f'{path}: no such {what}; {cure}')
    return path


_PLAIN = (str, int, bool, type(None))


def as_plain(value: Any) -> Any:
    """``value`` as JSON has it, at any depth: not-a-number as None, numbers of numpy as Python's."""
    if type(value) in _PLAIN:  # most of what a result holds; to ask whether it is a Mapping takes longer
        return value
    if isinstance(value, Mapping):
        return {key: as_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def file_sha256(path: str | Path) -> str:
    """SHA-256 of a file, 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with Path(path).open('rb') as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def write_file(path: str | Path, content: str | bytes, private: bool = False, durable: bool = False) -> Path:
    """Write a file in one step, making its folder where need be: a reader sees the old one or the new one.

    Args:
        private: nobody but its owner may read it, whatever new files of this process get.
        durable: it is on the disk before this returns, so that a loss of power leaves the old one or the new one, too.
    Errors:
        OSError: the folder or the file cannot be written; an earlier file is left as it was.
    """
    # A file name that is no text can't be written as UTF-8; \udcff in its place is what JSON and Python read as it.
    data = content.encode(errors='backslashreplace') if isinstance(content, str) else content
    with replace_file(path, private, durable) as file:
        file.write(data)
    return Path(path)


@contextlib.contextmanager
def replace_file(path: str | Path, private: bool = False, durable: bool = False) -> Iterator[BinaryIO]:
    """A file to write into, which takes the place of ``path`` at the end of the block, and goes where that fails.

    Args:
        private, durable: as :func:`write_file`.
    Errors:
        OSError: the folder or the file cannot be written; an earlier file is left as it was.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(prefix=f'.{path.name[:20]}.', suffix='.part', dir=path.parent)
    try:
        with os.fdopen(handle, 'w+b') as file:
            yield file
            if durable:
                file.flush()
                os.fsync(file.fileno())
        if not private:
            os.chmod(part, 0o666 & ~_umask())
        os.replace(part, path)
        if durable:
            _sync_folder(path.parent)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def write_json(path: str | Path, content: Mapping | Sequence, indent: int | None = 1) -> Path:
    """Write ``content`` in one step, not-a-number as null."""
    text = json.dumps(as_plain(content), indent=indent, ensure_ascii=False, allow_nan=False)
    return write_file(path, text + '\n')


def check_replaceable(path: str | Path, marks: Sequence[str], what: str, cure: str, chars: int = 4000) -> Path:
    """Check that writing to ``path`` replaces nothing of the user's: nothing is there, or a file with one of the marks.

    Args:
        marks: texts of which one stands within the first ``chars`` characters of files of ours.
        what: what ours are called in the message, as 'comparison'. cure: end of the message.
    Returns:
        The path.
    Errors:
        ValueError: a folder, or a file without a mark.
    """
    path = Path(path)
    if path.exists() and not has_mark(path, marks, chars):
        raise ValueError(f'{path} is no {what} and would be lost; {cure}')
    return path


def check_folder(folder: str | Path, cure: str = 'give another --out-dir') -> Path:
    """Check that a folder is there or can be made: neither it nor a part of its path is a file or a broken link.

    Args:
        cure: end of the message.
    Returns:
        The folder.
    Errors:
        ValueError: one is, or the name is blank.
    """
    if not str(folder).strip():
        raise ValueError(f'{str(folder)!r} is no folder; {cure}')
    folder = Path(folder)
    for one in (folder, *folder.parents):
        if os.path.lexists(one):
            if not one.is_dir():
                raise ValueError(f'{one} is no folder; {cure}')
            break
    return folder


def check_own_folder(folder: str | Path, page: str, mark: str, what: str, page_name: str) -> Path:
    """Check that a folder of results with a page replaces nothing but those of an earlier run.

    Args:
        page: file name of the page, which has ``mark``. what: the results in the message, as 'a study'. page_name: the
            page in the message.
    Errors:
        ValueError: no folder, or one that has files and no such page.
    """
    folder = check_folder(folder)
    check_replaceable(folder / page, [mark], page_name, 'give another --out-dir')
    if folder.is_dir() and any(folder.iterdir()) and not (folder / page).exists():
        raise ValueError(f'{folder} holds other files, and those of {what} might replace some; give another --out-dir')
    return folder


def is_hidden(name: str) -> bool:
    """Whether a file or folder of this name is one that systems hide or make themselves, such as .DS_Store."""
    return name.startswith('.') or name.lower() in ('thumbs.db', 'desktop.ini')


def has_mark(path: Path, marks: Sequence[str], chars: int = 4000) -> bool:
    """Whether a text file has one of the marks within its first ``chars`` characters, whatever its encoding."""
    if not path.is_file():
        return False
    with path.open(encoding='utf-8', errors='replace') as file:
        beginning = file.read(chars)
    return any(mark in beginning for mark in marks)


def safe_path(name: str) -> PurePosixPath:
    """The path of an archive's member below the folder that it is unpacked into; backslashes separate as well.

    Errors:
        ValueError: absolute, with ``..``, a colon (drives and streams of Windows) or a control character, or empty.
    """
    path = PurePosixPath(name.replace('\\', '/'))
    if path.is_absolute() or '..' in path.parts or not path.parts:
        raise ValueError(f'member {name!r} leaves the folder that it is unpacked into')
    if ':' in name or any(unicodedata.category(letter) == 'Cc' for letter in name):
        raise ValueError(f'member {name!r}: a colon or control character in a file name')
    return path


def _sync_folder(folder: Path) -> None:
    """Let the name of a new file be on the disk, where the system can say so of a folder (Windows cannot)."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _umask() -> int:
    """The permissions that new files of this process do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
