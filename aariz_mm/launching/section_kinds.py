"""What each section of a config has to be, checked before anything reads it: others' errors name no key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from aariz_mm.launching.settings import get_setting
from aariz_mm.number_text import short_repr

__all__ = ['check_kinds', 'find_wrong_kinds']

_LOADER = ('', '.dataset', '.sampler', '.batch_sampler', '.collate_fn')
_PARTS = (
    'model',
    *(f'model.{name}' for name in ('backbone', 'neck', 'head', 'data_preprocessor', 'refiner', 'member', 'members')),
    'train_cfg', 'val_cfg', 'test_cfg',
    *(f'{kind}_dataloader{inner}' for kind in ('train', 'val', 'test') for inner in _LOADER),
    'optim_wrapper', 'optim_wrapper.optimizer', 'optim_wrapper.clip_grad', 'optim_wrapper.paramwise_cfg',
    'default_hooks', 'auto_scale_lr', 'randomness', 'env_cfg', 'log_processor', 'visualizer', 'custom_imports',
)  # fmt: skip
"""Keys of what is a dict where it is set; None is what is not set."""
_ROWS = ('custom_hooks', 'model.checkpoints', 'train_pipeline', 'val_pipeline', 'test_pipeline')
"""Keys of lists."""
_PARTS_OR_ROWS = ('param_scheduler', 'val_evaluator', 'test_evaluator')
"""Keys of what is a dict or a list of such."""
_NAMES = ('default_scope', 'load_from', 'work_dir', 'launcher', 'log_level', 'runner_type')
"""Keys of texts."""
_FREE = ('metainfo', 'dataset_info')
"""Sections of a dataset whose ``type`` names no class."""
_STEPS = ('pipeline', 'transforms', 'datasets', 'encoder')
"""Keys of lists of parts, where they are lists."""
_SIZES = ('input_size', 'heatmap_size', 'coarse_size')
_MOST_PX = 65_536
_MOST = 1 << 32
"""Of a whole number; torch takes twice as many bits, and no memory has so much room."""


def check_kinds(config: Mapping) -> None:
    """Check that the sections of a config are dicts, lists and names where MMEngine takes them for such.

    Errors:
        ValueError: one that is not; each in a line with its key, what it is and what is expected.
    """
    found = list(find_wrong_kinds(config))
    if found:
        raise ValueError('; '.join(found))


def find_wrong_kinds(config: Mapping) -> Iterator[str]:
    """The lines of :func:`check_kinds`; none where all is as it should be."""
    for keys, kind, words in (
        (_PARTS, Mapping, 'a dict(…)'),
        (_ROWS, list | tuple, 'a list'),
        (_PARTS_OR_ROWS, Mapping | list | tuple, 'a list of dict(type=…)'),
        (_NAMES, str, 'a text'),
    ):
        for key in keys:
            value = get_setting(config, key)
            if value is not None and not isinstance(value, kind) and not _is_object(value):
                yield f'{key}={short_repr(value)}, expected {words}'
    for key in ('custom_hooks', *_PARTS_OR_ROWS):
        value = config.get(key)
        yield from _no_parts(key, dict(enumerate(value)) if isinstance(value, list | tuple) else {})
    hooks = config.get('default_hooks')
    on = {name: hook for name, hook in hooks.items() if hook is not None} if isinstance(hooks, Mapping) else {}
    yield from _no_parts('default_hooks', on)
    yield from _in_imports(config.get('custom_imports'))
    for name, value in config.items():
        yield from _in_types(str(name), value)


def _no_parts(key: str, parts: Mapping) -> Iterator[str]:
    """Hooks, schedulers, metrics or steps that are no dicts."""
    for name, part in parts.items():
        if not isinstance(part, Mapping) and not _is_object(part):
            yield f'{key}.{name}={short_repr(part)}, expected a dict(type=…)'


def _in_imports(imports: Any) -> Iterator[str]:
    if not imports or not isinstance(imports, Mapping):
        return
    for key in set(imports) - {'imports', 'allow_failed_imports'}:
        yield f'custom_imports has {short_repr(key)}, which is no setting, expected imports and allow_failed_imports'
    given = imports.get('imports')
    if not isinstance(given, str | list):
        yield f'custom_imports.imports={short_repr(given)}, expected a list of modules, such as [aariz_mm]'
        return
    for name in [given] if isinstance(given, str) else given:
        if not _is_dotted(name):
            yield f'custom_imports.imports has {short_repr(name)}, expected names of modules, such as aariz_mm'


def _in_types(key: str, value: Any) -> Iterator[str]:
    """Types that name no class, steps that are no dicts, sizes and numbers that can be none, wherever they stand."""
    if isinstance(value, Mapping):
        kind = value.get('type')
        if 'type' in value and not _is_dotted(kind) and not _is_object(kind):
            yield f'{key}.type={short_repr(kind)}, expected the name of a class'
        for name, inner in value.items():
            steps = inner if name in _STEPS and isinstance(inner, list | tuple) else ()
            yield from _no_parts(f'{key}.{name}', dict(enumerate(steps)))
            if name in _SIZES and inner is not None and not _is_size(inner):
                yield f'{key}.{name}={short_repr(inner)}, expected width and height in px, such as (512, 640)'
            if name not in _FREE:
                yield from _in_types(f'{key}.{name}', inner)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            yield from _in_types(f'{key}.{index}', inner)
    elif isinstance(value, int) and abs(value) > _MOST:
        yield f'{key}={short_repr(value)}, expected a number within {_MOST}'


def _is_size(value: Any) -> bool:
    is_pair = isinstance(value, list | tuple) and len(value) == 2
    return is_pair and all(type(side) is int and 1 <= side <= _MOST_PX for side in value)


def _is_dotted(name: Any) -> bool:
    return isinstance(name, str) and all(part.isidentifier() for part in name.split('.'))


def _is_object(value: Any) -> bool:
    """Whether it is a class or an object that the code of a config made, which MMEngine takes as it is."""
    return not isinstance(value, Mapping | list | tuple | str | bytes | int | float | None)
