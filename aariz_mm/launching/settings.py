"""The text of settings on a command line, ``KEY=VALUE``, and what it means.

A value is read as MMEngine reads it: ``1``, ``0.5``, ``1e-3``, ``True``, ``None``; ``[1,2]``, ``(1,2)`` and ``1,2`` are
lists, which may hold lists; all else is text. Unlike there, blanks are kept, text in quotes is text, and so is what is
no usual way to write a number, as ``007`` and ``1_000``. What replaces a text stays text, and ids are always text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ['Settings', 'get_setting', 'parse_options', 'read_value']

_OF_IDS = ('exclude', 'ids')
_NOT_ONLY_TEXT = ('landmarks', 'loss_scale', 'pixel_size', 'save_best', 'trackers', 'with_cvm')
"""Settings that are a text in some configs and a number, a switch or a list in others."""
_PAIRS = {'[': ']', '(': ')'}


class Settings(dict):
    """Settings to replace, dotted key -> value as it is without a config; ``texts`` has what was typed for each."""

    def __init__(self, texts: Mapping[str, str]):
        self.texts = dict(texts)
        super().__init__({key: read_value(text, key) for key, text in texts.items()})


def get_setting(config: Mapping, key: str) -> Any:
    """The value of a dotted key of a config; None where it or what is above it is not there."""
    node: Any = config
    for name in key.split('.'):
        node = node.get(name) if hasattr(node, 'get') else None  # a Config is no Mapping
    return node


def parse_options(texts: Sequence[str]) -> Settings:
    """Settings of a command line, ``K=V`` each.

    Errors:
        ValueError: a text without ``=``, an empty part of a key, or brackets that do not match.
    Example: ``['train_cfg.max_epochs=2', 'fit=[8,9]']`` -> ``{'train_cfg.max_epochs': 2, 'fit': [8, 9]}``
    """
    found = {}
    for text in texts:
        key, separator, value = text.partition('=')
        if not separator or not all(part.strip() for part in key.split('.')):
            raise ValueError(f'--cfg-options {text!r}: expected KEY=VALUE, as in train_cfg.max_epochs=2')
        try:
            read_value(value, key)
        except ValueError as error:
            raise ValueError(f'--cfg-options {text!r}: {error}; put a text with brackets into quotes') from error
        found[key.strip()] = value
    return Settings(found)


def read_value(text: str, key: str = '', old: Any = None) -> Any:
    """The value of a setting.

    Args:
        text: what stands after ``=``. key: dotted; ids are known by its last part.
        old: value that is replaced; where it is a text, or a list of texts, so is the new one.
    Errors:
        ValueError: brackets that do not match.
    """
    name = key.rpartition('.')[2].strip()
    if text == 'None':
        return None
    if isinstance(old, str) and name not in _NOT_ONLY_TEXT:
        return _read(text, True) if _is_list(text) else _unquote(text)
    texts = isinstance(old, list | tuple) and len(old) > 0 and all(isinstance(item, str) for item in old)
    return _read(text, texts or name in _OF_IDS)


def _read(text: str, as_text: bool, in_a_list: bool = False) -> Any:
    bare = text.strip()
    inside = _unquote(bare)
    if inside != bare and (in_a_list or not _is_list(inside)):
        return inside
    if _is_list(inside):  # in quotes, too: shells that know one kind of quotes leave the others
        items = [_read(item, as_text, True) for item in _split(inside[1:-1])]
        return tuple(items) if inside[0] == '(' else items
    items = list(_split(bare)) if ',' in bare or bare[:1] in _PAIRS else [bare]
    if len(items) > 1 or bare.endswith(','):
        return [_read(item, as_text, True) for item in items]
    return text if as_text else _scalar(text)


def _scalar(text: str) -> Any:
    bare = text.strip()
    if bare.lower() in ('true', 'false') or bare == 'None':
        return {'t': True, 'f': False, 'n': None}[bare[0].lower()]
    usual = bare.isascii() and '_' not in bare and not re.match(r'[+-]?0\d', bare)
    try:
        number = float(bare) if usual else None
    except ValueError:
        number = None
    if number is None:
        return text
    return int(bare) if re.fullmatch(r'[+-]?\d+', bare) else number


def _unquote(text: str) -> str:
    """The text without the quotes about all of it."""
    quoted = len(text) > 1 and text[0] in '\'"' and text[0] == text[-1] and text[0] not in text[1:-1]
    return text[1:-1] if quoted else text


def _is_list(text: str) -> bool:
    """Whether the bracket that opens the text is closed at its end.

    Errors:
        ValueError: it opens with a bracket, and its brackets do not match.
    """
    return text[:1] in _PAIRS and _closing(text) == len(text) - 1


def _closing(text: str) -> int:
    for index, _, depth in _scan(text):
        if depth == 0:
            return index
    return -1


def _split(text: str) -> Iterator[str]:
    """Parts between commas outside of brackets and quotes, without blanks about them; a last comma ends the last."""
    begin = 0
    for index, mark, depth in _scan(text):
        if mark == ',' and depth == 0:
            yield text[begin:index].strip()
            begin = index + 1
    if text[begin:].strip():
        yield text[begin:].strip()


def _scan(text: str) -> Iterator[tuple[int, str, int]]:
    """Place, character and depth of brackets after it, outside of quotes; these open at the beginning of a part."""
    opened: list[str] = []
    quote, fresh = '', True
    for index, mark in enumerate(text):
        if quote:
            quote = '' if mark == quote else quote
            continue
        if fresh and mark in '\'"' and mark in text[index + 1 :]:
            quote = mark
            continue
        if mark in _PAIRS:
            opened.append(_PAIRS[mark])
        elif mark in _PAIRS.values() and (not opened or opened.pop() != mark):
            raise ValueError(f'brackets that do not match in {text}')
        fresh = mark in ',[(' or (fresh and mark == ' ')
        yield index, mark, len(opened)
    if opened:
        raise ValueError(f'brackets that do not match in {text}')
