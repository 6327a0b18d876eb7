"""Stand-ins in ``sys.modules`` while one module runs that would import the real things."""

from __future__ import annotations

import gc
import importlib.util
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, ModuleType

from .deferred import PLACED, DeferredModule, is_stand_in, remember_holders, remove_stand_ins
from .table import CONSTANTS

__all__ = ['deferring', 'is_allowed', 'without_collection']


def is_allowed() -> bool:
    """Whether anything may be deferred: not with ``AARIZ_MM_EAGER=1`` in the environment."""
    return os.environ.get('AARIZ_MM_EAGER', '0') in ('', '0')


@contextmanager
def deferring(
    importer: ModuleType,
    imports: Mapping[str, tuple[str, ...]],
    known: Mapping[str, Mapping[str, object]] = MappingProxyType({}),
) -> Iterator[None]:
    """Put stand-ins there for those modules that are installed and have not been imported yet.

    Args:
        importer: the module that is to run.
        imports: names by module, as in :data:`aariz_mm.compat.table.DEFERRALS`.
        known: by module, names with values that need no import.
    """
    before = set(sys.modules)
    wanted = [name for name in imports if name not in before and is_allowed() and _is_installed(name)]
    placed = [_place(name, imports[name], known.get(name, {})) for name in wanted]
    try:
        with without_collection():
            yield
    finally:
        kept = [module for module in placed if PLACED.get(module.__name__) is module]
        remove_stand_ins([module.__name__ for module in kept])
        for module in kept:
            _put_into_package(module)
        remember_holders([importer, *(module for name, module in list(sys.modules.items()) if name not in before)])


@contextmanager
def without_collection() -> Iterator[None]:
    """Imports make no garbage, and looking for it again and again takes a tenth of their time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _place(name: str, names: tuple[str, ...], known: Mapping[str, object]) -> DeferredModule:
    constants = _read_constants(CONSTANTS[name]) if name in CONSTANTS else {}
    # Python asks for __path__ even in "from module import name", which must not import the module.
    PLACED[name] = sys.modules[name] = DeferredModule(name, names, {**constants, **known, '__path__': []})
    return PLACED[name]


def _is_installed(name: str) -> bool:
    top = name.partition('.')[0]
    # Asking for the spec of distutils is enough for setuptools to be imported.
    if top in sys.stdlib_module_names:
        return True
    return sys.modules[top] is not None if top in sys.modules else importlib.util.find_spec(top) is not None


def _put_into_package(module: DeferredModule) -> None:
    """Make ``package.part`` work for whoever imports the package alone, as it did when that imported the part."""
    name, _, part = module.__name__.rpartition('.')
    package = sys.modules.get(name)
    if package is not None and not is_stand_in(package) and part not in vars(package):
        setattr(package, part, module)


def _read_constants(name: str) -> dict[str, object]:
    """Constants of a module that has nothing else, without importing the packages above it; {} if it is not there."""
    top, *parts = name.split('.')
    file = Path(importlib.util.find_spec(top).submodule_search_locations[0], *parts).with_suffix('.py')
    if not file.is_file():
        return {}
    spec = importlib.util.spec_from_file_location(name, file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {key: value for key, value in vars(module).items() if not key.startswith('_')}
