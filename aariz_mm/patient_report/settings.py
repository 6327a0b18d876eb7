"""The settings of a clinic: its name, lines below it and a logo, from a TOML or JSON file that is checked."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from aariz_mm.files import load_json

from .document import Picture

__all__ = ['ClinicSettings', 'load_settings']

_KEYS = ('name', 'lines', 'logo')
_CURE = f'expected a table "clinic" with {", ".join(_KEYS)}, see docs/guide/report.md'
_LONGEST, _MOST_LINES = 80, 4
_MOST_BYTES, _LEAST_PX, _MOST_PX = 2_000_000, 16, 4000


@dataclass(frozen=True)
class ClinicSettings:
    """What stands at the head of a report; all may be empty."""

    name: str = ''
    lines: tuple[str, ...] = ()
    logo: Picture | None = None


def load_settings(path: str | Path) -> ClinicSettings:
    """The settings in a file; the logo lies beside it, or where its path says.

    Errors:
        FileNotFoundError: the file or the logo is not there.
        ValueError: no TOML or JSON, a key that is unknown, a text that is none or too long, or a logo that is no PNG or
            JPEG of at most 2 MB and 4000 px.
    """
    path = Path(path)
    told = _read(path)
    clinic = told.get('clinic') if isinstance(told, dict) else None
    if not isinstance(clinic, dict) or set(told) != {'clinic'}:
        raise ValueError(f'{path}: {_CURE}')
    unknown = [key for key in clinic if key not in _KEYS]
    if unknown:
        raise ValueError(f'{path}: unknown key {", ".join(unknown)}; {_CURE}')
    lines = clinic.get('lines', [])
    if not isinstance(lines, list) or len(lines) > _MOST_LINES:
        raise ValueError(f'{path}: lines: expected a list of at most {_MOST_LINES} texts')
    name = _text(clinic.get('name', ''), 'name', path)
    logo = clinic.get('logo')
    return ClinicSettings(
        name,
        tuple(_text(one, 'lines', path) for one in lines),
        None if logo is None else _logo(path.parent / _text(logo, 'logo', path, 1000), name),
    )


def _read(path: Path) -> Any:
    if path.suffix.lower() == '.json':
        return load_json(path, _CURE)
    if path.suffix.lower() != '.toml':
        raise ValueError(f'{path}: expected a .toml or .json file; {_CURE}')
    if not path.is_file():
        raise FileNotFoundError(f'{path}: no such file; {_CURE}')
    try:
        return _toml().loads(path.read_text(encoding='utf-8-sig'))
    except ImportError as error:
        raise ValueError(f'{path}: TOML takes Python 3.11, or pip install tomli; write the same as .json') from error
    except UnicodeDecodeError as error:
        raise ValueError(f'{path}: no UTF-8 text; save it as UTF-8') from error
    except ValueError as error:
        raise ValueError(f'{path}: no TOML ({error}); {_CURE}') from error


def _toml() -> ModuleType:
    """The library that reads TOML: Python's own, or the one that it was made from."""
    try:
        return import_module('tomllib')
    except ImportError:
        return import_module('tomli')


def _text(value: Any, key: str, path: Path, longest: int = _LONGEST) -> str:
    if not isinstance(value, str) or len(value) > longest or not value.isprintable():
        raise ValueError(
            f'{path}: {key}: expected a text of one line with at most {longest} letters, got {value!r:.60}'
        )
    return value.strip()


def _is_size(size: tuple[int, int]) -> bool:
    return all(_LEAST_PX <= side <= _MOST_PX for side in size)


def _logo(path: Path, name: str) -> Picture:
    from PIL import Image

    if not path.is_file():
        raise FileNotFoundError(f'{path}: no such logo; mend "logo" in the settings, whose folder it is looked for in')
    if path.stat().st_size > _MOST_BYTES:
        raise ValueError(f'{path}: {path.stat().st_size} bytes, expected at most {_MOST_BYTES}; make the logo smaller')
    try:
        with warnings.catch_warnings():
            warnings.simplefilter('ignore', Image.DecompressionBombWarning)  # its size is checked before it is decoded
            with Image.open(path, formats=('PNG', 'JPEG')) as image:
                size = image.size
                image = image.convert('RGBA') if _is_size(size) else None
    except Image.UnidentifiedImageError as error:
        what = 'an SVG file' if b'<svg' in path.read_bytes()[:4000].lower() else 'no PNG or JPEG file'
        raise ValueError(f'{path}: {what}, expected a logo as PNG or JPEG; save it as PNG') from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError(f'{path}: no logo that can be read ({error}); save it as PNG or JPEG') from error
    if image is None:
        raise ValueError(
            f'{path}: a logo of {size[0]} x {size[1]} px, expected {_LEAST_PX} to {_MOST_PX} each way; make it '
            f'{"smaller" if max(size) > _MOST_PX else "larger"}'
        )
    white = Image.new('RGBA', image.size, 'white')
    white.alpha_composite(image)
    buffer = io.BytesIO()
    white.convert('RGB').save(buffer, 'PNG')
    return Picture(buffer.getvalue(), image.size, name or path.stem)
