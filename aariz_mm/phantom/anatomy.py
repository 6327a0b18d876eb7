"""The drawn anatomy on the mean shape: one table of outlines, to be warped onto every sampled head.

Frame and unit are those of the shape model (sella at the origin, x to the face, y down, mm); an outline names the
landmarks that it runs through, so that after the warp they lie on it. Drawn from textbook anatomy.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ['CLUTTER', 'PIECES', 'SKIN', 'VAULT_INNER', 'VAULT_OUTER', 'Piece']

SKIN = (
    '-60 -112, -20 -117, 20 -113, 50 -98, 69 -75, 77.5 -50, 77.5 -33, N`, 79 -7.5, 89.5 6, 97.5 15.5, Pn, '
    '102.3 27.5, 96.5 33.8, Sn, 90 44.5, Ls, 92.3 57, 87.6 60.5!, 91 63.8, Li, 88.3 75.5, 83.6 80.5, 84.3 87, Pog`, '
    '84 103, 76 111.5, 62 114.5, 46 116.5, 34 121, 26.5 132, 24 150, 27 182, -85 185, -78 120, -82 70, -108 35, '
    '-117 -10, -112 -55, -92 -92'
)
VAULT_OUTER = (
    'N, 69.8 -29, 70.6 -42, 66 -62, 52 -84, 27 -100, -5 -106, -45 -99, -77 -75, -97 -38, -101 -5, -92 22, -70 37, '
    '-46 41, -28 40, -12 33, 2 18, 22 6, 45 -1, 58 -10'
)
VAULT_INNER = (
    '60.5 -22, 62.2 -42, 58 -60, 46 -79, 24 -93, -5 -98, -42 -91, -70 -70, -89 -36, -93 -6, -83 17, -62 29, '
    '-42 33, -28 32, -16 24, -8 6, 4 4, 20 0, 40 -6, 54 -14'
)


@dataclass(frozen=True)
class Piece:
    """One structure.

    points: outline for :func:`curves.parse_outline`. fill: attenuation of the body (negative: air). rim: attenuation
    of its edge, a line ``width`` mm wide. blur: mm. tissue: 'bone' (takes the bone texture) or 'soft'. twin: how strong
    its other side, which projects beside it, is drawn (0: midline structure).
    """

    name: str
    points: str
    fill: float = 0.0
    rim: float = 0.0
    width: float = 0.9
    blur: float = 0.35
    closed: bool = True
    tissue: str = 'bone'
    twin: float = 0.0


PIECES: tuple[Piece, ...] = (
    # Skull base
    Piece('petrous bone', '-46 33, -38 16, -26 9, -14 8, -5 12, -9 22, -13 30, -24 39, -33 53, -40 47', 0.3, blur=3.0),
    Piece('mastoid cells', '-40 35, -30 24, -18 16, -14 26, -26 37, -33 50, -39 45', 0.2, 0.12, 1.2, 1.2),
    Piece('middle fossa floor', '-30 30, -12 21, 4 15, 18 14, 28 17', rim=0.24, width=1.2, closed=False, twin=0.7),
    Piece('clivus', '-8.2 -4, -6.5 4, -9.5 14, -16 28, -20.5 36, -16.5 38, -9 27, -3.5 14, -1 8', 0.25, 0.14),
    Piece('sella', '20 -8.5, 11 -7.5, 7.2 -5.6, 5.8 -1.5, 4.6 3, 0.6 5.4, -3.8 3.8, -5.5 -1, -6.2 -5.6, -8 -7.4, '
          '-8.6 -4.5, -8.4 0, -10 8, -16 24', rim=0.5, width=1.0, blur=0.25, closed=False),
    Piece('pituitary', '5.6 -2, 4.3 3, 0.6 5, -3.5 3.5, -5 -2, -4 -4.8, 4.5 -4.8', -0.22, blur=0.5, tissue='soft'),
    Piece('planum', '7 -6, 18 -9.5, 34 -10, 48 -11, 58 -14.5, N', rim=0.34, width=1.1, closed=False),
    Piece('orbital roofs', '14 -8, 26 -15, 42 -20.5, 56 -20, 63.5 -15', rim=0.28, width=1.0, closed=False, twin=0.8),
    Piece('sphenoid sinus', '4 8, 10 -1, 22 -3.5, 26 8, 18 17, 6 19, -2 13', -0.16, 0.1, blur=0.8, tissue='soft'),
    Piece('ethmoid', '27 -6, 42 -7, 56 -9, 58 4, 48 12, 32 13, 25 5', -0.14, 0.06, blur=1.2, tissue='soft', twin=0.4),
    Piece('basioccipital outline', '-34 41, -24 39.5, Ar, -3 29.5, 4 24.5, 13 21', rim=0.34, width=1.0, closed=False),
    Piece('frontal sinus', '62.3 -22.5, 65.6 -26, 67 -34, 64.2 -41, 61.8 -33', -0.34, 0.14, 0.8, 0.4, tissue='soft'),
    Piece('nasal bone', 'N!, 70.3 -14.5, 75.2 -5.5, 79.4 2.6!, 76 -0.6, 70.4 -8, 66 -14.5, 62.5 -21',
          0.3, 0.2, 0.6, 0.3),
    Piece('frontal beak', 'N!, 69.6 -28, 69.8 -36, 66 -37, 62 -24, 60 -17, 64 -15', 0.2, 0.12, blur=0.5),
    # Orbit and cheek
    Piece('orbit', '64.5 -13, 64.8 -3, 62.6 6.4, Or, 49.5 6.6, 40.5 -1, 39 -10, 50 -17.5',
          -0.12, blur=1.6, tissue='soft', twin=0.5),
    Piece('orbital rim', '63.6 1.5, 61 8.4, Or, 51.2 7.2, 48.4 -1, 49.8 -10.5, 54.5 -17',
          rim=0.44, width=1.1, blur=0.3, closed=False, twin=0.4),
    Piece('zygoma', '62.5 6.5, Or, 51.8 8.5, 49 14, 47.6 24, 44.6 31.8, 41.8 31, 42.6 21, 40 13, 46 9, 52 20, 58 23, '
          '61 14', 0.13, 0.14, 0.9, 0.5, twin=0.6),
    Piece('zygomatic arch', '44 15, 25 15.5, 5 18, -8 18.5, -8 21.5, 6 21.5, 25 19.5, 44 20',
          0.12, 0.08, blur=0.8, twin=0.6),
    Piece('infratemporal wall', '42 30, 38 20, 31 12, 30 2, 36 -6', rim=0.2, width=0.9, closed=False, twin=0.7),
    # Upper jaw
    Piece('maxillary sinus', '30 16, 44 13.5, 58 16, 64 26, 58 35.5, 42 38, 31 34',
          -0.16, 0.14, 0.8, 0.7, tissue='soft', twin=0.5),
    Piece('nasal cavity', '62 2, 74 2, 80 14, 82 27, 74 32.2, 50 34.5, 34 36, 31 24, 44 10',
          -0.1, blur=2.5, tissue='soft'),
    Piece('maxilla', 'ANS!, 66 31, 44 34, 29 38, 26.5 50, 33 57, 50 57, 66 56, 77.6 52.5, 76.2 45, A', 0.34, blur=1.2),
    Piece('palate', 'ANS!, 73.5 32.6, 64 33.4, 48 36.4, 36 39.6, PNS!, 36 43.4, 48 41.6, 60 42.2, 68.5 46.4, '
          '73 53.5, 77.6 52.2, 76 45.5, A, 75.2 36.4', 0.3, 0.26, 0.8, 0.25),
    Piece('A-point contour', 'ANS!, 75.3 36.2, A, 75.4 44.4, 77.9 52', rim=0.34, width=0.8, blur=0.25, closed=False),
    Piece('palatal bone', '60 34.5, 48 36.8, 36 40, PNS!, 36 43, 48 41.2, 60 41.4, 66 38', 0.22, blur=0.9),
    Piece('pterygomaxillary fissure', '25.5 17, 28.8 22, 27.8 31, 25.4 40!, 22.8 31, 22.4 22',
          -0.3, 0.3, 0.7, 0.3, tissue='soft', twin=0.5),
    Piece('pterygoid plates', '22 18, 20 30, 22.5 43, 19.8 46, 15.5 36, 15 22', 0.2, 0.13, 0.8, 0.5),
    # Lower jaw
    Piece('mandible', 'Co, Ar, -6.8 46.5, R, -0.8 68, Go, 10.5 88.6, 24 92.3, 42 97, 58 102.8, Me, Gn, Pog, B, '
          '74.6 73.5, 72.6 70.5, 60 71, 45 72.5, 31 70, 24.5 61, 21 48, 19.4 37, 17.4 28.5, 13 31.5, 7.5 38, '
          '2.6 36.6, 0.6 29.8, -1.4 24.4, -5 21.9', 0.27, 0.3, 1.3, 0.35, twin=0.45),
    Piece('lower border cortex', 'R, -0.6 68, Go, 10.5 88.4, 24 91.9, 42 96.5, 58 102.2, Me',
          rim=0.22, width=2.0, blur=0.6, closed=False),
    Piece('condyle', 'Co!, Ar, -4 38, 1 33, 0.6 28, -1.6 24.2, -5 21.9', 0.34, 0.3, 0.9, 0.3),
    Piece('mandibular canal', '7 52, 14 67, 26 80, 44 87, 58 89', rim=-0.1, width=2.2, blur=0.8, closed=False),
    Piece('symphysis', 'Me, Gn, Pog, B, 74.7 73, 72.6 70.5, 69.6 73, 66 80, 62.6 90, 61.6 97, 64 102.6',
          0.3, 0.34, 1.2, 0.3),
    Piece('tuberosity', '26 42, 24.6 50, 28 57, 34 56', rim=0.16, closed=False, twin=0.5),
    Piece('coronoid', '8 37, 14 29, 17.6 28, 20 38, 22 50, 16 52', 0.1, blur=1.2, twin=0.6),
    # Ear
    Piece('ear canal', 'Po, -17.4 26.4, -16 29.6, -17.4 32.8, -20.9 34.2, -24.4 32.8, -25.8 29.6, -24.4 26.4',
          -0.7, 0.75, 1.1, 0.3, tissue='soft'),
    # Throat
    Piece('airway', '20 36, 8 38, -3 50, -8 64, -8.5 84, -8 104, -5 118, -3 132, -2 178, 11 178, 10.5 132, 9 116, '
          '3.5 102, 3 90, 4.5 76, 10 66, 18 54, 24 45.5', -0.22, blur=1.1, tissue='soft'),
    Piece('larynx', '13 118, 19 124, 21 138, 17 150, 12 146, 12.5 130', 0.1, 0.06, blur=0.8),
    Piece('cheek', '20 18, 52 20, 72 46, 78 70, 72 92, 40 98, 8 86, -2 56, 4 30', 0.17, blur=5.0, tissue='soft'),
    Piece('masseter', '22 22, 40 26, 28 60, 22 86, 4 84, -2 62, 6 40', 0.08, blur=3.0, tissue='soft'),
    Piece('lips', '78 46, 90 46, 92 53, 88 60.5, 91 66, 85 76, 80 80, 76 66', 0.1, blur=1.8, tissue='soft'),
    Piece('upper alveolus', '30 46, 48 44.5, 62 46, 72 48, 75 53, 62 56.5, 46 57, 31 56', 0.16, blur=0.8),
    Piece('turbinate', '36 30, 50 26.5, 64 26, 68 29, 60 32, 44 33.5', 0.12, 0.06, blur=0.9),
    Piece('soft palate', 'PNS!, 20 45, 12 51.5, 5.5 62, 3.2 71, 6.2 74.2, 10.4 68, 17 58, 24 48.5',
          0.2, blur=0.7, tissue='soft'),
    Piece('epiglottis', '6.5 113, 2 104, 1 96, 3.4 95.6, 5 102, 9 110', 0.22, blur=0.6, tissue='soft'),
    Piece('tongue', '14 72, 24 60, 40 55, 58 58, 68 68, 64 92, 40 100, 14 98', 0.09, blur=3.0, tissue='soft'),
    Piece('mouth', '30 47, 46 45.5, 62 48.5, 70 57, 60 58, 44 52, 32 53', -0.1, blur=1.6, tissue='soft'),
    Piece('hyoid', '8 113.5, 14 110.6, 24 106.8, 28.4 106.6, 29 110.4, 24 112, 15 114.4, 9 116', 0.28, 0.2, 0.8, 0.4),
    Piece('lip gap', '75 61, 81 60.5, 87.6 60.5!, 81 61.6', -0.12, blur=0.7, tissue='soft'),
    Piece('nostril', '84.5 31.5, 90 27.5, 97.5 26.2, 96.6 30, 91 33.6, 86.5 34.5', -0.12, blur=0.9, tissue='soft'),
)  # fmt: skip

CLUTTER: tuple[tuple[tuple[float, float], tuple[float, float], int, float, float], ...] = (
    ((42, 1), (16, 11), 16, 0.10, 9.0),
    ((-26, 29), (13, 12), 30, 0.13, 6.0),
    ((47, 24), (12, 10), 8, 0.09, 10.0),
    ((20, 30), (7, 12), 7, 0.09, 10.0),
    ((-6, 18), (10, 8), 8, 0.10, 8.0),
    ((40, 88), (28, 7), 16, 0.05, 6.0),
    ((10, 66), (8, 14), 8, 0.05, 7.0),
    ((-10, -55), (55, 35), 7, -0.05, 32.0),
)
"""Zones of thin overlapping structures: centre, half extent, number of curves, attenuation, length; mm."""
