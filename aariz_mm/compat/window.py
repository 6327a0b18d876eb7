"""Stand-ins in ``sys.modules`` while one module runs that would import the real things."""

from __future__ import annotations

import gc
import importlib.util
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from .deferred import PLACED, DeferredModule, is_stand_in, remember_holders, remove_stand_ins
from .table import CONSTANTS

__all__ = ['deferring', 'without_collection']


@contextmanager
def deferring(importer: ModuleType, imports: Mapping[str, tuple[str, ...]]) -> Iterator[None]:
    """Put stand-ins there for those modules that are installed and have not been imported yet.

    Args:
        importer: the module that is to run.
        imports: names by module, as in :data:`aariz_mm.compat.table.DEFERRALS`.
    """
    before = set(sys.modules)
    placed = [_place(name, names) for name, names in imports.items() if name not in before and _is_installed(name)]
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


def _place(name: str, names: tuple[str, ...]) -> DeferredModule:
    known = _read_constants(CONSTANTS[name]) if name in CONSTANTS else {}
    # Python asks for __path__ even in "from module import name", which must not import the module.
    PLACED[name] = sys.modules[name] = DeferredModule(name, names, {**known, '__path__': []})
    return PLACED[name]


def _is_installed(name: str) -> bool:
    top = name.partition('.')[0]
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
