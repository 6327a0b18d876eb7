"""Metadata of a bundle replaced without the package onnx: the file is read as the protocol buffer that it is.

An ONNX model is a sequence of fields; those of number 14 are its metadata, each a key (1) and a value (2):
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto, messages ModelProto and StringStringEntryProto.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from aariz_mm.files import write_file
from aariz_mm.uncertainty.calibration import parse_calibration

from .bundle import KEY, Bundle, BundleInfo, info_as_json
from .protobuf import as_varint, read_fields, text_field, text_key

__all__ = ['add_calibration', 'add_temperature', 'check_landmarks', 'check_stages', 'replace_info']

_METADATA = 14


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
    kept = [one.raw for one in read_fields(content) if one.number != _METADATA or not _is_ours(one.body)]
    entry = text_field(1, KEY) + text_field(2, info_as_json(info))
    return b''.join([*kept, text_key(_METADATA), as_varint(len(entry)), entry])


def _is_ours(body: memoryview) -> bool:
    return any(one.number == 1 and one.body == KEY.encode() for one in read_fields(body))
