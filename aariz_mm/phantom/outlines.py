"""The outlines that a phantom was painted by: where its structures run, for pictures, tracings and tests."""

from __future__ import annotations

import numpy as np

from .anatomy import PIECES, SKIN
from .devices import Device
from .draw import mean_outline, sample_head
from .teeth import place_teeth

__all__ = ['TOOTH_NAMES', 'outline_phantom']

_CHEEK_TEETH = ('second molar', 'first molar', 'second premolar', 'first premolar', 'canine')
TOOTH_NAMES = (
    'upper incisor',
    'lower incisor',
    *(f'{jaw} {tooth}' for jaw in ('upper', 'lower') for tooth in _CHEEK_TEETH),
)
"""Names of the teeth, in the order of ``place_teeth`` of the phantom."""


def outline_phantom(
    seed: int | np.random.SeedSequence,
    size: tuple[int, int] = (900, 1100),
    stage: int | None = None,
    device: Device | None = None,
) -> dict[str, np.ndarray]:
    """Outlines of the head that :func:`aariz_mm.phantom.draw.draw_phantom` draws for the same arguments.

    Returns:
        Name of the structure -> (n, 2) px; 'skin', the rows of the table of the anatomy, the teeth. The other side of
        a paired structure is named with ', other side' behind it. An outline of a body ends where it begins.
    Errors:
        ValueError: as for ``draw_phantom``.
    """
    head = sample_head(seed, size, stage, device)
    found = {'skin': head.warped_to_px(_closed(mean_outline(SKIN, closed=True)))}
    for piece in PIECES:
        outline = mean_outline(piece.points, piece.closed)
        outline = _closed(outline) if piece.closed else outline
        found[piece.name] = head.warped_to_px(outline)
        if piece.twin:
            found[f'{piece.name}, other side'] = head.warped_to_px(outline + head.twin_shift_mm)
    incisors, cheek_teeth = place_teeth(head.shape_mm)
    teeth = (head.to_px(_closed(tooth.outline)) for tooth in incisors + cheek_teeth)
    return found | dict(zip(TOOTH_NAMES, teeth, strict=True))


def _closed(outline: np.ndarray) -> np.ndarray:
    return np.vstack([outline, outline[:1]])
