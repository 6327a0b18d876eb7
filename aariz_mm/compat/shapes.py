"""PyTorch's questions about sizes, answered without sympy where the sizes are plain numbers."""

from __future__ import annotations

import importlib
import operator
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial, reduce
from typing import Any

from .deferred import DeferredModule, load_module
from .window import deferring

__all__ = ['SHAPES', 'following_shapes']

SHAPES = 'torch.fx.experimental.symbolic_shapes'


def following_shapes() -> AbstractContextManager:
    """Surrounding of what runs on the meta device, where every operation asks ``symbolic_shapes`` about its sizes.

    That module brings sympy, 0.6 s and 40 MB; of plain numbers its functions give back what they get. Anything else
    imports it.
    """
    functions = {name: partial(_answer, name, of_plain) for name, of_plain in _OF_PLAIN_SIZES.items()}
    imports = {SHAPES: (), 'sympy': ('Basic',), 'torch.utils._sympy.functions': ('Max',)}
    return deferring(sys.modules[__name__], imports, {SHAPES: functions})


def _answer(name: str, of_plain: Callable, *values: Any, **settings: Any) -> Any:
    if not settings and all(map(_is_plain, values)):
        return of_plain(*values)
    module = sys.modules.get(SHAPES)
    module = load_module(module) if isinstance(module, DeferredModule) else importlib.import_module(SHAPES)
    return getattr(module, name)(*values, **settings)


def _is_plain(value: Any) -> bool:
    return type(value) in (bool, int) or (isinstance(value, tuple | list) and all(map(_is_plain, value)))


def _itself(value: Any) -> Any:
    return value


def _is_equal(one: Any, other: Any) -> bool:
    return list(one) == list(other) if isinstance(one, tuple | list) else one == other


_OF_PLAIN_SIZES: Mapping[str, Callable] = {
    **dict.fromkeys(('expect_true', 'guard_or_false', 'guard_or_true', 'guard_size_oblivious'), _itself),
    **dict.fromkeys(('statically_known_true', 'guard_int', 'guarding_hint_or_throw'), _itself),
    'has_guarding_hint': lambda value: True,
    'is_nested_int': lambda value: False,
    'sym_and': lambda *values: reduce(operator.and_, values),
    'sym_or': lambda *values: reduce(operator.or_, values),
    'sym_eq': _is_equal,
}
