"""JSON files that a user names: read with a cure in the message, and values as JSON has them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np


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


def as_plain(value: Any) -> Any:
    """``value`` as JSON has it, at any depth: not-a-number as None, numbers of numpy as Python's."""
    if isinstance(value, Mapping):
        return {key: as_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
