"""A report before it is a file: sections of plain data, from which every writer makes its format.

All texts are plain, in the report's language; writers escape them and compute nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .bars import Bar

__all__ = ['Block', 'Facts', 'Grid', 'PatientReport', 'Picture', 'Section', 'Shares', 'Text']


@dataclass(frozen=True)
class Text:
    """A paragraph; ``kind`` is 'plain', 'note' (small) or 'warning' (prominent)."""

    text: str
    kind: str = 'plain'


@dataclass(frozen=True)
class Facts:
    """Names and what there is to say of each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table. ``bars`` has one bar, or None, for each row, drawn in the column ``bar_column``, whose cells are ''.

    ``numbers`` are the columns of numbers. ``data`` are further columns for spreadsheets alone, a row for each row.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()
    bold_rows: tuple[int, ...] = ()
    bar_column: int | None = None
    bars: tuple[Bar | None, ...] = ()
    data_header: tuple[str, ...] = ()
    data: tuple[tuple[float | str | None, ...], ...] = ()


@dataclass(frozen=True)
class Picture:
    """A PNG or JPEG of ``size`` (w, h) px."""

    data: bytes
    size: tuple[int, int]
    alt: str
    caption: str = ''


@dataclass(frozen=True)
class Shares:
    """Probabilities of classes, in order; ``best`` is the index of the one that was read."""

    title: str
    labels: tuple[str, ...]
    shares: tuple[float, ...]
    best: int


Block = Text | Facts | Grid | Picture | Shares


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; ``place`` is 'side' beside the picture of one page, 'main' elsewhere."""

    title: str
    blocks: tuple[Block, ...]
    place: str = 'main'


@dataclass(frozen=True)
class PatientReport:
    """The whole report. ``facts`` stand in its head; ``warnings`` and ``caution`` are repeated where they are seen."""

    title: str
    name: str
    language: str
    clinic: str
    clinic_lines: tuple[str, ...]
    logo: Picture | None
    facts: Facts
    warnings: tuple[str, ...]
    caution: str
    page_text: str
    picture: Picture | None
    sections: tuple[Section, ...]
    one_page: bool
    date: str

    def grids(self) -> Iterator[Grid]:
        """Every table in order."""
        for section in self.sections:
            yield from (block for block in section.blocks if isinstance(block, Grid))
