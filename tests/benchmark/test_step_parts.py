"""Parts of a step on a clock that is moved by hand."""

from types import SimpleNamespace

import pytest

from aariz_mm.benchmark.step_parts import StepParts, watch


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Hook:
    def before_train_iter(self):
        return 'before'

    def after_train_iter(self):
        return 'after'


def make_runner():
    model = SimpleNamespace(data_preprocessor=SimpleNamespace(forward=abs), _run_forward=abs, parse_losses=abs)
    wrapper = SimpleNamespace(backward=abs, step=abs, zero_grad=abs)
    loop = SimpleNamespace(run_iter=abs)
    return SimpleNamespace(model=model, optim_wrapper=wrapper, train_loop=loop, hooks=[Hook()])


def test_parts_add_up_what_is_done_within():
    clock = Clock()
    parts = StepParts(clock=clock)
    for seconds in (1, 2):
        with parts.measured('backward'):
            clock.now += seconds
        clock.now += 10
    assert parts.seconds == dict(backward=[1, 2])


def test_calls_of_a_step_are_summed():
    parts = StepParts()
    parts.seconds.update(hook=[1, 2, 3, 4], backward=[5, 6])
    assert parts.per_step(2) == dict(hook=[3, 7], backward=[5, 6])


def test_what_fails_is_measured_too():
    parts = StepParts()
    with pytest.raises(KeyError), parts.measured('a'):
        raise KeyError
    assert len(parts.seconds['a']) == 1


def test_a_watched_runner_does_the_same_and_is_given_back_as_it_was():
    runner, parts = make_runner(), StepParts()
    with watch(runner, parts):
        assert runner.optim_wrapper.step(-2) == 2 and runner.hooks[0].after_train_iter() == 'after'
    assert {name: len(values) for name, values in parts.seconds.items()} == {
        'clipping and optimiser': 1,
        'hook Hook': 1,
    }
    assert runner.optim_wrapper.step is abs and not runner.hooks[0].__dict__


def test_hooks_of_the_measurement_are_left_out():
    runner, parts = make_runner(), StepParts()
    runner.hooks[0].turns = None
    with watch(runner, parts):
        runner.hooks[0].after_train_iter()
    assert not parts.seconds
