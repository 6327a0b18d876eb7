"""What radiographs are superimposed on: lines and points of the cranial base, the maxilla and the mandible."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ['REFERENCES', 'REGIONS', 'Reference', 'find_reference']

REGIONS = ('cranial_base', 'maxilla', 'mandible')
"""Parts of the head that are laid on themselves."""


@dataclass(frozen=True)
class Reference:
    """A way to superimpose.

    at: landmark that is laid onto itself. along: two landmarks whose line is laid along itself. points: landmarks that
    are laid onto themselves as well as all of them can be, by least squares. structural: by the pictures, by a
    :class:`~aariz_mm.superimposition.registration.Registration` of the region; ``instead`` is the reference by
    landmarks where no registration is to be had. origin: landmark that the axes go out from. source: of the method.
    """

    key: str
    name: str
    region: str
    origin: str
    source: str
    at: str | None = None
    along: tuple[str, str] | None = None
    points: tuple[str, ...] = ()
    structural: bool = False
    instead: str = ''


_BROADBENT = (
    'Broadbent, Angle Orthod 1931;1:45-66, and Brodie, Am J Anat 1941;68:209-62; compared by Ghafari, Engel and '
    'Laster, Am J Orthod Dentofacial Orthop 1987;91:403-13'
)
_BAUMRIND = (
    'least squares over landmarks; that Po and Or are hard to find: Baumrind and Frantz, Am J Orthod 1971;60:111-27'
)
_BJORK_BASE = 'Björk and Skieller, Eur J Orthod 1983;5:1-46; Nielsen, Taiwan J Orthod 2018;30:68-81'
_NIELSEN = 'the "best fit" of Nielsen, Am J Orthod Dentofacial Orthop 1989;95:422-31, who compares it with implants'
_NIELSEN_STRUCTURE = (
    'structural method of Nielsen, Am J Orthod Dentofacial Orthop 1989;95:422-31; Doppel et al., ibid. 1994;105:161-8'
)
_LOWER_BORDER = 'textbook use; that the lower border remodels: Björk and Skieller, Eur J Orthod 1983;5:1-46'
_BJORK_MANDIBLE = 'Björk, Am J Orthod 1969;55:585-99; Björk and Skieller, Eur J Orthod 1983;5:1-46'

REFERENCES: dict[str, Reference] = {
    one.key: one
    for one in (
        Reference('sn', 'S-N at S', 'cranial_base', 'S', _BROADBENT, at='S', along=('S', 'N')),
        Reference('base_fit', 'best fit of S, N, Po, Or', 'cranial_base', 'S', _BAUMRIND,
                  points=('S', 'N', 'Po', 'Or')),
        Reference('fh_po', 'Po-Or at Po', 'cranial_base', 'Po', _BAUMRIND, at='Po', along=('Po', 'Or')),
        Reference('base_structure', 'structures of the anterior cranial base', 'cranial_base', 'S', _BJORK_BASE,
                  structural=True, instead='sn'),
        Reference('palatal_ans', 'ANS-PNS at ANS', 'maxilla', 'ANS', _NIELSEN, at='ANS', along=('PNS', 'ANS')),
        Reference('maxilla_structure', 'structures of the maxilla', 'maxilla', 'ANS', _NIELSEN_STRUCTURE,
                  structural=True, instead='palatal_ans'),
        Reference('mandibular_me', 'Me-Go at Me', 'mandible', 'Me', _LOWER_BORDER, at='Me', along=('Go', 'Me')),
        Reference('mandible_structure', 'structures of the mandible', 'mandible', 'Me', _BJORK_MANDIBLE,
                  structural=True, instead='mandibular_me'),
    )
}  # fmt: skip
"""By key."""


def find_reference(key: str | Reference) -> Reference:
    """A reference by its key.

    Errors:
        ValueError: there is none of that key.
    """
    if isinstance(key, Reference):
        return key
    if key not in REFERENCES:
        raise ValueError(f'reference {key!r} is unknown; use one of {", ".join(REFERENCES)}')
    return REFERENCES[key]
