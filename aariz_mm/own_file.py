"""Files that we write where a user's own may lie: known again by how they begin, and replaced in one step."""

from __future__ import annotations

import os
from pathlib import Path


def read_beginning(path: Path, chars: int) -> str:
    """The first characters of a text file, whatever its encoding; the rest is not read."""
    with path.open(encoding='utf-8', errors='replace') as file:
        return file.read(chars)


def replace_file(path: Path, content: bytes) -> Path:
    """Write a file in one step, making its folder where need be: a reader sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f'{path.name}.part')
    part.write_bytes(content)
    os.replace(part, path)
    return path
