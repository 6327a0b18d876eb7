"""Codes of landmarks, measurements and places: of the standard where it has them, else of a private scheme.

Anatomy is in SNOMED CT as PS3.16 of DICOM uses it. No public scheme codes cephalometric landmarks and measurements.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from aariz_mm.landmarks import BY_SYMBOL

if TYPE_CHECKING:
    from highdicom.sr import CodedConcept

__all__ = ['FINDING_SITES', 'SCHEME', 'coding_scheme', 'landmark_code', 'own_code', 'public_code', 'site_codes',
           'unit_code']  # fmt: skip

SCHEME = '99AARIZ'
"""Designator of the private scheme; 99 says private (PS3.16, 8.2)."""
_SCHEME_VERSION = '1'
_MEANING_LENGTH = 64

_NASAL_BONE, _NOSE = ('74386004', 'Nasal bone'), ('45206002', 'Nose')
_MAXILLA, _MANDIBLE = ('70925003', 'Maxilla'), ('91609006', 'Mandible')
_UPPER_INCISORS, _LOWER_INCISORS = ('442100006', 'Maxillary incisor teeth'), ('442274007', 'Mandibular incisor teeth')
_PREMOLARS, _MOLARS = ('699508001', 'Second premolar region'), ('699507006', 'First molar region')
_LIP, _CHIN = ('48477009', 'Lip'), ('23747009', 'Skin of chin')
FINDING_SITES: dict[str, tuple[str, str]] = {
    'S': ('42575006', 'Sella turcica'),
    'Or': ('363654007', 'Orbital structure'),
    'Po': ('84301002', 'External auditory canal'),
    'N': _NASAL_BONE,
    **dict.fromkeys(('A', 'ANS', 'PNS'), _MAXILLA),
    **dict.fromkeys(('B', 'Me', 'Pog', 'R', 'Ar', 'Co', 'Gn', 'Go'), _MANDIBLE),
    **dict.fromkeys(('UIA', 'UIT'), _UPPER_INCISORS),
    **dict.fromkeys(('LIA', 'LIT'), _LOWER_INCISORS),
    **dict.fromkeys(('UPM', 'LPM'), _PREMOLARS),
    **dict.fromkeys(('UMT', 'LMT'), _MOLARS),
    **dict.fromkeys(('Pn', 'N`', 'Sn'), _NOSE),
    **dict.fromkeys(('Ls', 'Li'), _LIP),
    'Pog`': _CHIN,
}
"""Where each landmark lies: code and meaning of SNOMED CT."""
_UNITS = {
    'deg': ('deg', 'degree'),
    'mm': ('mm', 'millimeter'),
    '%': ('%', 'percent'),
    'px': ('{pixels}', 'Pixels'),
    '1': ('1', 'no units'),
}


def coding_scheme() -> Any:
    """The item that says in the header whose codes :data:`SCHEME` are."""
    from highdicom.coding_schemes import CodingSchemeIdentificationItem

    return CodingSchemeIdentificationItem(
        SCHEME,
        name='Cephalometric landmarks, measurements and classes of aariz_mm',
        version=_SCHEME_VERSION,
        responsible_organization='aariz_mm contributors',
    )


def own_code(value: str, meaning: str) -> CodedConcept:
    """A code of the private scheme; meanings of more than 64 characters end in an ellipsis."""
    from highdicom.sr import CodedConcept

    meaning = meaning if len(meaning) <= _MEANING_LENGTH else f'{meaning[: _MEANING_LENGTH - 1]}…'
    return CodedConcept(value, SCHEME, meaning)


def public_code(value: str, meaning: str, scheme: str = 'SCT') -> CodedConcept:
    """A code of SNOMED CT or of DICOM (scheme 'DCM')."""
    from highdicom.sr import CodedConcept

    return CodedConcept(value, scheme, meaning)


def landmark_code(symbol: str) -> CodedConcept:
    """Example: 'S' -> (LM-S, 99AARIZ, "Sella")"""
    return own_code(f'LM-{symbol}', BY_SYMBOL[symbol].title)


def site_codes(symbols: Sequence[str]) -> list[CodedConcept]:
    """Where landmarks lie, each place once, in their order."""
    places = dict.fromkeys(FINDING_SITES[symbol] for symbol in symbols)
    return [public_code(*place) for place in places]


def unit_code(unit: str) -> CodedConcept:
    """A unit in UCUM: 'deg', 'mm', '%', 'px' or '1' (a number of SD, too)."""
    from highdicom.sr import CodedConcept

    value, meaning = _UNITS[unit]
    return CodedConcept(value, 'UCUM', meaning)
