"""What the guide says about a landmark beside its English title and definition."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ['GuideText']


class GuideText(NamedTuple):
    """The rows of the tables of texts; fields as of :class:`aariz_mm.landmark_guide.entries.GuideEntry`."""

    title_ko: str
    definition_ko: str
    how: str
    how_ko: str
    confused_with: tuple[str, ...]
