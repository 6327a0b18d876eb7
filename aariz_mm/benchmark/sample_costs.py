"""What a training sample costs, beside MMPose's own pipeline; single-threaded, in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from mmengine.config import Config
from mmengine.dataset import pseudo_collate
from mmengine.registry import init_default_scope

from aariz_mm.benchmark.choices import CHOICES, undo
from aariz_mm.benchmark.progress import followed
from aariz_mm.benchmark.results import Goal, Row, compare, single
from aariz_mm.benchmark.sides import Side, collate_of, with_cache
from aariz_mm.benchmark.spreads import spread
from aariz_mm.benchmark.stock import describe_stock, stock_pipeline, stock_preprocessor
from aariz_mm.benchmark.turns import CLOCKS, measure_in_turn

__all__ = ['Costs', 'measure_samples']

_GOALS = dict(
    png=(Goal('ours', 4.0, 'at most 4 ms'), Goal('ratio', 1 / 20, '20 x')),
    jpg=(Goal('ratio', 1 / 4, '4 x'),),
)
_COLD = (Goal('ratio', 0.9, 'at most 0.9 of stock'),)
_MS = 1000
_SEVERAL = 8


@dataclass(frozen=True)
class Costs:
    """Rows, and the steps of the reference by name."""

    rows: list[Row]
    reference: str


def measure_samples(
    config: Config, cache_dir: str | Path, rounds: int = 40, image_format: str = 'png', clock: str = 'cpu'
) -> Costs:
    """Costs of a training sample in milliseconds, ours and stock in turn on the same radiograph.

    Args:
        config: of a landmark model; its ``train_dataloader`` says the data, the pipeline and the size of a batch.
        cache_dir: folder for the image cache, of which nothing may be there yet.
        rounds: samples that are measured.
        image_format: 'png' or 'jpg', which says the goals.
        clock: 'cpu' or 'wall'.
    Errors:
        ValueError: a step that MMPose has no counterpart of.
    """
    init_default_scope(config.get('default_scope', 'mmpose'))
    loader, cache_dir = config.train_dataloader, Path(cache_dir)
    pipeline = with_cache(loader.dataset.pipeline, cache_dir / 'warm')
    prepare = config.model.data_preprocessor
    stock = stock_pipeline(pipeline)
    ours = Side(loader.dataset, pipeline, prepare, collate_of(loader))
    reference = Side(loader.dataset, stock, stock_preprocessor(prepare), pseudo_collate)
    for index in followed(range(len(ours.dataset)), 'warming up'):
        ours.sample(index)
        reference.sample(index)
    fewer = max(3, rounds // 2)
    cold = _cold(config, reference, cache_dir, fewer, clock)
    bare = Side(loader.dataset, stock_pipeline(pipeline, greys=False), stock_preprocessor({}), pseudo_collate)
    rows = [
        *_warm_rows(ours, reference, loader.batch_size, rounds, image_format, clock),
        compare('sample, cold cache', cold['ours'], cold['stock'], goals=_COLD),
        *_without_greys(ours, bare, fewer, clock),
        *_choice_rows(ours, config, pipeline, fewer, clock),
        *_step_rows(ours, 'ours', rounds, clock),
        *_step_rows(reference, 'stock', fewer, clock),
    ]
    return Costs(rows, describe_stock(stock))


def _warm_rows(ours: Side, stock: Side, batch_size: int, rounds: int, image_format: str, clock: str) -> list[Row]:
    warm = _in_ms(measure_in_turn(dict(ours=ours.sample, stock=stock.sample), rounds, clock, 'sample, warm cache'))
    shares = _batch_shares(ours, stock, batch_size, rounds, clock)
    both = {name: [one + other for one, other in zip(warm[name], shares[name], strict=True)] for name in warm}
    goals = _GOALS[image_format]
    return [
        compare('sample, warm cache', warm['ours'], warm['stock'], goals=goals),
        compare('sample and what it moved to the batch', _add_moved(warm['ours'], shares), warm['stock'], goals=goals),
        compare(f"a sample's share of collating and preprocessing {batch_size}", shares['ours'], shares['stock']),
        compare('sample and its share of the batch', both['ours'], both['stock']),
    ]


def _choice_rows(ours: Side, config: Config, pipeline: Sequence[dict], rounds: int, clock: str) -> list[Row]:
    """A sample with its share of the batch, beside that of our pipeline without one of its choices."""
    loader, rows = config.train_dataloader, []
    for choice, what in CHOICES.items():
        steps = undo(choice, pipeline)
        if steps is None:
            continue
        without = Side(loader.dataset, steps, config.model.data_preprocessor, collate_of(loader))
        calls = dict(ours=_several(ours), stock=_several(without))
        warm = {name: [value / _SEVERAL for value in values] for name, values in
                _in_ms(measure_in_turn(calls, rounds, clock, f'choice: {choice}')).items()}  # fmt: skip
        shares = _batch_shares(ours, without, loader.batch_size, rounds, clock)
        both = [[one + share for one, share in zip(warm[name], shares[name], strict=True)] for name in warm]
        rows.append(compare(f'choice: {what}', *both))
    return rows


def _several(side: Side) -> Callable[[int], object]:
    """So many samples at once, as half of them have noise and the median of single ones would be one or the other."""
    return lambda index: [side.sample(_SEVERAL * index + number) for number in range(_SEVERAL)]


def _in_ms(seconds: Mapping[str, Sequence[float]]) -> dict[str, list[float]]:
    return {name: [value * _MS for value in values] for name, values in seconds.items()}


def _batch_shares(ours: Side, stock: Side, batch_size: int, rounds: int, clock: str) -> dict[str, list[float]]:
    """Milliseconds per sample; each batch is made of other samples, so that noise is drawn as often as in training."""
    made = {}
    for name, side in (('ours', ours), ('stock', stock)):
        samples = [side.sample(index) for index in range(batch_size * min(8, rounds))]
        made[name] = [samples[start : start + batch_size] for start in range(0, len(samples), batch_size)]
        side.batch(made[name][0])
    calls = {
        name: lambda index, side=side, batches=made[name]: side.batch(batches[index % len(batches)])
        for name, side in (('ours', ours), ('stock', stock))
    }
    found = _in_ms(measure_in_turn(calls, rounds, clock, 'batch'))
    return {name: [value / batch_size for value in values] for name, values in found.items()}


def _add_moved(samples: Sequence[float], shares: Mapping[str, Sequence[float]]) -> list[float]:
    """Milliseconds of samples with what their batch costs more than that of stock; nothing is taken off for less."""
    more = spread([one - other for one, other in zip(shares['ours'], shares['stock'], strict=True)]).median
    return [sample + max(0.0, more) for sample in samples]


def _cold(config: Config, stock: Side, cache_dir: Path, rounds: int, clock: str) -> dict[str, list[float]]:
    """Milliseconds of a sample whose radiograph has never been read, so that an entry of the cache is made, too."""
    dataset = config.train_dataloader.dataset
    made = [
        Side(dataset, with_cache(dataset.pipeline, cache_dir / f'cold{index}'), dict(config.model.data_preprocessor),
              pseudo_collate)
        for index in range(rounds)
    ]  # fmt: skip
    calls = dict(ours=lambda index: made[index].sample(index), stock=stock.sample)
    return _in_ms(measure_in_turn(calls, rounds, clock, 'sample, cold cache'))


def _without_greys(ours: Side, bare: Side, rounds: int, clock: str) -> list[Row]:
    found = _in_ms(measure_in_turn(dict(ours=ours.sample, stock=bare.sample), rounds, clock, 'sample without greys'))
    return [compare('sample, warm, of a stock pipeline that leaves grey values', found['ours'], found['stock'])]


def _step_rows(side: Side, name: str, rounds: int, clock: str) -> list[Row]:
    """A row for each transform of a pipeline; the first fetches the record."""
    steps, now = side.steps(), CLOCKS[clock]
    labels = ['record of the dataset', *(type(step).__name__ for step in steps)]
    seconds: list[list[float]] = [[] for _ in labels]
    for index in followed(range(rounds), f'steps of {name}'):
        np.random.seed(index)
        times = [now()]
        results = side.dataset.get_data_info(index % len(side.dataset))
        times.append(now())
        for step in steps:
            results = step(results)
            times.append(now())
        for values, (start, end) in zip(seconds, pairwise(times), strict=True):
            values.append(_MS * (end - start))
    return [
        single(f'step of {name}: {label}', values, ours=name == 'ours')
        for label, values in zip(labels, seconds, strict=True)
    ]
