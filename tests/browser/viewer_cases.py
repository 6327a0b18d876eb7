"""Made radiographs for the viewer: every pixel's grey value is known."""

from __future__ import annotations

import numpy as np
from bare_viewer import MadeCase, made_case

DEEP_SIZE, SHALLOW_SIZE = (2400, 3000), (1301, 1603)


def deep() -> MadeCase:
    """2400 x 3000 of 16 bits: slopes of different steepness, so that left, right, up and down differ."""
    y, x = np.mgrid[: DEEP_SIZE[1], : DEEP_SIZE[0]]
    return made_case((5 * x + 9 * y + 40 * ((x // 8 + y // 8) % 2)).astype(np.uint16), 2000, 36000)


def shallow() -> MadeCase:
    """1301 x 1603 of 8 bits: odd sides, waves across the borders of tiles."""
    y, x = np.mgrid[: SHALLOW_SIZE[1], : SHALLOW_SIZE[0]]
    return made_case((128 + 90 * np.sin(x / 9) * np.cos(y / 13) + 20 * np.sin(x / 200)).astype(np.uint8), 10, 240)


def negative() -> MadeCase:
    """As DICOM's MONOCHROME1: low values are bright."""
    case = shallow()
    return MadeCase(case.levels, case.low, case.high, invert=True)


def dots() -> tuple[MadeCase, list[tuple[int, int]]]:
    """White squares of 5 x 5 on black, and their middles (x, y)."""
    pixels = np.zeros(SHALLOW_SIZE[::-1], np.uint8)
    middles = [(200, 300), (511, 512), (1100, 700), (650, 1500)]
    for x, y in middles:
        pixels[y - 2 : y + 3, x - 2 : x + 3] = 255
    return made_case(pixels, 0, 255), middles
