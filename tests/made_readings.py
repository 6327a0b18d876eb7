"""Readings with errors of known size."""

import numpy as np

from aariz_mm.landmarks import SUBSETS, SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM
from aariz_mm.uncertainty.readings import HeldOut, Readings

SYMBOLS_19 = tuple(SUBSETS['isbi19'])


def made_held_out(count=150, seed=0, px_per_mm=3.5, turn_deg=0.0, slope=1.0):
    """Faces whose errors are normal, 0.5 to 2 mm along x by the landmark, half of it along y, and times exp(slope z).

    z, standard normal for each landmark of each radiograph, is also what the map's spread grows by.
    """
    rng = np.random.default_rng(seed)
    mean = MEAN_MM[[SYMBOLS.index(symbol) for symbol in SYMBOLS_19]]
    angle = np.deg2rad(turn_deg)
    to_px = px_per_mm * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    faces = mean + rng.normal(0, 2, (count, 19, 2))
    doubt = 0.4 * rng.normal(0, 1, (count, 19))
    sizes = np.linspace(0.5, 2, 19) * np.exp(slope * doubt)
    offsets = sizes[..., None] * rng.normal(0, 1, (count, 19, 2)) * [1, 0.5]
    variance = (2 * px_per_mm * np.exp(doubt)) ** 2
    spread = np.stack([variance, variance, np.zeros_like(variance)], axis=-1)
    readings = Readings(SYMBOLS_19, faces @ to_px.T + 300, np.full((count, 19), 0.9), spread)
    truth = readings.points_px + offsets @ to_px.T
    return HeldOut(readings, truth, np.arange(count), np.arange(count) % 3, np.full(count, ''))
