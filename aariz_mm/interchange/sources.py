"""Files that people bring, read with care: an error names the file and the cure, and XML defines no entities."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any
from xml.parsers import expat

__all__ = ['base_name', 'list_files', 'read_json', 'read_text', 'read_xml']


def list_files(source: Path, suffix: str, what: str) -> list[Path]:
    """The file itself, or the files below a folder with an ending (any case), by name; hidden ones are ignored.

    Errors:
        FileNotFoundError: nothing there.
    """
    if source.is_file():
        return [source]
    found = [
        path
        for path in (sorted(source.rglob('*')) if source.is_dir() else ())
        if path.suffix.lower() == suffix and path.is_file() and not _is_hidden(path.relative_to(source))
    ]
    if not found:
        raise FileNotFoundError(f'{source}: no {what}; expected a *{suffix} file, or a folder of them')
    return found


def _is_hidden(path: Path) -> bool:
    return any(part.startswith('.') for part in path.parts)


def read_text(path: Path, what: str) -> str:
    """Text of a file, with or without a byte-order mark.

    Errors:
        FileNotFoundError: no such file. ValueError: not UTF-8.
    """
    if not path.is_file():
        raise FileNotFoundError(f'{path}: no such file; expected {what}')
    try:
        return path.read_bytes().decode('utf-8-sig')
    except UnicodeDecodeError as error:
        raise ValueError(f'{path}: not UTF-8 text ({error}); expected {what}: save it again as UTF-8') from None


def read_json(path: Path, what: str) -> Any:
    """Content of a JSON file.

    Errors:
        FileNotFoundError: no such file. ValueError: no JSON.
    """
    try:
        return json.loads(read_text(path, what))
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f'{path}: not valid JSON ({error}); expected {what}: export it again') from None


def read_xml(path: Path, what: str) -> ElementTree.Element:
    """Root of an XML file.

    One that declares a document type is refused before anything in it is expanded, whatever its encoding.
    Errors:
        FileNotFoundError: no such file. ValueError: no XML, or one with a document type.
    """
    if not path.is_file():
        raise FileNotFoundError(f'{path}: no such file; expected {what}')
    data = path.read_bytes()
    try:
        _refuse_document_type(data, path)
        return ElementTree.fromstring(data)  # nosec B314 - no document type, so nothing expands
    except (expat.ExpatError, ElementTree.ParseError, LookupError) as error:
        raise ValueError(f'{path}: not valid XML ({error}); expected {what}: export it again') from None


def _refuse_document_type(data: bytes, path: Path) -> None:
    def refuse(*_: Any) -> None:
        raise ValueError(
            f'{path}: declares a document type (DOCTYPE), which no annotation needs and which may define entities '
            'without end; export it again, or take the declaration out if you trust the file'
        )

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.Parse(data, True)


def base_name(path: str) -> str:
    """The file name at the end of a path of any system. Example: 'C:\\\\x\\\\a.png' and 'x/a.png' -> 'a.png'"""
    return path.replace('\\', '/').rstrip('/').rpartition('/')[2]
