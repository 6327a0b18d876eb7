"""What the network of one radiograph costs by several runtimes, beside this machine's bound."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from mmengine.config import Config
from torch import nn

from aariz_mm.benchmark.bounds import Bound, Demand, measure_bound, measure_demand, seconds_at_best
from aariz_mm.benchmark.results import Row, compare, single
from aariz_mm.benchmark.turns import measure_in_turn
from aariz_mm.export.bundle import describe_bundle, render_graph
from aariz_mm.export.graphs import build_graph
from aariz_mm.inference.predictor import TrainedModel
from aariz_mm.launching.complexity import find_input_size
from aariz_mm.reading.bundle import Bundle

__all__ = ['EAGER', 'measure_network', 'runtimes']

EAGER = 'PyTorch eager'
_MS, _GIGA, _PERCENT = 1000, 1e9, 100


def measure_network(
    config: Config,
    checkpoint: str | Path,
    folder: Path,
    rounds: int = 20,
    threads: int = 1,
    clock: str = 'wall',
    compiled: bool = False,
) -> tuple[list[Row], list[str]]:
    """Rows of the network of one radiograph, from its grey pixels to landmarks, in milliseconds; and notes.

    Args:
        config: of a model that can be exported. checkpoint: of it. folder: for the bundle.
        compiled: whether torch.compile is measured, which takes minutes.
    """
    model = TrainedModel(config, checkpoint, 'cpu')
    graph = build_graph(model.model).eval()
    path = folder / 'measured.onnx'
    path.write_bytes(render_graph(graph, describe_bundle(model, graph, checkpoint)))
    width, height = find_input_size(config)
    picture = np.random.default_rng(0).integers(0, 256, (1, height, width), dtype=np.uint8)
    calls, notes = runtimes(graph, path, picture, threads, compiled)
    for call in calls.values():
        call(0)
    seconds = measure_in_turn(calls, rounds, clock)
    found = {name: [_MS * value for value in values] for name, values in seconds.items()}
    rows = [single(EAGER, found[EAGER], ours=False)]
    rows += [compare(name, values, found[EAGER]) for name, values in found.items() if name != EAGER]
    bound, demand = measure_bound(clock=clock), measure_demand(graph, torch.from_numpy(picture))
    return [*rows, *_bound_rows(found, bound, demand)], notes


def runtimes(
    graph: nn.Module, bundle: Path, picture: np.ndarray, threads: int, compiled: bool = False
) -> tuple[dict[str, Callable[[int], object]], list[str]]:
    """What runs the network on a picture (1, h, w) uint8, by the name of the runtime; and why others do not."""
    pixels, notes = torch.from_numpy(picture), []
    calls: dict[str, Callable[[int], object]] = {EAGER: _without_gradient(graph, pixels)}
    session = Bundle(bundle, threads=threads)
    calls['ONNX Runtime, the bundle'] = lambda _: session.run(picture)
    if compiled:
        calls['torch.compile'] = _without_gradient(torch.compile(graph), pixels)
    else:
        notes.append('torch.compile: not measured, it takes minutes; --compile measures it.')
    if find_spec('openvino') is None:
        notes.append('OpenVINO: not installed (pip install openvino).')
    else:
        calls['OpenVINO, the bundle'] = _openvino(bundle, picture, threads)
    return calls, notes


def _without_gradient(network: Callable, pixels: torch.Tensor) -> Callable[[int], object]:
    def call(_: int) -> object:
        with torch.inference_mode():
            return network(pixels)

    return call


def _openvino(bundle: Path, picture: np.ndarray, threads: int) -> Callable[[int], object]:
    import openvino

    settings = {'INFERENCE_NUM_THREADS': threads, 'PERFORMANCE_HINT': 'LATENCY'}
    network = openvino.Core().compile_model(str(bundle), 'CPU', settings)
    return lambda _: network([picture])


def _bound_rows(found: dict[str, list[float]], bound: Bound, demand: Demand) -> list[Row]:
    best = _MS * seconds_at_best(demand, bound)
    shares = [single(f'share of the bound reached: {name}', [_PERCENT * best / value for value in values], '%')
              for name, values in found.items()]  # fmt: skip
    return [
        *shares,
        single('this machine: arithmetic of a matrix product', [bound.flops / _GIGA], 'GFLOP/s'),
        single('this machine: bytes of a copy, read and written', [bound.bytes / _GIGA], 'GB/s'),
        single('the network: arithmetic (a multiply-add is two)', [demand.flops / _GIGA], 'GFLOP'),
        single('the network: bytes, each layer from and to memory', [demand.bytes / _GIGA], 'GB'),
        single('bound by arithmetic', [_MS * demand.flops / bound.flops]),
        single('bound by bytes', [_MS * demand.bytes / bound.bytes]),
    ]
