"""The fonts of a PDF: NanumGothic, which has Latin and Hangul and comes with koreanize-matplotlib."""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from functools import lru_cache

from aariz_mm.extras import require
from aariz_mm.visualization.text import nanum_folder

__all__ = ['BOLD', 'REGULAR', 'fit_letters', 'register_fonts']

REGULAR, BOLD = 'NanumGothic', 'NanumGothicBold'
"""Names of the two fonts, and of their files."""
_ALIKE = {'\N{MINUS SIGN}': '-', '\N{NON-BREAKING HYPHEN}': '-', '\N{NO-BREAK SPACE}': ' ', '\N{EN DASH}': '-'}


@lru_cache(maxsize=1)
def register_fonts() -> frozenset[int]:
    """Make both fonts known to reportlab, once; texts in them embed the letters that they have.

    Returns:
        Code points that both have.
    Errors:
        ImportError: reportlab or the fonts are not installed.
    """
    require('reportlab', 'koreanize_matplotlib')
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = nanum_folder()
    known = []
    for name in (REGULAR, BOLD):
        font = TTFont(name, folder / f'{name}.ttf')
        pdfmetrics.registerFont(font)
        known.append(frozenset(font.face.charToGlyph))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)
    return known[0] & known[1]


def fit_letters(text: str, known: Container[int]) -> tuple[str, set[str]]:
    """A text in letters that a font has: others by one alike, by what they are composed of, or by their number.

    Args:
        known: code points of the font.
    Returns:
        The text, and the letters that stand in it as [U+XXXX].
    Example: 'ﬁ한𝄞' in a font without the first and the last -> 'fi한[U+1D11E]', {'𝄞'}
    """
    text, lost = unicodedata.normalize('NFC', text), set()
    letters = []
    for letter in text:
        if letter in '\n\t' or unicodedata.category(letter) in ('Cc', 'Cf'):
            letters.append(' ' if letter in '\n\t' else '')
            continue
        choices = (letter, _ALIKE.get(letter, ''), unicodedata.normalize('NFKC', letter))
        found = next((one for one in choices if one and all(ord(each) in known for each in one)), None)
        if found is None:
            lost.add(letter)
        letters.append(f'[U+{ord(letter):04X}]' if found is None else found)
    return ''.join(letters), lost
