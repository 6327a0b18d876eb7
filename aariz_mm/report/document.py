"""What a report consists of, before it is HTML or Markdown. Texts are plain: whoever renders them escapes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from aariz_mm.tables import Table

__all__ = ['Block', 'Figure', 'Figures', 'Paragraph', 'Report', 'Section', 'Tile', 'Tiles']


@dataclass(frozen=True)
class Paragraph:
    """A piece of text; a ``note`` says how to read what is beside it."""

    text: str
    note: bool = False


@dataclass(frozen=True)
class Tile:
    """One figure that is read first: what it is, its value, and what it has to be seen beside."""

    label: str
    value: str
    detail: str = ''


@dataclass(frozen=True)
class Tiles:
    """The figures that are read first."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True)
class Figure:
    """A PNG or JPEG picture: ``name`` is that of its file, ``size`` (w, h) is how large it is meant to be seen, px."""

    name: str
    data: bytes
    size: tuple[int, int]
    alt: str
    caption: str


@dataclass(frozen=True)
class Figures:
    """Figures side by side; ``column_px`` is how narrow one may become before they stand below each other."""

    figures: tuple[Figure, ...]
    column_px: int = 340


Block = Paragraph | Tiles | Table | Figures


@dataclass(frozen=True)
class Section:
    """A heading and its content."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A whole report: ``summary`` are the sentences below the title, ``protocol`` is the line that says of what."""

    title: str
    summary: tuple[str, ...]
    protocol: str
    sections: tuple[Section, ...]

    def figures(self) -> Iterator[Figure]:
        """All figures from first to last."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figures):
                    yield from block.figures
