"""Values of a DICOM dataset whatever is wrong with them: another type, empty, no number. Nothing here raises."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterable
from typing import Any

__all__ = ['bytes_of', 'is_stated', 'items_of', 'numbers_of', 'text_of', 'whole_of']


def is_stated(dataset: Any, keyword: str) -> bool:
    """Whether an element is there and not empty, readable or not."""
    with contextlib.suppress(Exception):
        return keyword in dataset and _value(dataset, keyword) not in (None, '', b'', [])
    return False


def text_of(dataset: Any, keyword: str) -> str:
    """An element as text without blanks around it; '' where it is absent or cannot be read."""
    with contextlib.suppress(Exception):
        return '\\'.join(_texts(_value(dataset, keyword)))
    return ''


def numbers_of(dataset: Any, keyword: str) -> tuple[float, ...]:
    """The finite numbers of an element; empty where one of its values is none."""
    with contextlib.suppress(Exception):
        numbers = tuple(float(text) for text in _texts(_value(dataset, keyword)))
        return numbers if all(map(math.isfinite, numbers)) else ()
    return ()


def whole_of(dataset: Any, keyword: str) -> int | None:
    """The first value as a whole number, None where it is none."""
    numbers = numbers_of(dataset, keyword)
    return int(numbers[0]) if numbers and numbers[0] == int(numbers[0]) else None


def items_of(dataset: Any, keyword: str) -> tuple[Any, ...]:
    """The datasets of a sequence; empty where it is none."""
    with contextlib.suppress(Exception):
        value = _value(dataset, keyword)
        return tuple(item for item in value if hasattr(item, 'file_meta') or hasattr(item, 'elements'))
    return ()


def bytes_of(dataset: Any, keyword: str) -> bytes:
    """The bytes of an element; empty where it holds something else."""
    with contextlib.suppress(Exception):
        value = _value(dataset, keyword)
        return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b''
    return b''


def _value(dataset: Any, keyword: str) -> Any:
    """The value, or the bytes of one that pydicom cannot convert."""
    if dataset is None or keyword not in dataset:
        return None
    try:
        return dataset[keyword].value
    except Exception:
        return dataset.get_item(keyword).value


def _texts(value: Any) -> list[str]:
    if value is None:
        return []
    if isinstance(value, bytes | bytearray):
        value = bytes(value).decode('latin-1').split('\\')
    values = value if isinstance(value, Iterable) and not isinstance(value, str) and _is_several(value) else [value]
    texts = [str(one).strip(' \0') for one in values]
    return texts if any(texts) else []


def _is_several(value: Any) -> bool:
    return isinstance(value, list | tuple) or type(value).__name__ in ('MultiValue', 'ConstrainedList', 'array')
