"""Where the pictures of the guide lie: one of each landmark, drawn from the phantom."""

from __future__ import annotations

from pathlib import Path

from aariz_mm.landmarks import SYMBOLS

from .entries import guide_entry

__all__ = ['PICTURE_FOLDER', 'picture_name', 'picture_path']

PICTURE_FOLDER = Path(__file__).parent / 'pictures'


def picture_name(symbol: str) -> str:
    """File name of a landmark's picture: its number in the official order, and its symbol in letters.

    Errors:
        ValueError: no such landmark.
    Example: 'Pog`' -> '28_Pog_soft.jpg'
    """
    guide_entry(symbol)
    # A backtick means something to a shell, and in a URL it is percent-encoded.
    return f'{SYMBOLS.index(symbol) + 1:02d}_{symbol.replace("`", "_soft")}.jpg'


def picture_path(symbol: str) -> Path:
    """Path of a landmark's picture, 480 x 360 pixels.

    Errors:
        ValueError: no such landmark.
    """
    return PICTURE_FOLDER / picture_name(symbol)
