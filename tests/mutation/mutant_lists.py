"""Mutants of a source as places and replacements, those that count, and a sample. The standard library alone."""

from __future__ import annotations

import ast
import io
import random
import re
import tokenize
from dataclasses import dataclass

__all__ = ['Mutant', 'apply', 'counts', 'difference', 'draw', 'quiet_spans']

_GENERIC = {'dict', 'list', 'tuple', 'set', 'Callable', 'Iterable', 'Mapping', 'Sequence'}
_NO_CODE = {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}


@dataclass(frozen=True)
class Mutant:
    """``source[start:end]`` replaced; ``operator`` is the tool's name of the change."""

    operator: str
    start: int
    end: int
    replacement: str


def apply(source: str, mutant: Mutant) -> str:
    """The mutated source."""
    return source[: mutant.start] + mutant.replacement + source[mutant.end :]


def difference(before: str, after: str) -> tuple[int, int, str]:
    """Where two texts differ, by whole tokens: start and end in the first, and what stands there in the second.

    Example: 'f(a, b)', 'f(b)' -> (2, 5, '')
    """
    first, second = _tokens(before), _tokens(after)
    shorter = min(len(first), len(second))
    head = next((place for place in range(shorter) if first[place][0] != second[place][0]), shorter)
    tail = next(
        (place for place in range(shorter - head) if first[-1 - place][0] != second[-1 - place][0]), shorter - head
    )
    return *_span(first, head, len(first) - tail), after[slice(*_span(second, head, len(second) - tail))]


def quiet_spans(source: str) -> list[tuple[int, int]]:
    """Places (start, end) of what is no behaviour: docstrings and other texts with a blank in them, messages of errors,
    annotations and names of types, decorators, ``__all__``, and ``strict`` of zip, an assertion of ours.
    """
    offsets = _line_offsets(source)
    lines = source.splitlines(keepends=True)

    def span(node):
        ends = ((node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset))
        return tuple(offsets[line - 1] + len(lines[line - 1].encode()[:column].decode()) for line, column in ends)

    return [span(node) for node in _quiet_nodes(ast.parse(source))]


def counts(source: str, mutant: Mutant, quiet: list[tuple[int, int]]) -> bool:
    """Whether a mutant may be asked for: it changes a behaviour, and the source with it is one that Python compiles."""
    removed = source[mutant.start : mutant.end]
    bare = re.sub(r'^[\s,]*(\w+\s*=(?!=))?\s*', '', removed).rstrip(', \n')
    start = mutant.start + removed.find(bare)
    if any(first <= start and start + len(bare) <= last for first, last in quiet):
        return False
    try:
        compile(apply(source, mutant), 'mutant', 'exec')
    except SyntaxError:
        return False
    return True


def draw(mutants: list, most: int, seed: object) -> list:
    """At most so many of them, in their order; the same ones for the same seed."""
    if len(mutants) <= most:
        return list(mutants)
    chosen = random.Random(f'{seed}').sample(range(len(mutants)), most)
    return [mutants[place] for place in sorted(chosen)]


def _quiet_nodes(tree: ast.AST):
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Raise)
            or _is_text(node)
            or _is_listing(node)
            or _is_type_name(node)
            or _is_strict(node)
        ):
            yield node
        yield from getattr(node, 'decorator_list', ())
        yield from (part for part in (getattr(node, 'annotation', None), getattr(node, 'returns', None)) if part)


def _is_text(node: ast.AST) -> bool:
    """A docstring, or a string with a blank in it; a word may be a key."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(re.search(r'\s', node.value))


def _is_listing(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == '__all__'


def _is_type_name(node: ast.AST) -> bool:
    """Whether a name is given to a type with parameters, as ``Mapping[str, float]``."""
    value = node.value if isinstance(node, ast.Assign) else None
    return isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name) and value.value.id in _GENERIC


def _is_strict(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and node.arg == 'strict'


_QUIET = (_is_text, _is_listing, _is_type_name, _is_strict)


def _line_offsets(text: str) -> list[int]:
    offsets = [0]
    for line in text.splitlines(keepends=True):
        offsets.append(offsets[-1] + len(line))
    return offsets


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Tokens with their places; the whole text as one where it cannot be parted."""
    offsets = _line_offsets(text)
    try:
        found = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, IndentationError, SyntaxError):
        return [(text, 0, len(text))]
    return [(one.string, offsets[one.start[0] - 1] + one.start[1], offsets[one.end[0] - 1] + one.end[1])
            for one in found if one.type not in _NO_CODE]  # fmt: skip


def _span(tokens: list[tuple[str, int, int]], first: int, last: int) -> tuple[int, int]:
    if first < last:
        return tokens[first][1], tokens[last - 1][2]
    place = tokens[first][1] if first < len(tokens) else tokens[-1][2] if tokens else 0
    return place, place
