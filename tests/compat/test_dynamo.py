"""What optimisers ask PyTorch's compiler for, before it is there and after."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from aariz_mm.compat import dynamo
from aariz_mm.compat.deferred import DeferredModule


@pytest.fixture
def asleep(monkeypatch) -> DeferredModule:
    stand_in = DeferredModule(dynamo.NAME, known=dict(disable=dynamo.disable, graph_break=dynamo.graph_break))
    monkeypatch.setitem(sys.modules, dynamo.NAME, stand_in)
    return stand_in


@pytest.fixture
def wake(asleep, monkeypatch):
    """Puts a compiler there that notes what it is to leave alone."""

    def put() -> list:
        calls = []
        real = ModuleType(dynamo.NAME)
        real.disable = lambda fn, recursive, **settings: calls.append((fn, recursive, settings)) or fn
        monkeypatch.setitem(sys.modules, dynamo.NAME, real)
        return calls

    return put


def double(number: int) -> int:
    return 2 * number


def test_a_disabled_function_works_before_the_compiler_is_there(asleep):
    disabled = asleep.disable(double, reason='none')
    assert disabled(4) == 8
    assert asleep.graph_break() is None
    assert sys.modules[dynamo.NAME] is asleep


def test_the_compiler_sees_that_the_function_is_disabled(asleep):
    disabled = asleep.disable(double, recursive=False, reason='slow')
    assert (disabled._torchdynamo_disable, disabled._torchdynamo_disable_recursive) == (True, False)
    assert (disabled._torchdynamo_disable_msg, disabled._torchdynamo_orig_callable) == ('slow', double)


def test_once_the_compiler_is_there_it_is_called_once(asleep, wake):
    disabled = asleep.disable(double, wrapping=False)
    calls = wake()
    assert [disabled(1), disabled(2)] == [2, 4]
    assert calls == [(double, True, dict(wrapping=False))]


def test_what_is_no_function_is_for_the_compiler(asleep, wake):
    calls = wake()
    dynamo.disable(int)
    assert calls == [(int, True, {})]


def test_a_compiler_that_was_imported_stays(monkeypatch):
    real = ModuleType(dynamo.NAME)
    monkeypatch.setitem(sys.modules, dynamo.NAME, real)
    assert not dynamo.defer_dynamo()
    assert sys.modules[dynamo.NAME] is real


def test_the_compiler_is_deferred_until_it_is_imported(monkeypatch):
    monkeypatch.delitem(sys.modules, dynamo.NAME, raising=False)
    assert dynamo.defer_dynamo()
    stand_in = sys.modules[dynamo.NAME]
    assert stand_in.__spec__.origin == stand_in.__file__
    assert stand_in.disable is dynamo.disable
