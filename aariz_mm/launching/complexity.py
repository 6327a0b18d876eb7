"""What a model costs: parameters, multiply-adds and seconds per image, from its config alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

import numpy as np
import torch
from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmengine.structures import InstanceData
from mmpose.registry import MODELS
from mmpose.structures import PoseDataSample
from mmpretrain.structures import DataSample
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from .configs import is_ensemble
from .matching import check_parts_match

__all__ = ['HEADER', 'Complexity', 'find_input_size', 'format_note', 'format_row', 'measure_complexity', 'time_calls']

HEADER = '| config | input (w x h) | parameters, M | GFLOPs | seconds per image |\n| --- | --- | --- | --- | --- |'


@dataclass(frozen=True)
class Complexity:
    """Cost of a model at ``input_size`` [w, h] for one image; ``seconds`` on a CPU with ``num_threads`` threads.

    ``multiply_adds`` counts one multiplication with its addition as one, in convolutions, matrix products and
    attention; normalisation, activation and decoding are left out.
    """

    input_size: tuple[int, int]
    num_parameters: int
    multiply_adds: int
    seconds: float
    num_threads: int


def measure_complexity(config: Config, repeats: int = 10) -> Complexity:
    """Cost of the model of a config, with random weights, on the CPU; nothing is fetched and no data is read.

    Args:
        config: one of a single model, whose test pipeline says its ``input_size``.
        repeats: images timed one by one, from the network's input to landmarks or stage, after two that are not; their
            median counts.
    Errors:
        ValueError: an ensemble, a test pipeline without ``input_size``, or parts that do not fit together.
    """
    if is_ensemble(config, ()):
        raise ValueError('this is the config of an ensemble; measure that of its members, and multiply')
    init_default_scope(config.get('default_scope', 'mmpose'))
    input_size = find_input_size(config)
    check_parts_match(config, ['test'])
    model = MODELS.build(config.model).eval()  # init_weights is not called, so no weights are looked for
    build_sample = DataSample if config.model.type.endswith('ImageClassifier') else lambda: _whole_picture(input_size)
    with torch.no_grad():
        with FlopCounterMode(display=False) as counter:
            _answer(model, input_size, build_sample())
        seconds = time_calls(lambda: _answer(model, input_size, build_sample()), repeats)
    # The counter takes a multiplication and its addition for two.
    multiply_adds = counter.get_total_flops() // 2
    num_parameters = sum(value.numel() for value in model.parameters())
    return Complexity(input_size, num_parameters, multiply_adds, seconds, torch.get_num_threads())


def find_input_size(config: Config) -> tuple[int, int]:
    """[w, h] of the network's input, as the test pipeline makes it.

    Errors:
        ValueError: no transform of it has an ``input_size``.
    """
    pipeline = config.test_dataloader.dataset.pipeline
    sizes = [transform['input_size'] for transform in pipeline if 'input_size' in transform]
    if not sizes:
        raise ValueError('no transform of test_dataloader.dataset.pipeline has an input_size; is this a model config?')
    return tuple(sizes[-1])


def time_calls(call: Callable[[], object], repeats: int) -> float:
    """Median of the seconds that a call takes, after two calls that do not count."""
    seconds = []
    for _ in range(2 + repeats):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return median(seconds[2:])


def _whole_picture(input_size: tuple[int, int]) -> PoseDataSample:
    """A sample whose original is the network's input itself."""
    size = np.array(input_size, dtype=np.float32)
    sample = PoseDataSample(metainfo=dict(input_size=input_size, input_center=size / 2, input_scale=size))
    box = np.array([[0, 0, *input_size]], dtype=np.float32)
    sample.gt_instances = InstanceData(bboxes=box, bbox_scores=np.ones(1, dtype=np.float32))
    return sample


def _answer(model: nn.Module, input_size: tuple[int, int], sample) -> None:
    # Noise: the landmarks of a flat image would all fall on one place.
    noise = np.random.default_rng(0).integers(0, 256, (3, *reversed(input_size)), dtype=np.uint8)
    model.test_step(dict(inputs=[torch.from_numpy(noise)], data_samples=[sample]))


def format_row(name: str, cost: Complexity) -> str:
    """A row under :data:`HEADER`."""
    width, height = cost.input_size
    numbers = f'{cost.num_parameters / 1e6:.2f} | {cost.multiply_adds / 1e9:.2f} | {cost.seconds:.3f}'
    return f'| `{name}` | {width} x {height} | {numbers} |'


def format_note(costs: Mapping[str, Complexity]) -> str:
    """What the numbers of a table mean."""
    threads = sorted({cost.num_threads for cost in costs.values()})
    return (
        'One FLOP is a multiply-add, counted in convolutions, matrix products and attention. Seconds: median of single '
        f'images from the input to the prediction, CPU, {"/".join(map(str, threads))} thread(s), random weights.'
    )
