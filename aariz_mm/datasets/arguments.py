"""Arguments of the dataset, checked before anything is read."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from aariz_mm.annotations.truth import LandmarkSwap

__all__ = ['as_ids', 'check_choice', 'check_fraction', 'check_pixel_size', 'check_swaps']


def check_choice(name: str, value: Any, choices: tuple) -> None:
    """Check that an argument is one of its choices; a ValueError that names them where it is not."""
    if value not in choices:
        raise ValueError(f'{name}={value!r} is unknown; use one of {list(choices)}')


def check_swaps(swaps: Sequence[LandmarkSwap], policies: tuple[str, ...]) -> None:
    """Check that swaps say whose labels they are of where the truth has several readers; else a ValueError."""
    if len(policies) > 1 and any(swap.reader is None for swap in swaps):
        raise ValueError(
            f"swapped: {list(policies)} have several readers; say whose labels are swapped: reader='FOLDER'"
        )


def check_pixel_size(pixel_size: str | float) -> None:
    """Check that ``pixel_size`` is 'released', 'sn70' or positive mm per pixel; else a ValueError."""
    is_number = isinstance(pixel_size, int | float) and not isinstance(pixel_size, bool)
    if pixel_size not in ('released', 'sn70') and not (is_number and 0 < pixel_size < math.inf):
        raise ValueError(f"pixel_size={pixel_size!r}: expected 'released', 'sn70' or a positive number of mm per pixel")


def check_fraction(valid_fraction: float) -> None:
    """Check that ``valid_fraction`` is a share between 0 and 1; else a ValueError."""
    if not 0 < valid_fraction < 1:
        raise ValueError(f'valid_fraction={valid_fraction!r}: expected a share between 0 and 1')


def as_ids(exclude: Iterable[str]) -> frozenset[str]:
    """Ids to leave out; a ValueError for one text, of which each letter would be an id."""
    if isinstance(exclude, str):
        raise ValueError(f'exclude={exclude!r}: expected a list of ids, got one string; write [{exclude!r}]')
    return frozenset(exclude)
