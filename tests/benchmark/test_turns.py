"""The order of calls, and what the clock says of them."""

import gc
import time

import pytest

from aariz_mm.benchmark.turns import measure_in_turn, seconds_of
from aariz_mm.compat.window import without_collection


def test_calls_change_their_order_in_every_round():
    made = []
    calls = {name: lambda index, name=name: made.append((name, index)) for name in 'ab'}
    measure_in_turn(calls, rounds=3)
    assert made == [('a', 0), ('b', 0), ('b', 1), ('a', 1), ('a', 2), ('b', 2)]


def test_each_call_gets_its_own_seconds():
    found = measure_in_turn(dict(fast=lambda _: None, slow=lambda _: time.sleep(0.02)), rounds=3, clock='wall')
    assert [len(values) for values in found.values()] == [3, 3]
    assert min(found['slow']) >= 0.02 > max(found['fast'])


def test_the_clock_of_the_cpu_does_not_count_sleep():
    assert seconds_of(lambda _: time.sleep(0.05), 0, 'cpu') < 0.02


@pytest.mark.parametrize('was_on', [True, False])
def test_the_collector_is_off_within_and_as_before_afterwards(was_on):
    (gc.enable if was_on else gc.disable)()
    try:
        with without_collection():
            assert not gc.isenabled()
        assert gc.isenabled() == was_on
    finally:
        gc.enable()
