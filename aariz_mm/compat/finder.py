"""A finder of modules that runs listed ones inside a context of their own."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from copy import copy
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from .deferred import DeferredModule, load_module

__all__ = ['ContextFinder']


class ContextFinder(MetaPathFinder):
    """To be the first in ``sys.meta_path``: which file a module comes from is up to the others.

    Args:
        contexts: by a module's name what makes, of the module, the context in which it is to run.
    """

    def __init__(self, contexts: Mapping[str, Callable[[ModuleType], AbstractContextManager]]):
        self.contexts = contexts

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if target is None and name in sys.modules:  # its package was a stand-in, and has loaded it meanwhile
            return _spec_of_loaded(sys.modules[name])
        package = sys.modules.get(name.rpartition('.')[0])
        if isinstance(package, DeferredModule):
            return self._find_in_real_package(name, package)
        return self._find_elsewhere(name, path, target) if name in self.contexts else None

    def _find_in_real_package(self, name: str, package: DeferredModule) -> ModuleSpec | None:
        """Load the package first, as Python would have done."""
        load_module(package)
        if name not in sys.modules:
            return importlib.util.find_spec(name)
        spec = _spec_of_loaded(sys.modules[name])
        vars(sys.modules[name])['__spec__'] = spec  # of a module that turned up meanwhile Python takes its own one
        return spec

    def _find_elsewhere(self, name: str, path: Any, target: ModuleType | None) -> ModuleSpec | None:
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(name, path, target)
            if spec is not None:
                if hasattr(spec.loader, 'exec_module'):
                    spec.loader = _ContextLoader(spec.loader, self.contexts[name])
                return spec
        return None


class _ContextLoader(Loader):
    """Lets a module's own loader run it inside a context, and leaves no trace."""

    def __init__(self, loader: Loader, context: Callable[[ModuleType], AbstractContextManager]):
        self.loader, self.context = loader, context

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self.loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__.loader = module.__loader__ = self.loader
        with self.context(module):
            self.loader.exec_module(module)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loader, name)


class _LoaderOfLoaded(Loader):
    """Hands out a module that has run already, as it is."""

    def __init__(self, module: ModuleType):
        self.module, self.spec = module, module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return self.module

    def exec_module(self, module: ModuleType) -> None:
        vars(module)['__spec__'] = self.spec

    def __getattr__(self, name: str) -> Any:
        return getattr(self.spec.loader, name)


def _spec_of_loaded(module: ModuleType) -> ModuleSpec:
    spec = copy(module.__spec__)
    spec.loader = _LoaderOfLoaded(module)
    return spec
