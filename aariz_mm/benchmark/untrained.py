"""A checkpoint to measure with where none was trained: seconds do not depend on what a network has learnt."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from mmengine.config import Config

from aariz_mm.inference.predictor import LandmarkPredictor, build_model
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import draw_indexed_phantom

__all__ = ['KnowingPredictor', 'phantom_truth', 'write_untrained']


def write_untrained(config: Config, path: Path, seed: int = 0) -> Path:
    """Write a checkpoint of a config's model as it is before training.

    Args:
        seed: of its random weights.
    """
    torch.manual_seed(seed)
    model = build_model(config, None, 'cpu')
    model.init_weights()
    torch.save(dict(meta=dict(dataset_meta=model.dataset_meta), state_dict=model.state_dict()), path)
    return path


def phantom_truth(seed: int, index: int, size: tuple[int, int]) -> dict[str, np.ndarray]:
    """Landmarks of a training phantom by symbol, (x, y) in its pixels."""
    points = draw_indexed_phantom(seed, 'train', index, size).landmarks_px
    return dict(zip(SYMBOLS, points, strict=True))


class KnowingPredictor(LandmarkPredictor):
    """Runs its network, and then answers the truth: what an untrained one says is no face, which costs further looks.

    Args:
        truth: landmarks by symbol, for the radiograph that is read next; None leaves the answer as it is.
    """

    truth: dict[str, np.ndarray] | None = None

    def predict_sample(self, packed: dict):
        """As ``TrainedModel``, with the landmarks that are known."""
        sample = super().predict_sample(packed)
        if self.truth is not None:
            known = np.array([self.truth[symbol] for symbol in self.symbols], dtype=np.float32)
            sample.pred_instances.set_field(known[None], 'keypoints')
        return sample
