"""The regions in which two radiographs of one patient are laid upon each other: the stable structures, as polygons.

After Björk's structural method (Björk & Skieller, Eur J Orthod 1983;5:1-46; Nielsen, Taiwanese J Orthod
2018;30:68-81) and, for the maxilla, Doppel et al. (Am J Orthod Dentofacial Orthop 1994;105:161-168):

* cranial base: anterior wall of sella, planum, cribriform plate and ethmoid, roofs of the orbits, inner cortex of the
  frontal bone. Left out are the dorsum of sella, nasion and the frontal sinus, and the sphenoid sinus below.
* maxilla: zygomatic process and the bone around the palate; left out are the teeth, and the alveolar process below.
* mandible: chin, inner cortex of the symphysis and the corpus with its canal; left out are the teeth, the ramus and
  the lower border in front of the angle, which is resorbed.

The outlines are ours: drawn on radiographs from the landmarks, in millimetres of a head of usual size.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

__all__ = ['REGIONS', 'REGION_LANDMARKS', 'region_landmarks', 'region_mask', 'region_polygon']

REGIONS: tuple[str, ...] = ('cranial_base', 'maxilla', 'mandible')
"""Names of the regions."""
REGION_LANDMARKS: dict[str, tuple[str, ...]] = {
    'cranial_base': ('S', 'N'),
    'maxilla': ('PNS', 'ANS', 'A'),
    'mandible': ('B', 'Pog', 'Gn', 'Me'),
}
"""Landmarks in a region, at which an error of its registration is stated; the first and the last are needed."""

_UPPER, _LOWER = ('S', 'N', 'Po', 'Or', 'N`'), ('Me', 'Gn', 'Pog', 'B', 'Go', 'LIA', 'LIT', 'Pog`')
# Along S-N in shares of its length, above it in mm of a head with S-N = 70 mm; up and forward are positive.
_CRANIAL_BASE = ((-0.03, -7), (-0.05, 11), (0.2, 18), (0.55, 27), (0.66, 42), (0.89, 42), (0.92, 8), (0.9, -8),
                 (0.7, -15), (0.35, -15), (0.1, -10))  # fmt: skip
# Along PNS-ANS likewise, S-N = 70 mm standing for 52 mm of it.
_MAXILLA = ((0.0, -6), (-0.02, 6), (0.1, 22), (0.7, 24), (0.86, 14), (0.98, 4), (1.0, -3), (0.92, -11), (0.75, -9))
# Along Me-Go and above it likewise; the chin in front is added from the landmarks.
_CORPUS = ((0.0, -1.5), (0.2, -0.5), (0.62, 4), (0.62, 17), (0.3, 19))
_USUAL_MM = {'cranial_base': 70.0, 'maxilla': 52.0, 'mandible': 70.0}
_SHORTEST_MM = 15.0


def region_landmarks(timepoint, region: str) -> np.ndarray:
    """(k, 2) mm: those of the landmarks of a region that are there; ``timepoint`` has ``symbols`` and ``points_mm``."""
    named = _named(timepoint)
    there = [named[symbol] for symbol in REGION_LANDMARKS[_checked(region)] if symbol in named]
    return np.array(there, dtype=float).reshape(-1, 2)


def region_polygon(named: Mapping[str, np.ndarray], region: str) -> np.ndarray:
    """Outline (n, 2) of a region, mm in the frame of the landmarks.

    Args:
        named: landmarks (2,) mm by symbol, those alone that are there and finite.
        region: one of :data:`REGIONS`.
    Errors:
        ValueError: no such region; landmarks that it is drawn from are missing, or lie in one place.
    """
    pairs = {'cranial_base': ('S', 'N'), 'maxilla': ('PNS', 'ANS'), 'mandible': ('Me', 'Go')}
    start, end = pairs[_checked(region)]
    needed = (start, end) + (('B', 'Pog') if region == 'mandible' else ())
    if missing := [symbol for symbol in needed if symbol not in named]:
        raise ValueError(f'the region {region} is drawn from {", ".join(needed)}; missing: {", ".join(missing)}')
    length = float(np.linalg.norm(named[end] - named[start]))
    if length < _SHORTEST_MM:
        raise ValueError(f'{start} and {end} lie {length:.1f} mm apart, expected at least {_SHORTEST_MM:.0f} mm')
    rows = {'cranial_base': _CRANIAL_BASE, 'maxilla': _MAXILLA, 'mandible': _CORPUS}[region]
    along, up = _axes(named, start, end)
    shares, heights = np.array(rows).T
    outline = named[start] + np.outer(shares * length, along) + np.outer(heights * length / _USUAL_MM[region], up)
    return np.vstack([outline, _chin(named, along)]) if region == 'mandible' else outline


def region_mask(timepoint, region: str) -> tuple[np.ndarray, ...]:
    """Polygons (n, 2) mm of a region at a timepoint, in the frame of its ``points_mm``; errors as above.

    Landmarks that are missing (NaN) count as not there; a landmark named twice counts once, as it stands first.
    """
    return (region_polygon(_named(timepoint), region),)


def _checked(region: str) -> str:
    if region not in REGIONS:
        raise ValueError(f'region {region!r} is unknown; use one of {", ".join(REGIONS)}')
    return region


def _named(timepoint) -> dict[str, np.ndarray]:
    """Landmarks by symbol, mm, without those that are missing."""
    points = np.asarray(timepoint.points_mm, dtype=float)
    pairs = reversed(list(zip(timepoint.symbols, points, strict=True)))
    return {symbol: point for symbol, point in pairs if np.isfinite(point).all()}


def _axes(named: Mapping[str, np.ndarray], start: str, end: str) -> tuple[np.ndarray, np.ndarray]:
    """Unit vectors along a line of the face and upwards from it, whichever way the face looks."""
    along = (named[end] - named[start]) / np.linalg.norm(named[end] - named[start])
    up = np.array([along[1], -along[0]])
    upper = [named[symbol] for symbol in _UPPER if symbol in named]
    lower = [named[symbol] for symbol in _LOWER if symbol in named]
    upwards = np.mean(upper, axis=0) - np.mean(lower, axis=0) if upper and lower else np.array([0.0, -1.0])
    return along, up if up @ upwards >= 0 else -up


def _chin(named: Mapping[str, np.ndarray], along: np.ndarray) -> np.ndarray:
    """The front of the symphysis from above down, 1.5 mm before the bone; ``along`` runs backwards."""
    behind, front = named['B'] + 10 * along, [named[symbol] for symbol in ('B', 'Pog', 'Gn') if symbol in named]
    return np.vstack([behind, np.array(front) - 1.5 * along])
