"""The named analyses: which measurements, in which order, and what the landmarks do not allow. Numpy alone."""

from __future__ import annotations

from dataclasses import dataclass

from .author_norms import EASTMAN, HOLDAWAY, JARABAK, LEGAN_BURSTONE, RICKETTS
from .measuring import MEASUREMENTS
from .norms import Norm

__all__ = ['NAMED_ANALYSES', 'AnalysisPart', 'NamedAnalysis']


@dataclass(frozen=True)
class AnalysisPart:
    """A measurement in a named analysis.

    ``key`` is of :data:`~aariz_mm.analysis.MEASUREMENTS`; ``title`` is the author's name for it. ``norms`` are the
    author's; () where he gives none.
    """

    key: str
    title: str
    norms: tuple[Norm, ...] = ()


@dataclass(frozen=True)
class NamedAnalysis:
    """A table that clinicians know.

    ``missing`` are the parts that the 29 landmarks do not allow: (name, what is missing).
    """

    key: str
    title: str
    parts: tuple[AnalysisPart, ...]
    missing: tuple[tuple[str, str], ...] = ()


def _part(line: str, authors: tuple[str, ...], own: dict[str, Norm]) -> AnalysisPart:
    """A part of a line 'key' or 'key: title'; norms are those of the measurement by the authors, or ``own``."""
    key, _, title = line.partition(': ')
    known = tuple(norm for norm in MEASUREMENTS[key].norms if norm.source.startswith(authors))
    return AnalysisPart(key, title or MEASUREMENTS[key].name, known or ((own[key],) if key in own else ()))


def _named(
    key: str, title: str, authors: str | tuple[str, ...], parts: str, missing: str = '', **own: Norm
) -> NamedAnalysis:
    """An analysis of lines of text; ``own`` are the author's norms, by key, that the measurement does not have."""
    authors = (authors,) if isinstance(authors, str) else authors
    return NamedAnalysis(
        key,
        title,
        tuple(_part(line, authors, own) for line in _lines(parts)),
        tuple((name, lost) for name, _, lost in (line.partition(': ') for line in _lines(missing))),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


NAMED_ANALYSES: dict[str, NamedAnalysis] = {one.key: one for one in (
    _named('steiner', 'Steiner analysis', 'Steiner', '''
        SNA
        SNB
        ANB
        U1-NA_mm: U1 to NA, distance
        U1-NA_deg: U1 to NA, angle
        L1-NB_mm: L1 to NB, distance
        L1-NB_deg: L1 to NB, angle
        Pog-NB
        Holdaway_difference: L1-NB less Pog-NB (Holdaway ratio)
        interincisal
        SN-OP
        SN-GoGn
        S-L
    ''', '''
        SND: D, centre of the symphysis
        S-E: E, hindmost point of the condyle
        Lips to the S line: middle of the lower border of the nose
    '''),
    _named('downs', 'Downs analysis', 'Downs', '''
        facial_angle
        convexity
        AB_plane
        FMA: Mandibular plane angle
        Y_axis
        FH-OP: Cant of the occlusal plane
        interincisal
        L1-OP
        IMPA: L1 to the mandibular plane
        U1-APog
    '''),
    _named('tweed', 'Tweed and Merrifield analysis', ('Tweed', 'Merrifield', 'Horn'), '''
        FMA
        FMIA
        IMPA
        SNA
        SNB
        ANB
        Wits: AO-BO
        FH-OP
        Z_angle
        Ar-Go: Posterior facial height
        FHI
    ''', '''
        Upper lip thickness: outlines of the lip
        Total chin thickness: outline of the chin above Pog`
    '''),
    _named('ricketts', 'Ricketts analysis', 'Ricketts', '''
        facial_angle: Facial depth
        FMA: Mandibular plane
        A-NPog: Convexity
        FH-NA: Maxillary depth
        PP-FH: Palatal plane
        L1-APog_mm: L1 to A-Pog, distance
        L1-APog_deg: L1 to A-Pog, angle
        interincisal
        overjet
        overbite
        E-line_upper
        E-line_lower
    ''', '''
        Facial axis: Pt, Ba
        Lower face height ANS-Xi-Pm: Xi, Pm
        Mandibular arc: Xi, Pm, centre of the condyle
        Upper molar to the pterygoid vertical: hind wall of the pterygomaxillary fissure, hind surface of the molar
        Cranial deflection and length: Ba
        Ramus position: Xi
    ''', facial_angle=Norm(RICKETTS, 87, 3, years=(8, 10), sample='white Americans of 9 years, more with age')),
    _named('mcnamara', 'McNamara analysis', 'McNamara', '''
        A-Nperp
        Co-A
        Co-Gn
        Co_difference
        ANS-Me
        FMA: Mandibular plane angle
        Pog-Nperp
        U1-Aperp
        L1-APog_mm: L1 to A-Pog
    ''', '''
        Facial axis: Ba, pterygomaxillary fissure
        Upper and lower pharynx: outlines of the soft palate, tongue and pharynx
    '''),
    _named('jarabak', 'Jarabak analysis (Björk and Jarabak)', JARABAK, '''
        saddle
        articular
        gonial
        Bjork_sum
        gonial_upper
        gonial_lower
        S-N
        S-Ar
        Ar-Go
        Go-Me
        S-Go
        N-Me
        Jarabak
        SNA
        SNB
        ANB
        U1-SN
        IMPA
        interincisal
    '''),
    _named('bjork', 'Björk analysis', 'Björk', '''
        S-N-ANS
        SN-Pog
        SNA
        SNB
        ANB
        saddle
        articular
        gonial
        Bjork_sum
        PP-SN
        SN-MP
        PP-MP
        U1-PP
        IMPA
        interincisal
        S-N
        S-Ar
    ''', '''
        Upper alveolar prognathism S-N-Pr: Pr (prosthion)
        Lower alveolar prognathism, chin angle: Id (infradentale)
    '''),
    _named('eastman', 'Eastman analysis', 'Mitchell', '''
        SNA
        SNB
        ANB
        ANB_Eastman
        Wits
        PP-SN
        PP-MP
        lower_face_PP: Lower facial height
        U1-PP
        IMPA
        interincisal
        L1-APog_mm: L1 to A-Pog
    ''', SNA=Norm(EASTMAN, 81), IMPA=Norm(EASTMAN, 93, 6)),
    _named('kim', 'Kim analysis', 'Kim', '''
        facial_angle
        AB_plane
        PP-FH
        APDI
        AB-MP
        ODI
    '''),
    _named('holdaway', 'Holdaway soft-tissue analysis', HOLDAWAY, '''
        soft_facial_angle
        nose_prominence
        Sn-H
        A-NPog: Skeletal convexity at A
        H_angle
        Li-H
        chin_thickness
    ''', '''
        Superior sulcus depth: deepest point of the upper lip
        Upper lip thickness and strain: outlines of the upper lip and of the crown
        Inferior sulcus to the H line: deepest point between lower lip and chin
    '''),
    _named('wits', 'Wits appraisal', 'Jacobson', '''
        Wits
        Wits_functional
        ANB
    '''),
    _named('harvold', 'Harvold analysis', 'Harvold', '''
        Co-ANS
        Co-Pog
        Harvold_difference
        ANS-Me: Lower facial height
    '''),
    _named('bergen', 'Individualised ANB (Bergen)', 'Segner', '''
        SNA
        SNB
        ANB
        ANB_ind
        ANB_ind_difference
        SN-MP
        PP-SN
        PP-MP
        saddle
    ''', '''
        N-S-Ba: Ba
    '''),
    _named('legan_burstone', 'Legan and Burstone soft-tissue analysis', LEGAN_BURSTONE, '''
        Ls-SnPog
        Li-SnPog
        nasolabial_Pn
    ''', '''
        Facial convexity, maxillary and mandibular prognathism: glabella
        Lower face-throat angle: cervical point, soft-tissue gnathion
        Mentolabial sulcus: deepest point between lower lip and chin
        Lip lengths, interlabial gap: stomion of both lips
    '''),
)}  # fmt: skip
"""By the name that :func:`aariz_mm.analysis.analysis` and ``--analysis`` take."""
