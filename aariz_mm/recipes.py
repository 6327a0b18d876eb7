"""What a config computes from its size, codec and epochs, so that each of them is in one place.

Configs import these functions after ``_base_``, by which MMEngine knows a text config. All of them return plain dicts
and lists, which ``--cfg-options``, ``Config.dump`` and configs built on top see as if they had been written out.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = [
    'average_weights',
    'crop_dataloaders',
    'dataloaders',
    'joint_evaluators',
    'make_codec',
    'one_cycle',
    'pipelines',
    'trained_by',
]

_BEFORE_THE_WARP = ('RandomFlip', 'RandomBBoxTransform', 'RandomBox')
"""Augmentations that the warp to the network's input carries out; all others act on what it gave."""


def make_codec(kind: str, input_size: Sequence[int], stride: int = 4, **settings) -> dict:
    """Config of a codec with heatmaps.

    Args:
        kind: its type, such as 'SpatialSoftmaxCodec'.
        input_size: (w, h) of the network's input, pixels.
        stride: pixels of the input to a cell of the heatmap, along each axis.
        **settings: further settings of the codec.
    Errors:
        ValueError: the input is no whole number of cells.
    Example: a stride of 4 at (256, 320) gives a heatmap_size of (64, 80)
    """
    if any(side % stride for side in input_size):
        raise ValueError(f'input_size={tuple(input_size)}: expected multiples of the stride, {stride} pixels')
    cells = tuple(side // stride for side in input_size)
    return dict(type=kind, input_size=tuple(input_size), heatmap_size=cells, **settings)


def pipelines(
    codec: Mapping,
    augment: Sequence[Mapping] = (),
    fit_size: Sequence[int] | None = None,
    *,
    input_points: bool = False,
    use_udp: bool = False,
) -> tuple[list[dict], list[dict]]:
    """Steps from a file to a packed sample, for training and for testing.

    Args:
        codec: config of the head's codec; its ``input_size`` is that of the pipeline.
        augment: random steps of training; ``RandomFlip``, ``RandomBox`` and MMPose's ``RandomBBoxTransform`` go before
            the warp, each kind in the order given. Noise that is the last of them is made on the model's device.
        fit_size: (w, h) into which the radiograph is reduced, once, before all else; a quarter more than the input
            where None, so that augmentation enlarges what is there.
        input_points: whether the landmarks in pixels of the input are packed, for models that crop it.
        use_udp: the unbiased frames of UDP.
    """
    size = tuple(codec['input_size'])
    fit_size = tuple(side * 5 // 4 for side in size) if fit_size is None else tuple(fit_size)
    load = [dict(type='LoadCephalogram', fit_size=fit_size), dict(type='GetBBoxCenterScale', padding=1.0)]
    warp = dict(type='CephalogramAffine', input_size=size, **(dict(use_udp=True) if use_udp else {}))
    before = [step for step in augment if step['type'] in _BEFORE_THE_WARP]
    after = [step for step in augment if step['type'] not in _BEFORE_THE_WARP]
    if after and after[-1]['type'] == 'RandomGaussianNoise':
        after[-1] = dict(after[-1], on_batch=True)
    target, pack = dict(type='GenerateTarget', encoder=codec), dict(type='PackCephalogram', one_channel=True)
    train_pack = dict(pack, pack_transformed=True) if input_points else pack
    return [*load, *before, warp, *after, target, train_pack], [*load, warp, pack]


def dataloaders(
    codec: Mapping,
    augment: Sequence[Mapping] = (),
    fit_size: Sequence[int] | None = None,
    *,
    batch_size: int | None = None,
    dataset: Mapping | None = None,
    **settings,
) -> tuple[dict, dict, dict]:
    """What a config changes in the loaders for training, validation and testing: their pipelines and more.

    Args:
        codec, augment, fit_size: those of :func:`pipelines`.
        batch_size: images of a batch; None leaves that of the base.
        dataset: further settings of the dataset, such as its reader.
        **settings: further ones of :func:`pipelines`.
    """
    more = {} if batch_size is None else dict(batch_size=batch_size)
    both = pipelines(codec, augment, fit_size, **settings)
    return tuple(dict(more, dataset=dict(dataset or {}, pipeline=both[index])) for index in (0, 1, 1))


def crop_dataloaders(
    input_size: Sequence[int],
    warp: Mapping,
    augment: Sequence[Mapping],
    pack: Mapping,
    fit_size: Sequence[int] = (320, 320),
) -> tuple[dict, dict, dict]:
    """What a classifier of C2-C4 crops changes in the loaders for training, validation and testing.

    Args:
        input_size: (w, h) of the network's input, pixels.
        warp: settings of ``CVMCropAffine`` in training, how far it may turn, resize and move.
        augment: further random steps of training.
        pack: the packing step.
        fit_size: (w, h) into which a crop is reduced first; the crops of Aariz have 512 x 512.
    """
    load = [dict(type='LoadCephalogram', fit_size=tuple(fit_size), cache_dir=None), dict(type='StretchGrey')]
    to_input = dict(type='CVMCropAffine', input_size=tuple(input_size))
    train, test = [*load, dict(to_input, **warp), *augment, pack], [*load, to_input, pack]
    return tuple(dict(dataset=dict(pipeline=steps)) for steps in (train, test, test))


def one_cycle(
    epochs: int,
    max_rate: float = 1e-3,
    *,
    val_interval: int | None = None,
    warm_up: float = 0.1,
    average_steps: int | None = None,
    average_from: int | None = None,
) -> tuple[dict, list[dict], list[dict]]:
    """``train_cfg``, ``param_scheduler`` and ``custom_hooks`` of a training by one cycle of the rate.

    Args:
        epochs: length of the training.
        max_rate: the largest learning rate, reached after the share ``warm_up`` of the steps.
        val_interval: epochs from one validation to the next; None validates once, after the last.
        average_steps: steps over which the weights are averaged; the average is evaluated and saved. None averages
            nothing.
        average_from: epoch from which on they are, by default three quarters of the epochs. 0 averages from the first
            step on over a tenth of the steps made, ``average_steps`` at most.
    Errors:
        ValueError: fewer than 1 epoch, or an average that begins when training is over.
    """
    if epochs < 1:
        raise ValueError(f'epochs={epochs}, expected at least 1')
    hooks: list[dict] = [dict(type='ChannelsLastHook')]
    if average_steps is not None:
        hooks.append(average_weights(average_steps, epochs * 3 // 4 if average_from is None else average_from, epochs))
    rate = dict(type='OneCycleLR', eta_max=max_rate, total_steps=epochs, pct_start=warm_up, convert_to_iter_based=True)
    return dict(max_epochs=epochs, val_interval=val_interval or epochs), [rate], hooks


def average_weights(steps: int, from_epoch: int, epochs: int) -> dict:
    """The hook that averages the weights of a training, see :func:`one_cycle`.

    Errors:
        ValueError: ``from_epoch`` is not one of the ``epochs``.
    """
    if not 0 <= from_epoch < epochs:
        raise ValueError(f'weights averaged from epoch {from_epoch} on, expected one of 0 to {epochs - 1}')
    hook = dict(type='AveragingHook', momentum=1 / steps, update_buffers=True)
    if from_epoch == 0:
        return dict(hook, ema_type='MomentumAnnealingEMA', gamma=10)
    return dict(hook, ema_type='ExponentialMovingAverage', begin_epoch=from_epoch)


def joint_evaluators() -> tuple[list[dict], list[dict]]:
    """``val_evaluator`` and ``test_evaluator`` of a model that finds landmarks and the CVM stage."""
    metrics = [dict(type='RadialErrorMetric'), dict(type='CVMMetric')]
    return metrics, [*metrics, dict(type='MeasurementMetric')]


def trained_by(config: str | Path, **changes) -> dict:
    """Member of an ensemble: the model of another config and that config's name.

    Args:
        config: path of the config that trains the member, relative to the file that calls this, as those of ``_base_``
            are, or else to the working directory.
        **changes: merged into the model, such as ``refiner=dict(looks_px=...)``.
    Returns:
        ``config``, its base name without ``.py``, and ``model``.
    Errors:
        FileNotFoundError: there is no such config.
    """
    from mmengine.config import Config

    # MMEngine runs a config under the name of its file.
    caller = Path(sys._getframe(1).f_code.co_filename)
    beside = caller.parent / config
    trained = Config.fromfile(str(beside if beside.is_file() else config), import_custom_modules=False)
    trained.merge_from_dict(dict(model=changes))
    return dict(config=Path(config).stem, model=trained.model.to_dict())
