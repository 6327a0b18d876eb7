"""Cross-validation inside the training split: every image is predicted by a model that was not trained on it."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from mmengine.config import Config
from mmengine.dist import is_main_process
from mmengine.evaluator import DumpResults, Evaluator
from mmengine.fileio import dump
from mmengine.logging import MMLogger, print_log
from mmpose.registry import DATASETS

from aariz_mm.evaluation.case_files import collect_cases
from aariz_mm.evaluation.cases import Cases
from aariz_mm.launching.checked_runner import build_training_runner
from aariz_mm.launching.resuming import checkpoint_folders, list_checkpoints
from aariz_mm.launching.run_record import record_run
from aariz_mm.processes.ranks import is_first_process

__all__ = ['cross_validate', 'fold_config', 'train_fold']


class _KeepResults(DumpResults):
    """Keeps the samples in memory that :class:`DumpResults` would write to a file."""

    def __init__(self):
        super().__init__(out_file_path='kept_in_memory.pkl')
        self.kept: list[dict] = []

    def compute_metrics(self, results: list[dict]) -> dict:
        """Keep them; no score."""
        self.kept = results
        return {}


def fold_config(config: Config, fold: int) -> Config:
    """A copy of a training config that trains without a fold, and validates and tests on it alone.

    The held-out fold is read as the training data are, but through the pipeline of its loader. In every text of the
    config ``{fold}`` becomes the number of the fold, so that a second stage finds the first one of its fold.

    Args:
        config: its training dataset has the settings ``fold`` and ``fold_part``.
        fold: 0 to ``num_folds`` - 1.
    Returns:
        The copy, with the work folder ``{work_dir}/fold_{fold}``.
    Errors:
        ValueError: the training dataset knows no folds.
    """
    config = deepcopy(config)
    for key in config:
        config[key] = _name_fold(config[key], fold)
    trained_on = config.train_dataloader.dataset
    if 'fold' not in inspect.signature(DATASETS.get(trained_on.type).__init__).parameters:
        raise ValueError(f'{trained_on.type} takes no fold; cross-validate with CVMCropDataset or AarizDataset')
    trained_on.update(fold=fold, fold_part='train')
    for kind in ('val', 'test'):
        loader = config[f'{kind}_dataloader']
        loader.dataset = dict(trained_on, fold_part='valid', pipeline=loader.dataset.pipeline, test_mode=True)
    config.work_dir = str(Path(config.work_dir) / f'fold_{fold}')
    return config


def _name_fold(value: Any, fold: int) -> Any:
    """``value`` with the number in place of ``{fold}`` in every text, at any depth."""
    if isinstance(value, str):
        return value.replace('{fold}', str(fold))
    if isinstance(value, Mapping):
        return type(value)({key: _name_fold(item, fold) for key, item in value.items()})
    return type(value)(_name_fold(item, fold) for item in value) if isinstance(value, list | tuple) else value


def train_fold(config: Config) -> tuple[dict[str, float], list[dict], dict]:
    """Train and test one config of :func:`fold_config`.

    Returns:
        Scores of the last epoch's model on the fold; samples with its predictions, as dicts, none but in the first of
        several processes; the dataset's metainfo.
    """
    if config.get('resume') and not _has_begun(config):
        if is_first_process():
            print_log(f'{config.work_dir} holds no checkpoint: this fold is trained from the start')
        config = deepcopy(config)
        config.resume = False
    runner = build_training_runner(config, skip_finished=False)
    record_run(runner)
    runner.train()
    keeper = runner.gather_in_work_dir(_KeepResults())
    runner.test_loop.evaluator.metrics.append(keeper)
    # Not runner.test(): it calls the hooks' before_run again, after which EMAHook has lost its averaged weights.
    scores = runner.test_loop.run()
    metainfo = runner.test_dataloader.dataset.metainfo
    del runner
    gc.collect()
    return scores, keeper.kept, metainfo


def _has_begun(config: Config) -> bool:
    return bool(config.get('load_from') or list_checkpoints(checkpoint_folders(config)))


def cross_validate(
    config: Config, folds: Sequence[int], dump_path: str | None = None
) -> tuple[dict[str, float], Cases | None]:
    """Train a config once for each fold and score all predictions together.

    The last epoch of each training counts, so no fold helps to choose its own model.

    Args:
        config: training config; with ``resume`` set, folds that are trained are only tested again.
        folds: folds to train, at least one.
        dump_path: .pkl file for all samples with their predictions; None writes none.
    Returns:
        Scores over the images of all ``folds`` together under the metrics' own keys, and of each fold under
        ``fold_0/KEY`` and so on; the cases of all, whose protocol lists the ``folds``; None but in the first of several
        processes.
    Errors:
        ValueError: no folds, or the dataset knows none; to resume, and no fold has a checkpoint.
    """
    if not folds:
        raise ValueError('no folds to train; give numbers from 0 to num_folds - 1')
    if config.get('resume') and not any(_has_begun(fold_config(config, fold)) for fold in folds):
        raise ValueError(
            f'--resume: no fold in {config.work_dir} has a checkpoint; give the --work-dir of the stopped training, or '
            'leave --resume out to start anew'
        )
    per_fold: dict[str, float] = {}
    samples: list[dict] = []
    metainfo: Mapping = {}
    for fold in folds:
        scores, predicted, metainfo = train_fold(fold_config(config, fold))
        per_fold.update({f'fold_{fold}/{key}': value for key, value in scores.items()})
        samples.extend(predicted)
    if dump_path is not None and is_main_process():
        dump(samples, dump_path)
    evaluator = Evaluator(deepcopy(config.test_evaluator))
    evaluator.dataset_meta = metainfo
    MMLogger.get_current_instance().info('Folds %s together, %d images', list(folds), len(samples))
    scores = {**evaluator.offline_evaluate(samples, chunk_size=max(1, len(samples))), **per_fold}
    if not is_main_process():  # the samples of all are with the first
        return scores, None
    return scores, collect_cases(evaluator.metrics, _joined(metainfo, folds, len(samples)))


def _joined(metainfo: Mapping, folds: Sequence[int], images: int) -> dict:
    """The metainfo of one fold with the protocol of all of them."""
    protocol = {key: value for key, value in metainfo.get('protocol', {}).items() if key != 'fold'}
    return {**metainfo, 'protocol': {**protocol, 'folds': list(folds), 'images': images}}
