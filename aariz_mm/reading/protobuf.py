"""The wire format of protocol buffers, as far as an ONNX file needs it: a sequence of numbered fields.

https://protobuf.dev/programming-guides/encoding/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

__all__ = ['Field', 'as_varint', 'read_fields', 'read_varints', 'text_field', 'text_key']

_VARINT, _EIGHT_BYTES, _TEXT, _FOUR_BYTES = 0, 1, 2, 5
_LONGEST_VARINT = 10
"""Bytes; more would not be a number of 64 bits, and a number of a megabyte takes minutes."""
_CUT = 'no whole ONNX model: it is cut short'


class Field(NamedTuple):
    """A field: its number, all its bytes, its body where it is a text or message, its value where it is a number."""

    number: int
    raw: memoryview
    body: memoryview
    value: int


def read_fields(content: bytes | memoryview) -> Iterator[Field]:
    """The fields of a message, without copying it.

    Errors:
        ValueError: no protocol buffer, or cut short.
    """
    content = memoryview(content)
    start = 0
    while start < len(content):
        key, at = _varint(content, start)
        kind, value, body = key & 7, 0, content[:0]
        if kind == _VARINT:
            value, end = _varint(content, at)
        elif kind == _TEXT:
            length, at = _varint(content, at)
            end = at + length
            body = content[at:end]
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            end = at + (8 if kind == _EIGHT_BYTES else 4)
        else:
            raise ValueError(f'no ONNX model: a field of kind {kind}')
        if end > len(content):
            raise ValueError(_CUT)
        yield Field(key >> 3, content[start:end], body, value)
        start = end


def read_varints(body: memoryview) -> Iterator[int]:
    """The numbers of a packed field.

    Errors:
        ValueError: cut short.
    """
    at = 0
    while at < len(body):
        value, at = _varint(body, at)
        yield value


def as_varint(value: int) -> bytes:
    """A number of 0 or more as its bytes."""
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def text_key(number: int) -> bytes:
    """What stands before the length of a text field."""
    return as_varint(number << 3 | _TEXT)


def text_field(number: int, text: str) -> bytes:
    """A text field, whole."""
    encoded = text.encode()
    return text_key(number) + as_varint(len(encoded)) + encoded


def _varint(content: memoryview, at: int) -> tuple[int, int]:
    """The number that begins at a place, and the place behind it."""
    value = 0
    for count in range(_LONGEST_VARINT):
        if at + count >= len(content):
            raise ValueError(_CUT)
        byte = content[at + count]
        value |= (byte & 0x7F) << 7 * count
        if not byte & 0x80:
            return value, at + count + 1
    raise ValueError(f'no ONNX model: a number of more than {_LONGEST_VARINT} bytes')
