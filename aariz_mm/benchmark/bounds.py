"""What this machine can do at best, arithmetic by a matrix product and bytes by a copy; and what a network asks for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.flop_counter import FlopCounterMode

from aariz_mm.benchmark.turns import seconds_of

__all__ = ['Bound', 'Demand', 'measure_bound', 'measure_demand', 'seconds_at_best']

_SIDE, _BYTES = 1024, 2**27


@dataclass(frozen=True)
class Bound:
    """Floating-point operations (an addition is one) and bytes, read or written, that this machine does in a second."""

    flops: float
    bytes: float


@dataclass(frozen=True)
class Demand:
    """What a network asks for: operations, and bytes if every layer reads its input and writes its output once."""

    flops: float
    bytes: float


def measure_bound(repeats: int = 5, clock: str = 'wall') -> Bound:
    """The best of some products of 1024 x 1024 float32 matrices, and of some copies of 128 MiB, by torch's threads."""
    first, second = torch.rand(2, _SIDE, _SIDE).unbind()
    source = np.ones(_BYTES, dtype=np.uint8)
    target = np.empty_like(source)
    products = [seconds_of(lambda _: first @ second, 0, clock) for _ in range(1 + repeats)]
    copies = [seconds_of(lambda _: np.copyto(target, source), 0, clock) for _ in range(1 + repeats)]
    return Bound(2 * _SIDE**3 / min(products), 2 * _BYTES / min(copies))


@torch.no_grad()
def measure_demand(network: nn.Module, *inputs: Tensor) -> Demand:
    """What one forward asks for.

    Args:
        network: its leaves are its layers.
    """
    moved: list[int] = []

    def note(module: nn.Module, given: tuple, made: object) -> None:
        tensors = [*given, made, *module.parameters(recurse=False)]
        moved.append(sum(one.numel() * one.element_size() for one in tensors if isinstance(one, Tensor)))

    leaves = [part for part in network.modules() if not list(part.children())]
    handles = [leaf.register_forward_hook(note) for leaf in leaves]
    try:
        with FlopCounterMode(display=False) as counter:
            network(*inputs)
    finally:
        for handle in handles:
            handle.remove()
    return Demand(float(counter.get_total_flops()), float(sum(moved)))


def seconds_at_best(demand: Demand, bound: Bound) -> float:
    """Seconds in which a machine at its bound could do it: the longer of arithmetic and bytes.

    Example: 10 operations and 4 bytes, at 5 operations and 1 byte a second -> 4
    """
    return max(demand.flops / bound.flops, demand.bytes / bound.bytes)
