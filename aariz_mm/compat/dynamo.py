"""PyTorch's compiler, imported when something is compiled and not, as PyTorch does, by every optimiser."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any

from .deferred import DeferredModule, load_module
from .window import without_collection

__all__ = ['NAME', 'defer_dynamo', 'running_dynamo']

NAME = 'torch._dynamo'


def defer_dynamo() -> bool:
    """Let a stand-in provide what optimisers use of ``torch._dynamo``; anything else imports the real module.

    Every ``torch.optim.Optimizer`` imports it, 2 s with sympy, to call ``disable`` and ``graph_break``, which mean
    nothing before something is compiled.

    Returns:
        Whether it is deferred; not if it has been imported before.
    """
    if NAME not in sys.modules:
        spec = importlib.util.find_spec(NAME)
        known = dict(__spec__=spec, __file__=spec.origin, disable=disable, graph_break=graph_break)
        sys.modules[NAME] = DeferredModule(NAME, known=known)
    return is_deferred()


def is_deferred() -> bool:
    return isinstance(sys.modules.get(NAME), DeferredModule)


@contextmanager
def running_dynamo(module: ModuleType) -> Iterator[None]:
    """Surrounding of the real module: afterwards it does not compile the functions that :func:`disable` made."""
    with without_collection():
        yield
    skip_code = getattr(module.eval_frame, 'skip_code', None)
    if skip_code is not None:
        skip_code(_disable_later(lambda: None, True, {}).__code__)


def graph_break(msg: str = '') -> None:
    """What ``torch._dynamo.graph_break`` does outside of compiled code: nothing."""


def disable(fn: Any = None, recursive: bool = True, **settings: Any) -> Any:
    """``torch._dynamo.disable``, which for a function waits until the compiler is there."""
    if isinstance(fn, FunctionType):
        return _disable_later(fn, recursive, settings)
    return _load().disable(fn, recursive, **settings)


def _disable_later(fn: FunctionType, recursive: bool, settings: dict) -> Callable:
    disabled: list[Callable] = []

    @functools.wraps(fn)
    def outside_of_compiled_code(*args, **kwargs):
        if is_deferred():
            return fn(*args, **kwargs)
        if not disabled:
            disabled.append(_load().disable(fn, recursive, **settings))
        return disabled[0](*args, **kwargs)

    # By these the compiler knows that it must not look into a function.
    outside_of_compiled_code._torchdynamo_disable = True
    outside_of_compiled_code._torchdynamo_disable_msg = settings.get('reason')
    outside_of_compiled_code._torchdynamo_disable_recursive = recursive
    outside_of_compiled_code._torchdynamo_orig_callable = fn
    outside_of_compiled_code._torchdynamo_wrapper_id = id(outside_of_compiled_code)
    return outside_of_compiled_code


def _load() -> ModuleType:
    module = sys.modules.get(NAME)
    return load_module(module) if isinstance(module, DeferredModule) else importlib.import_module(NAME)
