"""Docstrings of the package as Griffe and Markdown read them: sections apart, errors as a list, roles as links."""

from __future__ import annotations

import re

__all__ = ['as_markdown']

_ROLE = re.compile(r':(?:attr|class|data|exc|func|meth|mod):`~?\.?([\w.]+)`')
_SECTION = re.compile(r'^(?:Args|Returns|Yields|Errors|Example|Examples):')


def as_markdown(text: str) -> str:
    """A docstring without indentation, as Griffe keeps it, for its parser of Google's style.

    A section gets the blank line above it that the parser asks for. ``Errors``, which it does not know, becomes a list,
    and what stands behind ``Example:`` a paragraph. A role becomes code, with a link where it has a full name.
    Example: ':func:`aariz_mm.analysis.measure`' -> '[`measure`][aariz_mm.analysis.measure]'
    """
    lines: list[str] = []
    in_errors = False
    for line in text.split('\n'):
        if _SECTION.match(line):
            in_errors = line == 'Errors:'
            lines += ['', *_heading(line)]
        else:
            in_errors = in_errors and (not line or line.startswith(' '))
            lines.append(_item(line) if in_errors else line)
    return _ROLE.sub(_link, '\n'.join(lines))


def _heading(line: str) -> list[str]:
    name, _, rest = line.partition(':')
    if name == 'Errors' or (rest and name == 'Example'):
        return [f'**{name}:**{rest}', *([] if rest else [''])]
    return [line]


def _item(line: str) -> str:
    """A line of the section of errors: four blanks open an item, more go on with it."""
    return f'- {line[4:]}' if re.match(r' {4}\S', line) else line[2:]


def _link(role: re.Match) -> str:
    name = role[1]
    if not name.startswith('aariz_mm.'):
        return f'`{name}`'
    return f'[`{name.rpartition(".")[2]}`][{name}]'
