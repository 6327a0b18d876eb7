"""Painting a head: anatomy, teeth and neck as layers of thickness."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from aariz_mm.outlines.curves import smooth_curve

from . import anatomy
from .cervical import CervicalOutlines
from .film import add_region, add_stroke, rounded_thickness, texture
from .teeth import Tooth

__all__ = [
    'Layers',
    'paint_clutter',
    'paint_head',
    'paint_neck',
    'paint_pieces',
    'paint_teeth',
    'sample_twin_shift',
    'total_thickness',
]

_Points = np.ndarray
_ToPixels = Callable[[_Points], _Points]


class Layers:
    """Soft tissue (air is negative) and bone of one head, (H, W) float32 each, with the scale in pixels per mm."""

    def __init__(self, shape: tuple[int, int], pixel_size_mm: float):
        self.soft = np.zeros(shape, np.float32)
        self.bone = np.zeros(shape, np.float32)
        self.scale = 1.0 / pixel_size_mm

    def region(self, outline_px: _Points, amount: float, blur_mm: float, tissue: str = 'bone') -> None:
        add_region(getattr(self, tissue), outline_px, amount, blur_mm * self.scale)

    def stroke(self, line_px: _Points, amount: float, width_mm: float, blur_mm: float, closed: bool = False) -> None:
        add_stroke(self.bone, line_px, amount, width_mm * self.scale, blur_mm * self.scale, closed)


def paint_head(layers: Layers, outline: Callable[[str], _Points], to_px: _ToPixels) -> None:
    """Skin, brain and the shell of the vault, whose two walls are seen edge-on at the rim."""
    shape, scale = layers.soft.shape, layers.scale
    skin, outer, inner = (to_px(outline(text)) for text in (anatomy.SKIN, anatomy.VAULT_OUTER, anatomy.VAULT_INNER))
    layers.soft += 0.10 * rounded_thickness(skin, 9 * scale, shape)
    layers.soft += 0.34 * rounded_thickness(skin, 62 * scale, shape)
    layers.soft += 0.16 * rounded_thickness(inner, 60 * scale, shape)
    inside = rounded_thickness(inner, 70 * scale, shape)
    layers.soft += 1.75 * np.maximum(rounded_thickness(outer, 70 * scale, shape) - 0.88 * inside, 0)
    layers.stroke(outer, 0.14, 0.9, 0.4, closed=True)
    layers.stroke(inner, 0.16, 0.9, 0.5, closed=True)


def sample_twin_shift(rng: np.random.Generator) -> _Points:
    """(2,) mm from the outlines of one side to those of the other: no head is held quite straight."""
    return np.array([-1.6, -0.6]) + np.clip(rng.standard_normal(2), -2, 2) * [1.0, 0.7]


def paint_pieces(
    layers: Layers,
    rng: np.random.Generator,
    outline_of: Callable[[str, bool], _Points],
    to_px: _ToPixels,
    shift_mm: _Points,
) -> None:
    """Every row of the anatomy table; of paired structures also the other side, ``shift_mm`` beside and fainter."""
    for piece in anatomy.PIECES:
        outline = outline_of(piece.points, piece.closed)
        strength = rng.uniform(0.85, 1.15)
        _paint_piece(layers, piece, to_px(outline), strength)
        if piece.twin:
            _paint_piece(layers, piece, to_px(outline + shift_mm), strength * piece.twin)


def _paint_piece(layers: Layers, piece: anatomy.Piece, outline_px: _Points, strength: float) -> None:
    if piece.fill:
        layers.region(outline_px, strength * piece.fill, piece.blur, piece.tissue)
    if piece.rim:
        blur_mm = min(piece.blur, 0.35)
        layers.stroke(outline_px, 0.62 * strength * piece.rim, piece.width, blur_mm, piece.closed)
        layers.stroke(outline_px, 0.45 * strength * piece.rim, 3 * piece.width, 1.0, piece.closed)


def paint_clutter(layers: Layers, rng: np.random.Generator, to_px: _ToPixels) -> None:
    """Short random curves where many thin structures project onto each other, so that no head is clean."""
    for centre, radius, count, amount, length in anatomy.CLUTTER:
        for _ in range(count):
            start = np.array(centre) + rng.uniform(-1, 1, 2) * radius
            steps = np.clip(rng.standard_normal((4, 2)) + 1.2 * rng.standard_normal(2), -1.2, 1.2)
            line = smooth_curve(start + length / 4 * np.cumsum(steps, axis=0))
            layers.stroke(to_px(line), amount * rng.uniform(0.3, 1.3), rng.uniform(0.5, 1.6), 0.45)


def paint_teeth(layers: Layers, incisors: list[Tooth], cheek_teeth: list[Tooth], to_px: _ToPixels) -> None:
    """Dentine, enamel (the brightest tissue) and pulp; the incisors also get a bright outline down to the apex."""
    for tooth in incisors + cheek_teeth:
        front = any(tooth is incisor for incisor in incisors)
        layers.region(to_px(tooth.outline), 0.34 if front else 0.22, 0.2)
        layers.region(to_px(tooth.crown), 0.32 if front else 0.46, 0.5)
        layers.stroke(to_px(tooth.outline), 0.24 if front else 0.08, 0.5, 0.15, closed=True)
        layers.stroke(to_px(tooth.pulp), -0.14, 1.0, 0.4)


def paint_neck(layers: Layers, neck: CervicalOutlines, to_px: _ToPixels) -> None:
    """Vertebral bodies with bright end plates, arches and spinous processes."""
    for outline in neck.others:
        layers.region(to_px(outline), 0.14, 0.6)
        layers.stroke(to_px(outline), 0.10, 0.7, 0.3, closed=True)
        layers.stroke(to_px(outline), 0.08, 2.2, 0.8, closed=True)
    for outline in neck.bodies:
        layers.region(to_px(outline), 0.24, 0.3)
        layers.stroke(to_px(outline), 0.26, 0.7, 0.2, closed=True)
        layers.stroke(to_px(outline), 0.12, 2.0, 0.7, closed=True)


def total_thickness(layers: Layers, rng: np.random.Generator) -> np.ndarray:
    """(H, W) float32: soft tissue and bone with the texture of diploe and trabeculae."""
    shape, scale = layers.bone.shape, layers.scale
    coarse = texture(rng, shape, (9 * scale, 4 * scale))
    fine = texture(rng, shape, (1.6 * scale, 0.7 * scale))
    bone = layers.bone * (1 + np.float32(0.15) * coarse + np.float32(0.11) * fine)
    return bone + layers.soft * (1 + np.float32(0.018) * coarse + np.float32(0.02) * fine)
