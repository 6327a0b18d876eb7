"""Metadata of a bundle replaced without the package onnx: the file is read as the protocol buffer that it is.

An ONNX model is a sequence of fields; those of number 14 are its metadata, each a key (1) and a value (2):
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, messages ModelProto and StringStringEntryProto; the encoding is
https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aariz_mm.files import write_file
from aariz_mm.uncertainty.calibration import parse_calibration

from .bundle import KEY, Bundle, BundleInfo, info_as_json

__all__ = ['add_calibration', 'add_temperature', 'check_landmarks', 'check_stages', 'replace_info']

_METADATA = 14
_VARINT, _EIGHT_BYTES, _TEXT, _FOUR_BYTES = 0, 1, 2, 5


def add_calibration(path: str | Path, calibration: Mapping[str, Any]) -> Path:
    """Rewrite a bundle with a calibration in its metadata, in one step.

    Args:
        calibration: as :func:`~aariz_mm.uncertainty.calibration.calibration_as_json` gives it.
    Errors:
        FileNotFoundError, ValueError: no bundle of landmarks, or a calibration of others.
    """
    bundle = Bundle(path, threads=1)
    parse_calibration(calibration, bundle.info.symbols, f'calibration for {path}')
    return write_file(path, replace_info(bundle.path.read_bytes(), replace(bundle.info, calibration=calibration)))


def add_temperature(path: str | Path, temperature: float) -> Path:
    """Rewrite a bundle with a temperature of its stages in its metadata, in one step.

    Errors:
        FileNotFoundError, ValueError: no bundle, or one without stages.
    """
    bundle = check_stages(path)
    return write_file(path, replace_info(bundle.path.read_bytes(), replace(bundle.info, temperature=temperature)))


def check_stages(path: str | Path) -> Bundle:
    """The bundle of a path, which gives CVM stages.

    Errors:
        FileNotFoundError, ValueError: no bundle, or one without stages.
    """
    bundle = Bundle(path, threads=1)
    if 'stage' not in bundle.info.outputs:
        raise ValueError(f'{path}: a bundle without CVM stages, which a temperature is of; give that of a classifier')
    return bundle


def check_landmarks(path: str | Path, others: Sequence[Bundle]) -> None:
    """Check that a bundle finds the landmarks of others, in their order and on pictures of their size.

    Errors:
        FileNotFoundError, ValueError: no such bundle, or it differs.
    """
    info = Bundle(path, threads=1).info
    for other in others:
        if (info.kind, info.symbols, info.input_size) != (other.info.kind, other.info.symbols, other.info.input_size):
            raise ValueError(
                f'{path} finds {len(info.symbols)} landmarks on {info.input_size} pixels, {other.path} '
                f'{len(other.info.symbols)} on {other.info.input_size}; give bundles of one config'
            )


def replace_info(content: bytes, info: BundleInfo) -> bytes:
    """The bytes of a bundle with other metadata; the network stays as it is.

    Errors:
        ValueError: no protocol buffer.
    """
    kept = [part for number, part, body in _fields(content) if number != _METADATA or not _is_ours(body)]
    entry = _text_field(1, KEY) + _text_field(2, info_as_json(info))
    return b''.join([*kept, _key(_METADATA), _as_varint(len(entry)), entry])


def _fields(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, all bytes, and the body of each field; the body is empty where it is no text."""
    start = 0
    while start < len(content):
        key, at = _varint(content, start)
        kind, body = key & 7, b''
        if kind == _VARINT:
            _, end = _varint(content, at)
        elif kind == _TEXT:
            length, at = _varint(content, at)
            end = at + length
            body = content[at:end]
        elif kind in (_EIGHT_BYTES, _FOUR_BYTES):
            end = at + (8 if kind == _EIGHT_BYTES else 4)
        else:
            raise ValueError(f'no ONNX model: a field of kind {kind}')
        if end > len(content):
            raise ValueError('no whole ONNX model: it is cut short')
        yield key >> 3, content[start:end], body
        start = end


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        if at >= len(content):
            raise ValueError('no whole ONNX model: it is cut short')
        byte = content[at]
        value, at, shift = value | (byte & 0x7F) << shift, at + 1, shift + 7
        if not byte & 0x80:
            return value, at


def _as_varint(value: int) -> bytes:
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)


def _key(number: int) -> bytes:
    return _as_varint(number << 3 | _TEXT)


def _text_field(number: int, text: str) -> bytes:
    encoded = text.encode()
    return _key(number) + _as_varint(len(encoded)) + encoded


def _is_ours(body: bytes) -> bool:
    return any(number == 1 and value == KEY.encode() for number, _, value in _fields(body))
