"""Reading a JSON file that a user names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


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
        return json.loads(path.read_text(encoding='utf-8'))
    except ValueError as error:
        raise ValueError(f'{name}: no JSON ({error}); {cure}') from error
