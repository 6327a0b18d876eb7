"""The mean places of the 29 landmarks, in whose frame outlines are drawn.

Fitted once (generalised Procrustes alignment) to the coordinates of 140 training images of the device ART Plus in the
Aariz dataset (Khalid et al., Scientific Data 12:1336, 2025, doi 10.1038/s41597-025-05542-3, CC BY 4.0), whose squeezed
aspect was undone. Frame: origin at the mean sella, x to the face, y down, millimetres with the mean S-N at 70 mm.
"""

from __future__ import annotations

import numpy as np

from aariz_mm.landmarks import SYMBOLS

__all__ = ['MEAN_PLACES_MM', 'MEAN_SHAPE_MM']

MEAN_PLACES_MM: dict[str, tuple[float, float]] = {
    'A': (74.0, 39.5), 'ANS': (77.9, 34.1), 'B': (72.2, 83.1), 'Me': (69.6, 104.5), 'N': (66.7, -21.4),
    'Or': (56.4, 11.3), 'Pog': (74.7, 96.2), 'PNS': (26.3, 43.1), 'Pn': (103.2, 22.8), 'R': (-3.3, 55.5),
    'S': (0.0, 0.0), 'Ar': (-10.6, 35.8), 'Co': (-8.9, 23.7), 'Gn': (73.6, 101.7), 'Go': (3.8, 81.1),
    'Po': (-20.9, 25.2), 'LPM': (57.3, 64.8), 'LIT': (77.3, 61.2), 'LMT': (50.0, 64.3), 'UPM': (56.5, 63.4),
    'UIA': (68.8, 41.6), 'UIT': (82.9, 63.8), 'UMT': (48.8, 63.1), 'LIA': (66.7, 84.3), 'Li': (91.6, 69.2),
    'Ls': (93.5, 52.3), 'N`': (71.8, -18.8), 'Pog`': (86.3, 93.8), 'Sn': (90.1, 37.6),
}  # fmt: skip
"""Symbol -> (x, y)."""
MEAN_SHAPE_MM = np.array([MEAN_PLACES_MM[symbol] for symbol in SYMBOLS])
"""(29, 2) in the official order."""
