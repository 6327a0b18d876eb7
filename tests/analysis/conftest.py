"""A face drawn by hand that looks right, 0.5 mm per pixel, with all 29 landmarks."""

from __future__ import annotations

import numpy as np
import pytest

FACE = {
    'S': (120, 150), 'N': (255, 135), 'N`': (268, 138), 'Or': (235, 195), 'Po': (90, 205), 'Ar': (100, 215),
    'Co': (105, 195), 'R': (108, 260), 'Go': (125, 315), 'Me': (250, 375), 'Gn': (262, 370), 'Pog': (266, 358),
    'Pog`': (290, 360), 'B': (258, 330), 'A': (262, 240), 'ANS': (272, 228), 'PNS': (165, 235), 'Pn': (318, 215),
    'Sn': (290, 240), 'Ls': (305, 268), 'Li': (300, 300), 'UIA': (250, 245), 'UIT': (274, 292), 'LIA': (245, 335),
    'LIT': (268, 287), 'UMT': (205, 290), 'LMT': (204, 287), 'UPM': (222, 293), 'LPM': (223, 289),
}  # fmt: skip


@pytest.fixture
def face() -> dict[str, tuple[float, float]]:
    """symbol -> (x, y), pixels, y down."""
    return dict(FACE)


@pytest.fixture
def face_px() -> np.ndarray:
    """(29, 2) in the order of ``face``."""
    return np.array(list(FACE.values()), dtype=np.float64)
