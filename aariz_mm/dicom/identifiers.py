"""UIDs that the same result gets whenever and wherever it is written, so that one that is sent twice is one object."""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from aariz_mm.files import as_plain

__all__ = ['content_digest', 'is_uid', 'made_uid']

_NAMESPACE = uuid.UUID('5d7b6d53-1c5c-5a0e-9a55-6c1f2a3de0b1')
_UID = re.compile(r'(0|[1-9]\d*)(\.(0|[1-9]\d*))+', re.ASCII)
_NOT_OF_THE_RESULT = ('file', 'prediction_sha256')
"""Where the radiograph lay, and the hash by which a correction is seen."""


def made_uid(*parts: str) -> str:
    """A UID below 2.25 (PS3.5 B.2), a name-based UUID of the parts, the same for the same ones.

    Example: ``made_uid('series', '1.2.3')`` -> '2.25.…', 44 characters at most
    """
    return f'2.25.{uuid.uuid5(_NAMESPACE, json.dumps(parts)).int}'


def is_uid(text: str) -> bool:
    """Whether a text is a UID: numbers without leading zeros, parted by dots, 64 letters at most (PS3.5 9.1)."""
    return len(text) <= 64 and _UID.fullmatch(text) is not None


def content_digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of what a result says, wherever its radiograph lies."""
    rest = {key: value for key, value in content.items() if key not in _NOT_OF_THE_RESULT}
    return hashlib.sha256(json.dumps(as_plain(rest), sort_keys=True).encode()).hexdigest()
