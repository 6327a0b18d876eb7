"""What a config says of its data: the dataset behind each loader, its landmarks and its pipeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mmengine.config import Config
from mmpose.registry import DATASETS

from aariz_mm.datasets import AarizDataset, CVMCropDataset
from aariz_mm.landmarks import select_symbols

__all__ = ['KINDS', 'Data', 'Step', 'name_of_type', 'read_data', 'show']

KINDS = ('train', 'val', 'test')
"""Loaders of a config."""


@dataclass(frozen=True)
class Step:
    """A transform of a pipeline and its key in the config."""

    key: str
    config: Mapping

    @property
    def type(self) -> str:
        """Name of the transform, without its package."""
        return name_of_type(self.config)


@dataclass(frozen=True)
class Data:
    """A dataset of a loader.

    Args:
        kind: 'train', 'val' or 'test'.
        key: of the dataset in the config. config: of the dataset. steps: its pipeline.
        batch_size: images of a batch, None where the loader does not say.
    """

    kind: str
    key: str
    config: Mapping
    steps: tuple[Step, ...]
    batch_size: int | None = None

    @property
    def is_aariz(self) -> bool:
        """Whether it is an ``AarizDataset``."""
        return _is_a(self.config, AarizDataset)

    @property
    def is_crops(self) -> bool:
        """Whether it is a ``CVMCropDataset``."""
        return _is_a(self.config, CVMCropDataset)

    @property
    def symbols(self) -> tuple[str, ...] | None:
        """Symbols of its landmarks; None where they are not those of Aariz."""
        if not self.is_aariz or self._converters:
            return None
        return select_symbols(self.config.get('landmarks', 'aariz29'))

    @property
    def num_landmarks(self) -> int | None:
        """Landmarks of an image; None where the config does not say."""
        if self._converters:
            return self._converters[-1].config.get('num_keypoints')
        return None if self.symbols is None else len(self.symbols)

    @property
    def _converters(self) -> list[Step]:
        return [step for step in self.steps if step.type == 'KeypointConverter']

    @property
    def warp(self) -> Step | None:
        """The transform that makes the network's input."""
        found = [step for step in self.steps if step.type.endswith('Affine') and 'input_size' in step.config]
        return found[-1] if found else None

    @property
    def input_size(self) -> tuple[int, int] | None:
        """[w, h] of the network's input, None where no transform says."""
        return None if self.warp is None else tuple(self.warp.config['input_size'])

    @property
    def encoders(self) -> list[Step]:
        """The codecs that make its targets."""
        found = []
        for step in self.steps:
            encoder = step.config.get('encoder')
            several = isinstance(encoder, list | tuple)
            if step.type == 'GenerateTarget' and (several or isinstance(encoder, Mapping)):
                keys = [f'.{index}' for index in range(len(encoder))] if several else ['']
                parts = encoder if several else [encoder]
                found += [Step(f'{step.key}.encoder{key}', part) for key, part in zip(keys, parts, strict=True)]
        return found

    @property
    def channels(self) -> int | None:
        """Channels of an image as it is packed; None where they can't be known."""
        loader = self.steps[0] if self.steps else None
        if loader is not None and loader.type == 'LoadCephalogram':
            return 3
        if loader is not None and loader.type in ('LoadImage', 'LoadImageFromFile'):
            return {'color': 3, 'grayscale': 1}.get(loader.config.get('color_type', 'color'))
        return None


def read_data(config: Config, kinds: Sequence[str] = KINDS) -> list[Data]:
    """The datasets of the loaders, also those that another one repeats or joins."""
    found = []
    for kind in kinds:
        loader = config.get(f'{kind}_dataloader')
        dataset = loader.get('dataset') if isinstance(loader, Mapping) else None
        if isinstance(dataset, Mapping):
            batch_size = loader.get('batch_size')
            parts = _unfold(dataset, f'{kind}_dataloader.dataset', ())
            found += [Data(kind, key, part, steps, batch_size) for key, part, steps in parts]
    return found


def _unfold(dataset: Mapping, key: str, after: tuple[Step, ...]) -> Iterator[tuple[str, Mapping, tuple[Step, ...]]]:
    pipeline = dataset.get('pipeline') or ()
    own = [Step(f'{key}.pipeline.{index}', each) for index, each in enumerate(pipeline) if isinstance(each, Mapping)]
    steps = (*own, *after)
    inner, several = dataset.get('dataset'), dataset.get('datasets')
    if isinstance(inner, Mapping):
        yield from _unfold(inner, f'{key}.dataset', steps)
    elif isinstance(several, list | tuple):
        for index, each in enumerate(several):
            yield from _unfold(each, f'{key}.datasets.{index}', steps)
    else:
        yield key, dataset, steps


def name_of_type(config: Mapping) -> str:
    """Name of the ``type`` of a part, without its package."""
    kind = config.get('type', '')
    return (kind if isinstance(kind, str) else getattr(kind, '__name__', '')).rpartition('.')[2]


def _is_a(config: Mapping, kind: type) -> bool:
    found = config.get('type')
    found = DATASETS.get(found) if isinstance(found, str) else found
    return isinstance(found, type) and issubclass(found, kind)


def show(value: Any) -> str:
    """A setting as ``--cfg-options`` takes it.

    Example: (64, 80) -> '[64,80]'
    """
    return f'[{",".join(map(show, value))}]' if isinstance(value, list | tuple) else str(value)
