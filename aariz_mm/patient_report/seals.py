"""Which files are reports of ours, unchanged since: each carries the SHA-256 of the rest of it.

A report that a person changed, in Word or in an editor, has a broken seal and is never replaced.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

from aariz_mm.zip_damages import ZIP_DAMAGES

__all__ = ['check_report_path', 'is_sealed_report', 'seal_package', 'seal_text']

_MARK = 'aariz_mm patient report'
_CORE = 'docProps/core.xml'
_KEYWORDS = re.compile(rb'<cp:keywords>.*?</cp:keywords>|<cp:keywords\s*/>', re.DOTALL)
_TIMES = re.compile(rb'<dcterms:(created|modified)[^>]*>.*?</dcterms:\1>', re.DOTALL)
_MOST_BYTES = 200_000_000


def seal_text(data: bytes) -> bytes:
    """An HTML or PDF file with its seal, a comment after the end."""
    text = f'{_MARK} {hashlib.sha256(data).hexdigest()}'.encode()
    return data + (b'% ' + text + b'\n' if data.startswith(b'%PDF') else b'<!-- ' + text + b' -->\n')


def seal_package(data: bytes) -> bytes:
    """A DOCX or XLSX file with its seal among its keywords, without times, so that the same report is the same file."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        members = {name: file.read(name) for name in file.namelist()}
    core = _TIMES.sub(b'', _KEYWORDS.sub(b'', members[_CORE]))
    keywords = f'<cp:keywords>{_MARK} {_digest(members)}</cp:keywords></cp:coreProperties>'.encode()
    members[_CORE] = core.replace(b'</cp:coreProperties>', keywords)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def is_sealed_report(path: str | Path) -> bool:
    """Whether a file is a report of ours, as it was written."""
    path = Path(path)
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        return False
    data = path.read_bytes()
    if not data.startswith(b'PK'):
        end = len(data) - (len(seal_text(data)) - len(data))
        return end > 0 and seal_text(data[:end]) == data
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            if sum(one.file_size for one in file.infolist()) > _MOST_BYTES:
                return False
            members = {name: file.read(name) for name in file.namelist()}
    except (*ZIP_DAMAGES, OSError, ValueError):
        return False
    return f'{_MARK} {_digest(members)}'.encode() in members.get(_CORE, b'')


def check_report_path(path: str | Path) -> Path:
    """Check that a report that is written to ``path`` replaces nothing but an earlier one, unchanged since.

    Returns:
        The path.
    Errors:
        ValueError: a folder, or another file.
    """
    path = Path(path)
    if (path.exists() or path.is_symlink()) and not is_sealed_report(path):
        what = 'is a folder' if path.is_dir() else 'is no report of aariz-mm, or was changed since, and would be lost'
        raise ValueError(f'{path} {what}; give another --out-dir, or move it away')
    return path


def _digest(members: dict[str, bytes]) -> str:
    """SHA-256 of all members but the one with the seal."""
    digest = hashlib.sha256()
    for name in sorted(members):
        if name != _CORE:
            digest.update(f'{name}\0{len(members[name])}\0'.encode() + members[name])
    return digest.hexdigest()
