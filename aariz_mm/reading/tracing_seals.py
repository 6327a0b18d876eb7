"""Which files are tracings of ours, unchanged since: each carries the SHA-256 of the rest of it.

A file that a person drew, or changed in an editor, has no seal or a broken one, and is never replaced.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from pathlib import Path

__all__ = ['check_tracing_path', 'is_sealed', 'seal_tracing']

_PNG, _PNG_END = b'\x89PNG', 12
"""Beginning of a PNG, and the length of its last chunk, before which the seal stands."""
_MARK = 'aariz_mm tracing'


def seal_tracing(data: bytes) -> bytes:
    """An SVG, PNG or PDF with its seal: a comment after the end, or a tEXt chunk, which no viewer shows."""
    seal = _seal(data)
    return data[:-_PNG_END] + seal + data[-_PNG_END:] if data.startswith(_PNG) else data + seal


def is_sealed(path: str | Path) -> bool:
    """Whether a file is one of :func:`seal_tracing`, and as it was written."""
    path = Path(path)
    if not path.is_file():
        return False
    data = path.read_bytes()
    end = len(data) - (_PNG_END if data.startswith(_PNG) else 0)
    rest = data[: max(end - len(_seal(data)), 0)] + data[end:]
    return seal_tracing(rest) == data


def check_tracing_path(path: str | Path, cure: str = 'give another --out') -> Path:
    """Check that a tracing that is written to ``path`` replaces nothing but an earlier one.

    Args:
        cure: end of the message.
    Returns:
        The path.
    Errors:
        ValueError: a folder, or a file that is no tracing of ours or was changed since.
    """
    path = Path(path)
    if (path.exists() or path.is_symlink()) and not is_sealed(path):
        what = 'is a folder' if path.is_dir() else 'is no tracing of aariz-mm, or was changed since, and would be lost'
        raise ValueError(f'{path} {what}; {cure}')
    return path


def _seal(data: bytes) -> bytes:
    text = f'{_MARK} {hashlib.sha256(data).hexdigest()}'.encode()
    if data.startswith(_PNG):
        chunk = b'tEXtSoftware\0' + text
        return struct.pack('>I', len(chunk) - 4) + chunk + struct.pack('>I', zlib.crc32(chunk))
    return b'% ' + text + b'\n' if data.startswith(b'%PDF') else b'<!-- ' + text + b' -->\n'
