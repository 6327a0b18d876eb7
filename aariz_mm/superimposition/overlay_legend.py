"""The legend of an overlay: what it is laid on, the pen of each timepoint, and what the arrows mean."""

from __future__ import annotations

from collections.abc import Iterator

from aariz_mm.tracing.themes import Pen
from aariz_mm.visualization.text import shorten, text_size

from .growth_marks import LARGEST_MM
from .korean import speaker
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


def legend_lines(
    found: Superimposition, quality: str = '', too_large: int = 0, language: str = 'en'
) -> list[tuple[str, Pen | None]]:
    """Lines of the legend with the pen of each timepoint.

    Args:
        quality: a sentence on the registration. too_large: ellipses that are not drawn. language: of
            :data:`~aariz_mm.superimposition.korean.LANGUAGES`.
    """
    say = speaker(language)
    head = say('On {name}').format(name=say(found.reference.name))
    lines = [(' · '.join(filter(None, [head, say(quality)])), None)]
    for index, one in enumerate(found.timepoints):
        parts = [one.label]
        if one.age_years is not None:
            parts.append(say('{age} years').format(age=f'{one.age_years:.1f}'))
        parts += [say('CVM stage {stage}').format(stage=one.stage)] * (one.stage is not None)
        parts += [say('life-size' if one.magnification else 'mm of the film')]
        lines.append((' · '.join(parts), PENS[index % len(PENS)]))
    arrows = say('Arrows: change, with the ellipse of {level} % where its doubt is known.')
    lines.append((arrows.format(level=f'{100 * found.level:.4g}'), None))
    if too_large:
        left_out = say('Ellipses left out, for the doubt reaches over {limit} mm: {count}.')
        lines.append((left_out.format(limit=f'{LARGEST_MM:.0f}', count=too_large), None))
    return [*lines, (say('Not for diagnosis.'), None)]


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
