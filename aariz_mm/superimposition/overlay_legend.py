"""The legend of an overlay: what it is laid on, the pen of each timepoint, and what the arrows mean."""

from __future__ import annotations

from collections.abc import Iterator

from aariz_mm.tracing.themes import Pen
from aariz_mm.visualization.text import shorten, text_size

from .growth_marks import LARGEST_MM
from .superimposing import Superimposition

__all__ = ['PENS', 'legend_lines', 'text_width_mm', 'wrap_text']

PENS = (
    Pen((0, 0, 0), 0.45),
    Pen((0, 70, 200), 0.45, (3.0, 1.2)),
    Pen((200, 20, 30), 0.45, (0.9, 1.1)),
    Pen((0, 120, 60), 0.45, (4.0, 1.0, 0.9, 1.0)),
    Pen((130, 40, 150), 0.45, (5.0, 1.0, 0.9, 1.0, 0.9, 1.0)),
)
"""Of the first timepoint, the second and so on, mm: told apart by colour and by dashes."""
_ROOM = 1.1


def legend_lines(found: Superimposition, quality: str = '', too_large: int = 0) -> list[tuple[str, Pen | None]]:
    """Lines of the legend with the pen of each timepoint.

    Args:
        quality: a sentence on the registration. too_large: ellipses that are not drawn.
    """
    lines = [(' · '.join(filter(None, [f'On {found.reference.name}', quality])), None)]
    for index, one in enumerate(found.timepoints):
        parts = [one.label]
        if one.age_years is not None:
            parts.append(f'{one.age_years:.1f} years')
        parts += [f'CVM stage {one.stage}'] * (one.stage is not None)
        parts += ['life-size' if one.magnification else 'mm of the film']
        lines.append((' · '.join(parts), PENS[index % len(PENS)]))
    level = f'{100 * found.level:.4g} %'
    lines.append((f'Arrows: change, with the ellipse of {level} where its doubt is known.', None))
    if too_large:
        count = '1 ellipse is' if too_large == 1 else f'{too_large} ellipses are'
        lines.append((f'{count} left out: the doubt reaches over {LARGEST_MM:.0f} mm.', None))
    return [*lines, ('Not for diagnosis.', None)]


def text_width_mm(text: str, size_mm: float) -> float:
    """With some room, for fonts of browsers are wider; measured large, for letters have whole pixels."""
    return _ROOM * text_size(text, 100)[0] / 100 * size_mm


def wrap_text(text: str, size_mm: float, width_mm: float) -> Iterator[str]:
    """Lines of a text that are at most so wide; a word that is wider is shortened."""
    row = ''
    for word in text.split():
        longer = f'{row} {word}' if row else word
        if row and text_width_mm(longer, size_mm) > width_mm:
            yield row
            longer = word
        row = shorten(longer, 100, 100 * width_mm / (_ROOM * size_mm))
    yield row
