"""The outlines of a mean head as text: what a tracing shows of it, and the landmarks that each part takes.

Frame and unit are those of :mod:`aariz_mm.outlines.mean_shape`. How the numbers were made: 70 training radiographs of
ISBI 2015 (Wang et al., Medical Image Analysis 31:63-76, 2016) were laid into the mean frame by thin-plate splines over
the landmarks of their readers and averaged; the outlines were drawn on that mean picture. Where it shows an edge, each
knot was moved to the median place of the steepest edge across the outline on the 70 radiographs: the skin from the
forehead to the throat, the lower border of the mandible and the front of the chin. What a mean picture blurs (teeth,
condyle, nasal bone, spine of the palate) is drawn from anatomy and was checked on single radiographs. No picture is
kept, only these numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ['STROKES', 'Section', 'Stroke']


@dataclass(frozen=True)
class Section:
    """A piece of a stroke: it begins where the section before it ends.

    needs: the landmarks without which it is left out. points: for ``split_names``; a
    landmark that is not there lends its mean place. keeps_form: turned and scaled between its two ends, not bent.
    """

    needs: str
    points: str
    keeps_form: bool = False


@dataclass(frozen=True)
class Stroke:
    """One line of the pen: sections that are there and touch are one smooth curve.

    layer: of :data:`~aariz_mm.outlines.heads.OUTLINE_LAYERS`. part: the structure. closed: an outline without ends.
    follows_skin: bent by landmarks of the skin, too, not of bone alone.
    """

    layer: str
    part: str
    sections: tuple[Section, ...]
    closed: bool = False
    follows_skin: bool = False


STROKES: tuple[Stroke, ...] = (
    Stroke('soft_tissue', 'skin profile', (
        Section('N`', '73.8 -40, 74.3 -35, 73.8 -29.8, 72.4 -24.4, N`'),
        Section('N` Pn', '72.4 -13.9, 76.5 -8.3, 81.1 -4.1, 85.9 -0.1, 89.8 4.7, 93.9 9.3, 98 13.7, 101.2 17.9, Pn',
                keeps_form=True),
        Section('Pn Sn', '102.5 27, 99.5 31.2, 95.2 33.9, Sn', keeps_form=True),
        Section('Sn Ls', '89.8 42, 91 47, Ls'),
        Section('Ls Li', '91.9 55.5, 89.2 57.7, 87.2 60.5!, 90 63.6, 91.6 66.2, Li'),
        Section('Li Pog`', '88.7 71.5, 84.9 75.5, 84.1 80.3, 85.7 85, 86.9 89.8, Pog`'),
        Section('Pog` Me', '85 99.2, 82.2 104.1, 78 108.2, 72.3 111.3, 65.4 113.1, 56.4 114.5, 47.5 116, 38.5 118, '
                '33 121.7, 29 127.5'),
    ), follows_skin=True),
    Stroke('cranial_base', 'frontal bone', (
        Section('N', '66.8 -40, 68.1 -33, 67.7 -27, N'),
    )),
    Stroke('cranial_base', 'nasal bone', (
        Section('N', 'N!, 69.6 -14.6, 74.6 -6, 80.3 1.6!, 75.6 -1.4, 70 -7.8, 65.8 -14.2'),
    ), follows_skin=True),
    Stroke('cranial_base', 'sella and planum', (
        Section('S N', '46 -11, 34 -10.3, 20 -9.6, 12 -8.2, 7.2 -6.2!'),
        Section('S', '5.8 -1.5, 4.4 3, 0.6 5.3, -3.8 3.8, -5.6 -1, -6 -5.2, -7.6 -7.2, -8.8 -4.6, -8.8 0, -9.4 5'),
        Section('S Ar', '-11.6 15, -15 25.5, -18 34, -19.2 39.4!, -15.4 38.2, Ar, -3.6 30, 3.6 25, 12 21.2'),
    )),
    Stroke('orbit', 'orbital rim', (
        Section('Or', '62.8 0.5, 61 7.8, Or, 51.4 7.4, 48.4 -0.5, 49.6 -9.5, 54 -16.5'),
    )),
    Stroke('ear', 'ear canal', (
        Section('Po', 'Po, -17.5 26.5, -16.1 29.7, -17.5 32.9, -20.9 34.3, -24.3 32.9, -25.7 29.7, -24.3 26.5'),
    ), closed=True),
    Stroke('maxilla', 'palate', (
        Section('A', 'upper incisor front, 77.2 47.6, 75 43.4, A'),
        Section('A ANS', '75.4 36.3, ANS!'),
        Section('ANS PNS', '73.6 32.7, 66 34, 56 36.4, 46 38.6, 36 40.6, PNS!'),
        Section('ANS PNS', '30 44, 40 43, 50 42.8, 59 44.6, 65.2 48, 69.6 52, upper incisor back'),
    )),
    Stroke('mandible', 'ramus and lower border', (
        Section('Co Ar Go', '30 68.5, 25.6 61.5, 22.2 50, 20 39, 18.8 31.4, 17 28.6, 13.4 31.2, 7.6 37.6'),
        Section('Co Ar', '3 36.6, 0.8 30.6, -1.2 24.8, -5 21.9, Co'),
        Section('Co Ar', '-10.7 29.5, Ar'),
        Section('Ar Go', '-6.3 45.2, R, -1.4 67.9, 0.8 74.6, Go'),
        Section('Go Me', '8 83.8, 11.7 86.5, 17 88.2, 22.7 90, 28.4 92.1, 33.8 94.5, 39.3 96.9, 44.8 99.1, 50.5 101, '
                '56.4 102.6, 62.5 103.5, Me'),
    )),
    Stroke('mandible', 'symphysis', (
        Section('B Pog', 'lower incisor front, 74.6 76.2, B, 72.4 88.6, Pog'),
        Section('Pog Me', 'Gn, Me'),
        Section('Pog Me', '65.2 104, 61.8 101, 60.8 96, 61.8 89.6, 64 82.4, 66.6 75.8, lower incisor back'),
    )),
)  # fmt: skip
"""Every stroke but the teeth, which ``aariz_mm.outlines.teeth`` places."""
