"""Where the time of a training step goes: the parts of MMEngine's Runner, timed from outside while it trains."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from mmengine.runner import Runner

__all__ = ['StepParts', 'watch']

_HOOKED = ('before_train_iter', 'after_train_iter')


class StepParts:
    """Seconds of named parts, a list for each.

    Args:
        device: what runs there is waited for at both ends of a part, where it is a GPU.
        clock: gives seconds.
    """

    def __init__(self, device: str = 'cpu', clock: Callable[[], float] = time.perf_counter):
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.device, self.clock = device, clock

    @contextmanager
    def measured(self, name: str) -> Iterator[None]:
        """Measure what is done within, as one entry of a part."""
        start = self.now()
        try:
            yield
        finally:
            self.seconds[name].append(self.now() - start)

    def per_step(self, steps: int) -> dict[str, list[float]]:
        """Seconds of each part in each of so many steps, summed over its calls."""
        found = {}
        for name, values in self.seconds.items():
            calls = max(1, len(values) // steps)
            found[name] = [sum(values[start : start + calls]) for start in range(0, calls * steps, calls)]
        return found

    def now(self) -> float:
        """Seconds, once all that was begun is done."""
        if self.device != 'cpu':
            torch.cuda.synchronize()
        return self.clock()

    def timed(self, name: str, call: Callable) -> Callable:
        """A function that does the same and is measured."""

        def measured_call(*args: Any, **kwargs: Any) -> Any:
            with self.measured(name):
                return call(*args, **kwargs)

        return measured_call


@contextmanager
def watch(runner: Runner, parts: StepParts) -> Iterator[None]:
    """Measure the parts of all steps that a Runner makes within; afterwards it is as before.

    A hook with an attribute ``turns`` is one of the measurement and left out.
    """
    model, wrapper = runner.model, runner.optim_wrapper
    model = getattr(model, 'module', model)
    places = [
        (runner.train_loop, 'run_iter', 'step without the wait for data'),
        (model.data_preprocessor, 'forward', 'data preprocessor'),
        (model, '_run_forward', 'forward and loss'),
        (model, 'parse_losses', 'adding up losses'),
        (wrapper, 'backward', 'backward'),
        (wrapper, 'step', 'clipping and optimiser'),
        (wrapper, 'zero_grad', 'zero_grad'),
        *(
            (hook, name, f'hook {type(hook).__name__}')
            for hook in runner.hooks
            if not hasattr(hook, 'turns')
            for name in _HOOKED
        ),
    ]
    replaced = []
    for owner, name, part in places:
        replaced.append((owner, name, owner.__dict__.get(name)))
        setattr(owner, name, parts.timed(part, getattr(owner, name)))
    try:
        yield
    finally:
        for owner, name, own in replaced:
            _restore(owner, name, own)


def _restore(owner: Any, name: str, own: Any) -> None:
    """Give a method back; what an object had of its own, it gets again."""
    if own is None:
        delattr(owner, name)
    else:
        setattr(owner, name, own)
