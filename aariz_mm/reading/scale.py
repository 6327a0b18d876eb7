"""The pixel size of a radiograph from its ruler, or checked by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from aariz_mm.radiographs.radiograph import Radiograph
from aariz_mm.radiographs.ruler import Ruler, check_mark_mm, scale_from_ruler, search_ruler

__all__ = ['CONTRADICTION', 'apply_ruler', 'describe_source', 'give_pixel_size']

CONTRADICTION = 0.03
"""Share by which a known pixel size may differ from the ruler's."""


def apply_ruler(
    opened: Radiograph, mark_mm: float, points_px: np.ndarray | None = None, symbols: Sequence[str] | None = None
) -> Radiograph:
    """A radiograph with the pixel size of its ruler; one that is known already is kept and checked.

    Args:
        mark_mm: true distance of neighbouring marks. points_px, symbols: landmarks, as
            :func:`~aariz_mm.radiographs.ruler.search_ruler` takes them.
    Returns:
        The radiograph, with a note where no ruler is found or where it contradicts the known pixel size.
    Errors:
        ValueError: ``mark_mm`` is no positive number.
    """
    check_mark_mm(mark_mm, 'mark_mm')
    search = search_ruler(opened.grey, points_px, symbols)
    if search.ruler is None:
        outcome = '' if opened.pixel_size_mm else ', so no pixel size'
        return _note(opened, f'no ruler found{outcome}: {search.reason}')
    size, _ = scale_from_ruler(search.ruler, mark_mm)
    source = describe_source(search.ruler, mark_mm)
    known = opened.pixel_size_mm
    if known is None:
        # The ruler hangs before the nose, in the middle plane of the head, and is magnified as that is.
        return replace(opened, pixel_size_mm=size, pixel_size_source=source, magnification=1.0)
    if abs(size / known - 1) <= CONTRADICTION:
        return replace(opened, magnification=1.0)
    return _note(
        opened,
        f'{known:.4g} mm per pixel ({opened.pixel_size_source or "known"}) and {size:.4g} by the {source} differ by '
        f'{100 * abs(size / known - 1):.0f} %: one of them is wrong, or the marks are not {mark_mm:g} mm apart',
    )


def give_pixel_size(opened: Radiograph, pixel_size_mm: float) -> Radiograph:
    """A radiograph with a pixel size that the user gives, and a note where its file states another one."""
    stated, source = opened.pixel_size_mm, opened.pixel_size_source
    opened = replace(opened, pixel_size_mm=pixel_size_mm, pixel_size_source='given', magnification=None)
    if stated is None or abs(pixel_size_mm / stated - 1) <= CONTRADICTION:
        return opened
    return _note(
        opened,
        f'{pixel_size_mm:.4g} mm per pixel was given, but the file states {stated:.4g} ({source}), which differs by '
        f'{100 * abs(pixel_size_mm / stated - 1):.0f} %: every mm follows the one that was given',
    )


def describe_source(ruler: Ruler, mark_mm: float) -> str:
    """Where a pixel size comes from.

    Example: 'ruler, 10 mm a mark, 23 marks, ± 0.4 %'
    """
    return f'ruler, {mark_mm:g} mm a mark, {ruler.marks} marks, ± {100 * ruler.uncertainty:.1f} %'


def _note(opened: Radiograph, note: str) -> Radiograph:
    return replace(opened, notes=(*opened.notes, note))
