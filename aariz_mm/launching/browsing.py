"""What a model is trained on: samples of a config's pipeline, drawn as the network gets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmengine.runner import set_random_seed
from mmpose.registry import DATASETS

from aariz_mm.engine.samples import symbols_of
from aariz_mm.geometry import inside_image
from aariz_mm.landmarks import CVM_STAGES
from aariz_mm.radiographs.processing import add_noise
from aariz_mm.transforms.channels import change_pixels
from aariz_mm.visualization.overlay import draw_landmarks_overlay

__all__ = ['NetworkInput', 'browse', 'draw_input', 'drawings']


@dataclass(frozen=True)
class NetworkInput:
    """An image as the network gets it.

    Args:
        img_id: of the radiograph or crop.
        image: (h, w, 3) uint8, the network's input.
        symbols: K landmark symbols; none of a crop.
        points_px: (K, 2) in pixels of ``image``.
        visible: (K,) bool, which landmarks the losses count: those that are marked and on the image.
        stage: CVM stage, 1 to 6; None where unknown.
    """

    img_id: str
    image: np.ndarray
    symbols: tuple[str, ...]
    points_px: np.ndarray
    visible: np.ndarray
    stage: int | None


def browse(
    config: Config,
    split: str = 'train',
    count: int | None = None,
    augmented: bool = True,
    repeats: int = 1,
    seed: int = 0,
) -> Iterator[NetworkInput]:
    """Samples of a split, in its order.

    Args:
        count: the first so many images; None takes all.
        augmented: as in training; False goes through the pipeline of testing.
        repeats: how often each image goes through the pipeline. seed: of the random changes.
    Errors:
        ValueError: ``count`` or ``repeats`` below 1, an unknown split, or a dataset without a pipeline of its own.
        FileNotFoundError: the dataset is not there.
    """
    if repeats < 1 or (count is not None and count < 1):
        raise ValueError(f'count={count}, repeats={repeats}: expected at least 1')
    dataset = _build_dataset(config, split, augmented)
    symbols = symbols_of(dataset.metainfo) if 'keypoint_id2name' in dataset.metainfo else ()
    set_random_seed(seed)
    for index in range(len(dataset) if count is None else min(count, len(dataset))):
        for _ in range(repeats):
            yield _as_input(dataset.prepare_data(index), symbols)


def drawings(inputs: Iterator[NetworkInput]) -> Iterator[tuple[str, Callable[[int], np.ndarray]]]:
    """Name and drawing of each, for ``write_drawings``; the names are numbered, so none is that of a radiograph."""
    for number, sample in enumerate(inputs):
        yield f'{number:03d}_{sample.img_id}', partial(draw_input, sample)


def draw_input(sample: NetworkInput, max_side: int = 1400) -> np.ndarray:
    """The image with its landmarks: (h, w, 3) uint8 RGB, the image's longer side ``max_side`` px."""
    words = [sample.img_id]
    if sample.symbols:
        words.append(f'{sample.visible.sum()} of {len(sample.symbols)} landmarks')
    if sample.stage is not None:
        words.append(CVM_STAGES[sample.stage - 1])
    return draw_landmarks_overlay(
        sample.image,
        sample.symbols,
        gt_px=sample.points_px if sample.symbols else None,
        visible=sample.visible,
        title=', '.join(words),
        max_side=max_side,
        legend=bool(sample.symbols),
    )


def _build_dataset(config: Config, split: str, augmented: bool):
    init_default_scope(config.get('default_scope', 'mmpose'))
    trained, tested = (config[f'{kind}_dataloader'].dataset for kind in ('train', 'test'))
    if 'pipeline' not in trained or 'pipeline' not in tested:
        raise ValueError(f'the dataset {trained.type} has no pipeline of its own; browse the one that it wraps')
    pipeline = (trained if augmented else tested).pipeline
    return DATASETS.build(dict(trained, split=split, pipeline=_without_targets(pipeline)))


def _without_targets(pipeline: Sequence[dict]) -> list[dict]:
    """The steps that make the image: all but targets and packing."""
    names = [step['type'].rpartition('.')[2] for step in pipeline]
    kept = [name != 'GenerateTarget' and not name.startswith('Pack') for name in names]
    return [step for step, keep in zip(pipeline, kept, strict=True) if keep]


def _with_noise(results: dict) -> np.ndarray:
    """The image with noise of the kind that the batch gets in training."""
    if 'noise_sd' not in results:
        return results['img']
    rng = np.random.default_rng(results['noise_seed'])
    return change_pixels(results['img'], lambda grey: add_noise(grey, results['noise_sd'], rng))


def _as_input(results: dict, symbols: tuple[str, ...]) -> NetworkInput:
    image, stage = _with_noise(results), results.get('cvm_stage')
    if not symbols:
        return NetworkInput(results['img_id'], image, (), np.empty((0, 2)), np.empty(0, dtype=bool), stage)
    points = results['transformed_keypoints'][0, :, :2]
    visible = (results['keypoints_visible'][0] > 0.5) & inside_image(points, image.shape[1::-1])
    return NetworkInput(results['img_id'], image, symbols, points, visible, stage)
