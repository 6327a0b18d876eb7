"""Which images of a config are kept in the image cache, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS

from aariz_mm.radiographs.cache import ImageCache
from aariz_mm.transforms.loading import LoadCephalogram

__all__ = ['find_cached_images']

_KINDS = ('train', 'val', 'test')


def find_cached_images(config: Config) -> list[tuple[ImageCache, str]]:
    """Each cache of a config with each image that its dataloaders keep there, once.

    Args:
        config: its datasets are built, as training and testing build them.
    Errors:
        ValueError: none of its dataloaders keeps images, beside those that its datasets raise.
    """
    init_default_scope(config.get('default_scope', 'mmpose'))
    found: dict[tuple, tuple[ImageCache, str]] = {}
    for kind in _KINDS:
        loader = config.get(f'{kind}_dataloader')
        for dataset in () if loader is None else _parts(DATASETS.build(loader.dataset)):
            caches = list(_caches(getattr(dataset, 'pipeline', None)))
            for path in dict.fromkeys(_paths(dataset)) if caches else ():
                for cache in caches:
                    found.setdefault((cache.cache_dir, cache.fit_size, path), (cache, path))
    if not found:
        raise ValueError(
            'no dataloader of the config keeps images: none of its pipelines has a LoadCephalogram with both fit_size '
            'and cache_dir'
        )
    return list(found.values())


def _parts(dataset: Any) -> Iterator[Any]:
    """A dataset and all those that it is put together from; some of these, as ``CombinedDataset``, load images, too."""
    yield dataset
    for one in _within(dataset):
        yield from _parts(one)


def _within(dataset: Any) -> list:
    """The datasets that one is directly put together from; none, where it has records of its own."""
    inner = getattr(dataset, 'datasets', None) or [getattr(dataset, 'dataset', None)]
    return [one for one in inner if hasattr(one, 'get_data_info')]


def _paths(dataset: Any) -> Iterator[str]:
    """Paths of all images of a dataset, of the parts where it has some: which of theirs it takes may be drawn."""
    for one in _within(dataset):
        yield from _paths(one)
    if not _within(dataset):
        yield from (str(dataset.get_data_info(index)['img_path']) for index in range(len(dataset)))


def _caches(step: Any) -> Iterator[ImageCache]:
    """Caches of a pipeline, also of steps within steps."""
    if isinstance(step, LoadCephalogram) and step.cache is not None and step.cache.cache_dir is not None:
        yield step.cache
    for inner in step if isinstance(step, list | tuple) else (getattr(step, 'transforms', None) or ()):
        yield from _caches(inner)
