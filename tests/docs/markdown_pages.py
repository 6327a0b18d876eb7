"""The pages that people read, and what stands in them as code."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
READMES = tuple(ROOT / name for name in ('README.md', 'README.ko.md'))
PAGES = (
    *READMES,
    *(ROOT / name for name in ('CONTRIBUTING.md', 'SECURITY.md')),
    *sorted((ROOT / 'docs').rglob('*.md')),
    *sorted((ROOT / 'configs').rglob('README.md')),
)
_BLOCK = re.compile(r'^( *)```(\w*)\n(.*?)^ *```$', re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, its text, and the text of the block of output right below it, None without one."""

    language: str
    text: str
    output: str | None = None

    @property
    def is_config(self):
        return self.language == 'python' and self.text.startswith('_base_')


def name_of(page):
    return page.relative_to(ROOT).as_posix()


def read(page):
    return page.read_text(encoding='utf-8')


def blocks(page):
    """The fenced blocks of a page; one of language `text` is the output of the one right above it."""
    found, end = [], -2
    for match in _BLOCK.finditer(read(page)):
        text = re.sub(rf'^{match[1]}', '', match[3], flags=re.MULTILINE)
        if match[2] == 'text' and match.start() == end + 1:
            found[-1] = Block(found[-1].language, found[-1].text, text)
        else:
            found.append(Block(match[2], text))
        end = match.end()
    return found


def shell_lines(page):
    """Lines of the blocks without a language, continued ones joined."""
    shell = [block.text for block in blocks(page) if block.language in ('', 'sh')]
    return [line for text in shell for line in text.replace('\\\n', ' ').splitlines()]


def inline_code(page):
    """What stands between single backticks, outside of blocks."""
    return re.findall(r'(?<!`)`([^`\n]+)`(?!`)', _BLOCK.sub('', read(page)))
