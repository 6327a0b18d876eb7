"""A dataset with its pipeline and what happens to a batch of it, as one of the things that are compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from mmengine.registry import FUNCTIONS
from mmpose.registry import DATASETS, MODELS

from aariz_mm.transforms import RealChannels

__all__ = ['Side', 'collate_of', 'with_cache', 'with_input_size']

_SIZES = ('input_size', 'heatmap_size', 'fit_size')


class Side:
    """A dataset with its pipeline, and what happens to a batch of its samples."""

    def __init__(self, dataset: Mapping[str, Any], pipeline: Sequence[dict], preprocessor: Mapping, collate: Callable):
        self.dataset = DATASETS.build(dict(deepcopy(dict(dataset)), pipeline=deepcopy(list(pipeline))))
        if not any(step['type'] == 'LoadCephalogram' for step in pipeline):  # whose channels cannot be written
            own = self.dataset.pipeline.transforms
            self.dataset.pipeline.transforms = [step for step in own if not isinstance(step, RealChannels)]
        self.preprocessor, self.collate = MODELS.build(deepcopy(dict(preprocessor))), collate

    def sample(self, index: int) -> dict:
        np.random.seed(index)
        return self.dataset[index % len(self.dataset)]

    def batch(self, samples: Sequence[dict]) -> dict:
        return self.preprocessor(self.collate(samples), True)

    def steps(self) -> list:
        return self.dataset.pipeline.transforms


def collate_of(loader: Mapping[str, Any]) -> Callable:
    """What makes a batch of samples, as the Runner finds it."""
    settings = dict(loader.get('collate_fn') or dict(type='pseudo_collate'))
    kind = settings.pop('type')
    return partial(FUNCTIONS.get(kind) if isinstance(kind, str) else kind, **settings)


def with_cache(pipeline: Sequence[Mapping[str, Any]], cache_dir: Path) -> list[dict]:
    """The steps, those that load with their cache in a folder."""
    loads = 'LoadCephalogram'
    return [dict(step, cache_dir=str(cache_dir)) if step['type'] == loads else dict(step) for step in pipeline]


def with_input_size(pipeline: Sequence[Mapping[str, Any]], size: Sequence[int]) -> list[dict]:
    """The steps with another input (w, h); heatmaps and what images are reduced to change in proportion.

    Errors:
        ValueError: no step has an input size.
    """
    old = next((step['input_size'] for step in pipeline if 'input_size' in step), None)
    if old is None:
        raise ValueError('--input-size: no step of the pipeline has an input_size')
    factors = [new / before for new, before in zip(size, old, strict=True)]
    return [_resized(step, factors) for step in pipeline]


def _resized(value: Any, factors: Sequence[float], key: str = '') -> Any:
    if key in _SIZES and isinstance(value, list | tuple):
        return tuple(round(side * factor) for side, factor in zip(value, factors, strict=True))
    if isinstance(value, Mapping):
        return {name: _resized(item, factors, name) for name, item in value.items()}
    return value
