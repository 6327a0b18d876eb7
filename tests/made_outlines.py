"""Phantoms' true outlines, and how far the outlines that are drawn through their landmarks lie from them."""

from collections.abc import Iterator

import numpy as np
from scipy.spatial import KDTree

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.outlines import Outline, flatten, outline_head
from aariz_mm.outlines.curves import parse_outline
from aariz_mm.phantom import anatomy
from aariz_mm.phantom.draw import _head_warp
from aariz_mm.phantom.shape_model import MEAN_MM, sample_shape
from aariz_mm.phantom.teeth import place_teeth

TRUE_PIECES = {
    'skin profile': ('skin',),
    'frontal bone': ('vault', 'frontal beak'),
    'nasal bone': ('nasal bone',),
    'sella and planum': ('sella', 'planum', 'clivus', 'basioccipital outline'),
    'orbital rim': ('orbital rim',),
    'ear canal': ('ear canal',),
    'palate': ('palate', 'A-point contour'),
    'ramus and lower border': ('mandible', 'condyle'),
    'symphysis': ('symphysis', 'mandible'),
    'upper incisor': ('upper incisor',),
    'lower incisor': ('lower incisor',),
    'upper first molar': ('upper first molar',),
    'lower first molar': ('lower first molar',),
}
"""Part of a tracing -> the phantom's pieces that it is of."""
BOTH_WAYS = ('nasal bone', 'orbital rim', 'ear canal', 'symphysis', 'upper incisor', 'lower incisor',
             'upper first molar', 'lower first molar')  # fmt: skip
"""Parts that show the whole of a piece, so that the piece may be compared with the part, too."""
_STEP_MM = 0.3
_NAMED = dict(zip(SYMBOLS, MEAN_MM, strict=True))
_TABLE = {piece.name: (piece.points, piece.closed) for piece in anatomy.PIECES}
_TABLE |= {'skin': (anatomy.SKIN, True), 'vault': (anatomy.VAULT_OUTER, True)}


def sample_head(seed: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Landmarks (29, 2) of a phantom and its outlines by the name of the piece, mm."""
    rng = np.random.default_rng(seed)
    shape = sample_shape(rng)
    warp = _head_warp(rng, shape)
    true = {name: _dense(warp(parse_outline(text, _NAMED, closed)), closed) for name, (text, closed) in _TABLE.items()}
    incisors, cheek_teeth = place_teeth(shape)
    teeth = {'upper incisor': incisors[0], 'lower incisor': incisors[1], 'upper first molar': cheek_teeth[1],
             'lower first molar': cheek_teeth[6]}  # fmt: skip
    return shape, true | {name: _dense(tooth.outline, True) for name, tooth in teeth.items()}


def distances_mm(
    seeds: range, symbols: tuple[str, ...], px_per_mm: float = 4.0, way: str = 'to phantom'
) -> dict[str, np.ndarray]:
    """Distances of the points of each part from the phantoms' outlines, or of those from the part; mm."""
    found: dict[str, list[np.ndarray]] = {}
    for seed in seeds:
        shape, true = sample_head(seed)
        points = shape[[SYMBOLS.index(symbol) for symbol in symbols]] * px_per_mm + 600
        for part, drawn in _by_part(outline_head(points, symbols)):
            drawn = (drawn - 600) / px_per_mm
            pieces = np.vstack([true[name] for name in TRUE_PIECES[part]])
            if way == 'to phantom':
                found.setdefault(part, []).append(_nearest(drawn, pieces))
            elif part in BOTH_WAYS:
                found.setdefault(part, []).append(_nearest(true[TRUE_PIECES[part][0]], drawn))
    return {part: np.concatenate(rows) for part, rows in found.items()}


def _by_part(outlines: list[Outline]) -> Iterator[tuple[str, np.ndarray]]:
    for part in dict.fromkeys(outline.part for outline in outlines):
        curves = [_dense(flatten(one.curve), False, 4 * _STEP_MM) for one in outlines if one.part == part]
        yield part, np.vstack(curves)


def _dense(points: np.ndarray, closed: bool, step: float = _STEP_MM) -> np.ndarray:
    points = np.vstack([points, points[:1]]) if closed else points
    way = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1)))
    at = np.arange(0, way[-1], step)
    return np.stack([np.interp(at, way, points[:, axis]) for axis in (0, 1)], axis=1)


def _nearest(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    return KDTree(others).query(points)[0]
