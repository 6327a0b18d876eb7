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
            for cache in _caches(getattr(dataset, 'pipeline', None)):
                for index in range(len(dataset)):
                    path = str(dataset.get_data_info(index)['img_path'])
                    found.setdefault((cache.cache_dir, cache.fit_size, path), (cache, path))
    if not found:
        raise ValueError(
            'no dataloader of the config keeps images: none of its pipelines has a LoadCephalogram with both fit_size '
            'and cache_dir'
        )
    return list(found.values())


def _parts(dataset: Any) -> Iterator[Any]:
    """The datasets that one is put together from; itself, where it is none of that kind."""
    inner = getattr(dataset, 'datasets', None) or [one for one in [getattr(dataset, 'dataset', None)] if one]
    for one in inner:
        yield from _parts(one)
    if not inner:
        yield dataset


def _caches(step: Any) -> Iterator[ImageCache]:
    """Caches of a pipeline, also of steps within steps."""
    if isinstance(step, LoadCephalogram) and step.cache is not None and step.cache.cache_dir is not None:
        yield step.cache
    for inner in step if isinstance(step, list | tuple) else (getattr(step, 'transforms', None) or ()):
        yield from _caches(inner)
