"""Whether checkpoints are of the model and the data of a config, before data are read or anything is written."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from mmengine.config import Config
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS, MODELS
from torch import nn

from aariz_mm.engine.checkpoints import load_fitting_weights, load_weights, read_checkpoint
from aariz_mm.engine.stored_config import model_differences, read_stored_config

__all__ = ['check_landmarks', 'check_same_model', 'check_test_weights', 'check_training_weights']

_DECISIVE = re.compile(r'(\S+\.)?((decoder|data_preprocessor)(\.\S+)?|type) is ')
"""Settings without which the same weights predict something else: the codec, the normalisation, kinds of parts."""


def check_test_weights(config: Config) -> None:
    """Check the checkpoints of a config for testing: that of ``load_from``, or those of an ensemble's members.

    Errors:
        FileNotFoundError, ValueError: no such checkpoint, one of another model, or one that finds other landmarks than
        the test data have.
    """
    dataset = config.get('test_dataloader', {}).get('dataset')
    if config.load_from is None:
        model = _build(config)
        check_landmarks(dataset, model.dataset_meta, 'the first checkpoint')
    else:
        _check_strictly(config, read_checkpoint(config.load_from), config.load_from, dataset)


def check_training_weights(config: Config, saved: Mapping | None = None) -> None:
    """Check the checkpoint that a training starts from: all of it to resume, what fits of it for a new training.

    A checkpoint that is no local file (an address) is looked at when it is loaded.

    Args:
        saved: the checkpoint of ``load_from`` if it has been read.
    Errors:
        FileNotFoundError, ValueError: as :func:`check_test_weights`, or nothing of it fits a new training.
    """
    start = config.get('load_from')
    if not start or '://' in str(start):
        return
    saved = read_checkpoint(start) if saved is None else saved
    if config.get('resume'):
        _check_strictly(config, saved, start, config.get('train_dataloader', {}).get('dataset'))
    else:
        load_fitting_weights(_build(config), saved, start)


def _check_strictly(config: Config, saved: Mapping, checkpoint: str, dataset: Any) -> None:
    load_weights(_build(config), saved, checkpoint)
    check_same_model(config.model, saved, checkpoint)
    check_landmarks(dataset, (saved.get('meta') or {}).get('dataset_meta'), checkpoint)


def _build(config: Config) -> nn.Module:
    init_default_scope(config.get('default_scope', 'mmpose'))
    return MODELS.build(deepcopy(config.model))  # some models write their defaults into the config they get


def check_same_model(model: Mapping, saved: Mapping, checkpoint: str | Path) -> None:
    """Check that a checkpoint's weights predict by this model what they predict by the one that it was trained with.

    Other settings than codec, normalisation and kinds of parts are a warning, for most of them only act in training. A
    checkpoint that does not say its config passes.

    Args:
        model: the config's ``model``.
        saved: what ``read_checkpoint`` gave.
    Errors:
        ValueError: they predict something else, because the codec, the normalisation or the kind of a part differs.
    """
    stored = read_stored_config(saved)
    differences = [] if stored.model is None else model_differences(stored.model, model)
    decisive = [line for line in differences if _DECISIVE.match(line)]
    if decisive:
        by = f' ({stored.name}.py)' if stored.name else ''
        raise ValueError(
            f'{checkpoint} was trained by another config{by}, so that its weights would predict something else: '
            f'{"; ".join(f"model.{line}" for line in decisive[:3])} by this config; give the config it was trained with'
        )
    if differences:
        listed = '; '.join(f'model.{line}' for line in differences[:5])
        warnings.warn(f'{checkpoint} was trained with other settings: {listed} by this config', stacklevel=3)


def check_landmarks(dataset: Any, trained_on: Mapping | None, checkpoint: str | Path) -> None:
    """Check that a checkpoint's landmarks are those of a dataset, in the same order.

    Args:
        dataset: its config.
        trained_on: ``dataset_meta`` of the checkpoint; None, where it has none, is a warning.
    Errors:
        ValueError: they are others, or in another order.
    """
    expected = _symbols(_metainfo(dataset))
    if expected is None:
        return
    if trained_on is None:
        warnings.warn(f'{checkpoint} does not say its landmarks; taken to be those of the config', stacklevel=3)
        return
    found = _symbols(trained_on)
    if found is not None and found != expected:
        same = sorted(found) == sorted(expected)
        at = next((i for i, pair in enumerate(zip(found, expected, strict=False)) if pair[0] != pair[1]), None)
        place = '' if at is None else f' Number {at + 1} is {found[at]!r} there and {expected[at]!r} here.'
        raise ValueError(
            f'{checkpoint} finds {"the same landmarks in another order" if same else "other landmarks"}: it has '
            f'{len(found)}, the data of the config have {len(expected)}.{place} Give the config it was trained with, '
            'or set the landmarks of the dataset to its own'
        )


def _metainfo(dataset: Any) -> Mapping:
    """Metainfo of a dataset without reading it; of the first one where several are wrapped into one."""
    while isinstance(dataset, Mapping) and ('dataset' in dataset or 'datasets' in dataset):
        dataset = dataset['dataset'] if 'dataset' in dataset else dataset['datasets'][0]
    return {} if not dataset else DATASETS.build(dict(deepcopy(dataset), lazy_init=True, pipeline=[])).metainfo


def _symbols(metainfo: Mapping) -> list[str] | None:
    names = metainfo.get('keypoint_id2name')
    return None if names is None else [names[index] for index in range(len(names))]
