"""A bundle beside the model that it was made from: difference, size and speed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from aariz_mm.reading.bundle import Bundle

__all__ = ['Comparison', 'compare_with_model', 'largest_difference', 'relative_speed']

_LARGEST_PX = {'float32': 0.01, 'float16': 0.1, 'int8': 2.0}
_LARGEST_OF_STAGES = {'float32': 1e-4, 'float16': 0.01, 'int8': 0.3}
_SHARE, _MOST = 95, 8


@dataclass(frozen=True)
class Comparison:
    """A bundle beside its model: ``difference`` as :func:`compare_with_model`; ``size`` and ``speed`` relative to the
    same bundle in single precision, on one thread."""

    difference: float
    size: float = 1.0
    speed: float = 1.0


def largest_difference(kind: str, precision: str) -> float:
    """What a bundle of a kind may differ from its model, by :func:`compare_with_model`.

    Of landmarks not the largest of all counts: where a crop's place is rounded the other way by the last digit, its
    landmark is found from another pixel on.
    """
    return (_LARGEST_PX if kind == 'landmarks' else _LARGEST_OF_STAGES)[precision]


def compare_with_model(bundle: Bundle, graph: nn.Module, pictures: np.ndarray | None = None) -> float:
    """Difference of a bundle from the graph in torch.

    Args:
        pictures: (B, h, w) uint8, of which the first 8 are taken; three phantoms by default. One by one and together.
    Returns:
        Input pixels that 95 % of the coordinates do not exceed; of crops the largest difference of a probability.
    """
    pictures = _phantoms(bundle.info.input_size) if pictures is None else pictures[:_MOST]
    with torch.no_grad():
        expected = graph(torch.from_numpy(pictures))
    expected = expected if isinstance(expected, tuple) else (expected,)
    wanted = dict(zip(bundle.info.outputs, expected, strict=True))
    key = bundle.info.outputs[0]
    alone = np.concatenate([bundle.run(picture[None])[key] for picture in pictures])
    share = _SHARE if key == 'points' else 100
    differences = [np.abs(found - wanted[key].numpy()) for found in (alone, bundle.run(pictures)[key])]
    return float(max(np.percentile(one, share) for one in differences))


def _phantoms(input_size: Sequence[int]) -> np.ndarray:
    from aariz_mm.phantom import draw_indexed_phantom
    from aariz_mm.reading.picture import picture_to_input

    images = [draw_indexed_phantom(0, 'test', index, (450, 550)).image for index in range(3)]
    return np.stack([picture_to_input(image, None, input_size)[0] for image in images])


def relative_speed(bundle: Bundle, plain: Bundle, pictures: np.ndarray | None, repeats: int = 5) -> float:
    """How many times as fast a bundle is as another, in turns."""
    picture = (_phantoms(bundle.info.input_size) if pictures is None else pictures)[:1]
    seconds: dict[str, list[float]] = {'new': [], 'plain': []}
    for _ in range(repeats):
        for name, one in (('new', bundle), ('plain', plain)):
            begun = time.perf_counter()
            one.run(picture)
            seconds[name].append(time.perf_counter() - begun)
    return float(np.median(seconds['plain']) / np.median(seconds['new']))
