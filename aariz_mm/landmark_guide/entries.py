"""The table of the guide: an entry for each landmark, in the official order."""

from __future__ import annotations

from dataclasses import dataclass

from aariz_mm.landmarks import LANDMARKS

from .cranium import CRANIUM_TEXTS
from .jaws import JAW_TEXTS
from .soft_tissue import SOFT_TISSUE_TEXTS
from .teeth import TOOTH_TEXTS

__all__ = ['LANDMARK_GUIDE', 'GuideEntry', 'guide_entry']

_TEXTS = CRANIUM_TEXTS | JAW_TEXTS | TOOTH_TEXTS | SOFT_TISSUE_TEXTS


@dataclass(frozen=True)
class GuideEntry:
    """One landmark of the guide, for a reader who places it.

    ``title`` and ``definition`` are those of :mod:`aariz_mm.landmarks`, ``title_ko`` and ``definition_ko`` the same in
    Korean. ``how`` says how to find it on the film and what misleads. ``confused_with`` are the symbols of landmarks
    that are taken for it.
    """

    symbol: str
    title: str
    title_ko: str
    definition: str
    definition_ko: str
    how: str
    how_ko: str
    confused_with: tuple[str, ...]


LANDMARK_GUIDE: dict[str, GuideEntry] = {
    landmark.symbol: GuideEntry(
        symbol=landmark.symbol,
        title=landmark.title,
        definition=landmark.definition,
        **_TEXTS[landmark.symbol]._asdict(),
    )
    for landmark in LANDMARKS
}
"""Symbol -> entry, all 29 in the official order."""


def guide_entry(symbol: str) -> GuideEntry:
    """The entry of a landmark.

    Errors:
        ValueError: no such landmark.
    Example: ``guide_entry('Go').title_ko`` -> '고니온(하악각점)'
    """
    if symbol not in LANDMARK_GUIDE:
        raise ValueError(
            f'landmark {symbol!r}: expected one of {", ".join(LANDMARK_GUIDE)}; case counts, and two soft-tissue '
            'points end in a backtick (N`, Pog`)'
        )
    return LANDMARK_GUIDE[symbol]
