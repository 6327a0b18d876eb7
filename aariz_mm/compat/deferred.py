"""Stand-ins for modules, and for classes, functions and objects of modules, that import the real thing at first use."""

from __future__ import annotations

import copyreg
import importlib
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from .replacements import REPLACEMENTS

HOLDERS: list[ModuleType] = []
"""Modules that hold stand-ins; there they are replaced once the real things are loaded."""
PLACED: dict[str, DeferredModule] = {}
"""Stand-ins that are in ``sys.modules`` while a module that gets them is imported."""


class DeferredModule(ModuleType):
    """Stands for a module; asking for a name that is not known here imports the module.

    Args:
        names: given as :class:`Deferred`, so that ``from module import name`` imports nothing yet.
        known: names and values that need no import.
    """

    def __init__(self, name: str, names: Iterable[str] = (), known: Mapping[str, object] | None = None):
        super().__init__(name, f'Stand-in made by {__name__}.')
        vars(self).update(known or {}, _deferred_names=frozenset(names))

    def __getattr__(self, name: str) -> Any:
        real = find_loaded(self)
        if real is not None:
            return getattr(real, name)
        if name in self._deferred_names:
            return stand_in_for(self.__name__, name)
        part = PLACED.get(f'{self.__name__}.{name}')
        if part is not None:
            return part
        # inspect, pickle and copy ask every module for special names. __path__ is asked for by imports of parts.
        if is_special(name) and name not in ('__path__', '__all__', '__version__'):
            raise AttributeError(f'module {self.__name__!r} has no attribute {name!r}')
        return getattr(load_module(self), name)

    def __setattr__(self, name: str, value: object) -> None:
        if is_special(name):
            super().__setattr__(name, value)
        else:
            setattr(load_module(self), name, value)

    def __repr__(self) -> str:
        return f'<stand-in for module {self.__name__!r}>'

    def __dir__(self) -> list[str]:
        return dir(load_module(self))


class Deferred(type):
    """Type of the classes that stand for a class, function or object of a module, and of their subclasses.

    A subclass keeps its identity: at its first use the real class takes the place of the stand-in among its bases,
    which Python allows for classes made in Python whose first base is one, too.
    """

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        real = load(cls)
        return super().__call__(*args, **kwargs) if real is cls else real(*args, **kwargs)

    def __getattr__(cls, name: str) -> Any:
        if is_special(name) or not any(map(is_stand_in, cls.__mro__)):
            raise AttributeError(f'type object {cls.__name__!r} has no attribute {name!r}')
        return getattr(load(cls), name)

    def __setattr__(cls, name: str, value: object) -> None:
        if is_special(name) or not is_stand_in(cls):
            super().__setattr__(name, value)
        else:
            setattr(load(cls), name, value)

    def __repr__(cls) -> str:
        return f'<stand-in for {cls.__module__}.{cls.__name__}>' if is_stand_in(cls) else super().__repr__()

    def __instancecheck__(cls, instance: object) -> bool:
        real = find_loaded(cls)
        return isinstance(instance, real) if isinstance(real, type) else super().__instancecheck__(instance)

    def __subclasscheck__(cls, subclass: type) -> bool:
        real = find_loaded(cls)
        return (isinstance(real, type) and issubclass(subclass, real)) or super().__subclasscheck__(subclass)


@cache
def stand_in_for(module: str, name: str) -> Deferred:
    """The one class that stands for ``name`` of ``module``; calling it calls the real thing."""
    members = {'__module__': module, '_stands_for': (module, name)}
    return Deferred(name, (), {**REPLACEMENTS.get((module, name), {}), **members})


def is_stand_in(value: object) -> bool:
    """Whether a value is a stand-in itself, not a subclass of one."""
    return isinstance(value, DeferredModule) or (type(value) is Deferred and '_stands_for' in vars(value))


def is_special(name: str) -> bool:
    return name.startswith('__') and name.endswith('__')


def find_loaded(value: object) -> Any:
    """The real thing behind a stand-in if it has been imported by any module; None otherwise and for anything else."""
    if not is_stand_in(value):
        return None
    module, name = (value.__name__, None) if isinstance(value, DeferredModule) else vars(value)['_stands_for']
    real = sys.modules.get(module)
    if real is None or isinstance(real, DeferredModule):
        return None
    return real if name is None else getattr(real, name, None)


def load(value: DeferredModule | Deferred) -> Any:
    """Import what a stand-in stands for; of a subclass of stand-ins the class itself, now with its real bases.

    Errors:
        ImportError: the real thing can't be imported.
    """
    if isinstance(value, DeferredModule):
        return load_module(value)
    for stand_in in filter(is_stand_in, value.__mro__):
        real = _load_behind(stand_in)
        for subclass in type.__subclasses__(stand_in):
            subclass.__bases__ = tuple(real if base is stand_in else base for base in subclass.__bases__)
        if stand_in is value:
            return real
    return value


def load_module(stand_in: DeferredModule) -> ModuleType:
    """Import the real module in place of its stand-in.

    Errors:
        ImportError: it can't be imported.
    """
    name = stand_in.__name__
    # A package would take parts that are not real: those of the same package go as well.
    remove_stand_ins([placed for placed in PLACED if placed.partition('.')[0] == name.partition('.')[0]])
    if sys.modules.get(name) is stand_in:
        del sys.modules[name]
    module = importlib.import_module(name)
    replace_loaded()
    return module


def _load_behind(stand_in: Deferred) -> Any:
    module, name = vars(stand_in)['_stands_for']
    source = sys.modules.get(module)
    source = load_module(source) if isinstance(source, DeferredModule) else importlib.import_module(module)
    real = getattr(source, name)
    replace_loaded()
    return real


def remove_stand_ins(names: Iterable[str]) -> None:
    """Remove stand-ins that were placed from ``sys.modules``."""
    for name in names:
        if sys.modules.get(name) is PLACED.pop(name):
            del sys.modules[name]


def remember_holders(modules: Iterable[ModuleType]) -> None:
    """Keep those modules in mind that hold stand-ins."""
    HOLDERS.extend(module for module in modules if any(map(is_stand_in, list(vars(module).values()))))


def replace_loaded() -> None:
    """Put real things that have been imported wherever a module holds a stand-in for them."""
    for module in HOLDERS:
        for name, value in list(vars(module).items()):
            real = find_loaded(value)
            if real is not None:
                setattr(module, name, real)


def _load_by_name(module: str, name: str) -> Any:
    value = getattr(importlib.import_module(module), name)
    return load(value) if isinstance(value, Deferred) else value


# A pickle refers to the real thing.
copyreg.pickle(Deferred, lambda cls: (_load_by_name, (cls.__module__, cls.__qualname__)))
