"""Values put into the text of a config as data: nothing that a path holds becomes syntax."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator

__all__ = ['fill_markup', 'fill_python', 'keep_braces']

Finder = Callable[[re.Match], 'str | None']
"""The value of a placeholder; None where the text of its default stands for it."""

_PLACEHOLDER_BRACE = re.compile(r'\{(?=\{\s*(?:file(?:Dirname|Basename|BasenameNoExtension|Extname)\s*\}|_base_\.|'
                                r'[\'"]?\s*\$\w+\s*:))')  # fmt: skip
_HARMLESS = re.compile(r'[\w./+-]+')


def keep_braces(code: str) -> str:
    """Python code in which no string looks like a placeholder of MMEngine, so that it is read as it was written."""
    return _PLACEHOLDER_BRACE.sub(r'\\x7b', code)


def fill_python(code: str, pattern: re.Pattern, find: Finder) -> str:
    """The code with each placeholder replaced; lines keep their numbers.

    Inside a string the value becomes text of it, whatever its quotes; elsewhere it is the number or other literal that
    it spells, else a string.

    Args:
        pattern: of the placeholders; the last group is the default. find: gives the value of one.
    Errors:
        SyntaxError: the code is none.
    """
    values: dict[str, str] = {}

    def take(match: re.Match) -> str:
        value = find(match)
        if value is None:
            return match[match.re.groups]
        token = f'_filled_{len(values)}_'
        while token in code:
            token += '_'
        values[token] = value
        return token

    marked = pattern.sub(take, code)
    return _fill_marked(marked, values) if values else marked


def _fill_marked(code: str, values: dict[str, str]) -> str:
    lines = code.encode().splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    data = b''.join(lines)
    for node in sorted(_marked_nodes(ast.parse(code), values), key=lambda node: (node.lineno, node.col_offset))[::-1]:
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[node.end_lineno - 1] + node.end_col_offset
        filled = _filled(node, values).encode()
        breaks = b'\n' * (node.end_lineno - node.lineno)
        data = data[:begin] + (b'(' + filled + breaks + b')' if breaks else filled) + data[end:]
    # What is left stands in comments and names.
    rest = re.compile('|'.join(map(re.escape, values)))
    return rest.sub(lambda found: values[found[0]] if values[found[0]].isidentifier() else found[0], data.decode())


def _marked_nodes(node: ast.AST, values: dict[str, str]) -> Iterator[ast.expr]:
    """The outermost strings and the names in which a token stands."""
    text = ast.unparse(node) if isinstance(node, ast.JoinedStr) else None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.Name):
        text = node.id if node.id in values else ''
    if text is None:
        for child in ast.iter_child_nodes(node):
            yield from _marked_nodes(child, values)
    elif any(token in text for token in values):
        yield node


def _filled(node: ast.expr, values: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return keep_braces(_as_literal(values[node.id], repr))
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            part.value = _replace_tokens(part.value, values)
        elif isinstance(part, ast.Name) and part.id in values:
            part.id = _as_literal(values[part.id], repr)
    return keep_braces(ast.unparse(_as_parts(node) if isinstance(node, ast.JoinedStr) else node))


def _as_parts(node: ast.JoinedStr) -> ast.expr:
    """An f-string as ``''.join((...))``: in its own text a brace can't be escaped."""
    parts = [part if isinstance(part, ast.Constant) else ast.JoinedStr([part]) for part in node.values]
    join = ast.Attribute(ast.Constant(''), 'join', ast.Load())
    return ast.Call(join, [ast.Tuple(parts, ast.Load())], [])


def _replace_tokens(text: str, values: dict[str, str]) -> str:
    for token, value in values.items():
        text = text.replace(token, value)
    return text


def _as_literal(value: str, quote: Callable[[str], str]) -> str:
    """The value as it is where it spells a literal, quoted where not."""
    try:
        ast.literal_eval(value)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return quote(value)
    return value.strip()


def fill_markup(text: str, pattern: re.Pattern, find: Finder) -> str:
    """JSON or YAML with each placeholder replaced: escaped within quotes, elsewhere quoted where need be."""

    def take(match: re.Match) -> str:
        value = find(match)
        if value is None:
            return match[match.re.groups]
        quote = _open_quote(text[text.rfind('\n', 0, match.start()) + 1 : match.start()])
        if quote == '"':
            return _quote(value)[1:-1]
        if quote == "'":
            return value.replace("'", "''")
        return value if _HARMLESS.fullmatch(value) and text.lstrip()[:1] != '{' else _as_literal(value, _quote)

    return pattern.sub(take, text)


def _quote(value: str) -> str:
    """As a string of JSON, which is one of YAML too, and without placeholders."""
    return _PLACEHOLDER_BRACE.sub(r'\\u007b', json.dumps(value))


def _open_quote(line: str) -> str:
    """The quote within which a line ends; '' outside of quotes."""
    quote = ''
    for mark in re.findall(r'\\.|["\']', line):
        if mark in ('"', "'"):
            quote = mark if not quote else '' if mark == quote else quote
    return quote
