"""What a model and a site's reader found, with a known difference between them."""

import numpy as np
from made_readings import SYMBOLS_19

from aariz_mm.adaptation.learning import SiteReadings
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom.shape_model import MEAN_MM

SPREAD = np.broadcast_to(np.eye(2), (19, 2, 2))
OFFSETS = np.zeros((19, 2))
OFFSETS[SYMBOLS_19.index('Pog`')] = (1, -5)
OFFSETS[SYMBOLS_19.index('Go')] = (-2, 1)


def made_site(count=20, seed=0, offsets=OFFSETS, noise_mm=1.0, px_per_mm=4.0, turn=None):
    """Faces that differ; the reader is ``offsets`` (19, 2) mm and normal noise away from the model.

    turn: (2, 2), of the pictures; the radius of 90 % is that of the noise.
    """
    rng = np.random.default_rng(seed)
    faces = MEAN_MM[[SYMBOLS.index(symbol) for symbol in SYMBOLS_19]] + rng.normal(0, 1.5, (count, 19, 2))
    truth = faces + offsets + rng.normal(0, noise_mm, faces.shape)
    turned = px_per_mm * (np.eye(2) if turn is None else turn)
    names = tuple(f'r{number}' for number in range(count))
    looks = tuple(f'{number:064x}' for number in range(count))
    return SiteReadings(
        SYMBOLS_19, faces @ turned.T + 400, truth @ turned.T + 400, np.full((count, 19), 2.146 * px_per_mm),
        np.full(count, 1 / px_per_mm), np.ones((count, 19), bool), names, names, looks,
    )  # fmt: skip
