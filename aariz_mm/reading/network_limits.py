"""What a network of a bundle may be: all of it in its file, as large as it says, and with an end.

Checked on the bytes before ONNX Runtime sees them. The fields are those of
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from pathlib import Path

from .protobuf import Field, read_fields, read_varints

__all__ = ['MOST_BYTES', 'check_network', 'read_network']

MOST_BYTES = 1 << 30
"""Of a bundle's file; an ensemble of large networks has 400 MB."""
_MOST_PARTS, _MOST_DEPTH, _MOST_METADATA = 100_000, 8, 1 << 25
_ENDLESS = (b'Loop', b'Scan')
_SIGN = 1 << 63

# Where parts of a kind hold parts of another kind: {number of the field: kind}.
_HOLDS = {
    'model': {7: 'graph', 14: 'metadata', 20: 'training', 25: 'function'},
    'graph': {1: 'node', 5: 'tensor', 15: 'sparse'},
    'node': {5: 'attribute'},
    'attribute': {5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse'},
}
_OPERATOR, _DIMENSION, _NAME, _EXTERNAL, _LOCATION = 4, 1, 8, 13, 14
_VALUES = (4, 5, 6, 7, 9, 10, 11)


def read_network(path: Path) -> bytes:
    """The bytes of a bundle's file, checked by :func:`check_network`.

    Errors:
        ValueError: larger than ``MOST_BYTES``, or what the check says.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ValueError(f'{size >> 20} MB, expected at most {MOST_BYTES >> 20}')
    content = path.read_bytes()
    check_network(content)
    return content


def check_network(content: bytes | memoryview) -> None:
    """Check that an ONNX model is one that may be loaded.

    Errors:
        ValueError: it is no protocol buffer; it names another file; a tensor says that it is larger than what it holds;
            it has loops, functions, sparse or training parts, graphs in graphs too deep, or too many parts.
    """
    count = 0
    todo: list[tuple[str, memoryview, int]] = [('model', memoryview(content), 0)]
    while todo:
        kind, body, depth = todo.pop()
        count += 1
        if count > _MOST_PARTS:
            raise ValueError(f'a network of more than {_MOST_PARTS} parts')
        if kind in ('function', 'sparse', 'training'):
            raise ValueError(f'{kind} parts in the network, which tools/export.py does not write')
        if kind == 'metadata' and len(body) > _MOST_METADATA:
            raise ValueError(f'metadata of {len(body) >> 20} MB')
        if kind == 'tensor':
            _check_tensor(body)
        elif kind in _HOLDS:
            todo += _parts(kind, body, depth)


def _parts(kind: str, body: memoryview, depth: int) -> Iterator[tuple[str, memoryview, int]]:
    if depth > _MOST_DEPTH:
        raise ValueError(f'graphs in graphs, more than {_MOST_DEPTH} deep')
    for field in read_fields(body):
        if kind == 'node' and field.number == _OPERATOR and bytes(field.body) in _ENDLESS:
            raise ValueError(f'a {bytes(field.body).decode()} in the network, which might never end')
        inner = _HOLDS[kind].get(field.number)
        if inner:
            yield inner, field.body, depth + (inner == 'graph')


def _check_tensor(body: memoryview) -> None:
    fields = list(read_fields(body))
    name = next((bytes(one.body[:80]).decode(errors='replace') for one in fields if one.number == _NAME), '')
    if any(one.number == _EXTERNAL or (one.number == _LOCATION and one.value) for one in fields):
        raise ValueError(f'the values of tensor {name!r} are in another file; a bundle is one file')
    sizes = [size for one in fields if one.number == _DIMENSION for size in _sizes(one)]
    if any(size >= _SIGN for size in sizes):
        raise ValueError(f'tensor {name!r} of a negative size')
    held = sum(len(one.raw) for one in fields if one.number in _VALUES)
    if prod(sizes) > 2 * held:  # values of 4 bits are the smallest
        raise ValueError(f'tensor {name!r} says that it has {prod(sizes)} values, and holds {held} bytes')


def _sizes(field: Field) -> Iterator[int]:
    """Dimensions, packed or one a field."""
    if len(field.body):
        yield from read_varints(field.body)
    else:
        yield field.value
