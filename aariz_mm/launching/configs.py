"""From a config file and a user's choices to the config that the Runner gets."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from mmengine.config import Config
from mmengine.utils import import_modules_from_strings

from aariz_mm.engine.checkpoints import read_checkpoint, split_name
from aariz_mm.engine.memory import keep_freed_memory
from aariz_mm.files import CONFIG_CURE, check_file
from aariz_mm.launching.lengths import follow_length
from aariz_mm.launching.matching import check_parts_match
from aariz_mm.launching.plain_numbers import find_idle_rates
from aariz_mm.launching.replacing import replace_settings
from aariz_mm.launching.resuming import find_in_folder
from aariz_mm.launching.schedules import check_schedule
from aariz_mm.launching.section_kinds import check_kinds
from aariz_mm.launching.settings import parse_options
from aariz_mm.processes.ranks import is_first_process

__all__ = ['Launch', 'build_test_config', 'build_train_config', 'is_ensemble', 'load_config', 'parse_options']


def load_config(path: str | Path, options: Mapping[str, Any] | None = None) -> Config:
    """The config of a file.

    Where they change the length of the training alone, schedules follow it: :func:`follow_length`.

    Args:
        options: settings to replace, dotted key -> value, as :func:`parse_options` gives them.
    Errors:
        FileNotFoundError: there is no such config.
        ImportError: a module of ``custom_imports`` that is not there.
        ValueError: options as in :func:`~aariz_mm.launching.replacing.replace_settings`, or sections of another kind,
            see :func:`~aariz_mm.launching.section_kinds.check_kinds`.
    """
    config = Config.fromfile(str(check_file(path, 'config', CONFIG_CURE)), import_custom_modules=False)
    check_kinds(config)
    _import_modules(config)
    before = deepcopy(config)
    replace_settings(config, options or {})
    check_kinds(config)
    follow_length(config, before)
    for line in find_idle_rates(config, before):
        if is_first_process():
            print(f'warning: {line}', file=sys.stderr)
    return config


def _import_modules(config: Config) -> None:
    """Import what the config asks for, which MMEngine would do before the config could be checked."""
    wanted = config.get('custom_imports')
    if not wanted:
        return
    try:
        import_modules_from_strings(**wanted)
    except ImportError as error:
        raise ImportError(
            f'custom_imports: {error}; install what is missing, or set PYTHONPATH to the folder that has the module'
        ) from error


@dataclass(frozen=True)
class Launch:
    """How a config is launched.

    Args:
        config: path of the config file.
        work_dir: folder of logs and checkpoints; None takes the config's own, else ``work_dirs/CONFIG_NAME``.
        options: settings to replace, dotted key -> value, as :func:`parse_options` gives them.
        launcher: 'none', 'pytorch', 'slurm' or 'mpi'.
        local_rank: of this process on its machine; the environment's ``LOCAL_RANK`` goes first.
    """

    config: str
    work_dir: str | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    launcher: str = 'none'
    local_rank: int = 0


def _launched_config(launch: Launch) -> Config:
    """Config of a launch; the process is made ready for it: its local rank and, without a GPU, how it keeps memory."""
    config = load_config(launch.config, launch.options)
    config.launcher = launch.launcher
    config.work_dir = launch.work_dir or config.get('work_dir') or str(Path('work_dirs') / Path(launch.config).stem)
    _match_persistence_to_workers(config)
    os.environ.setdefault('LOCAL_RANK', str(launch.local_rank))
    if not torch.cuda.is_available():
        keep_freed_memory()
    return config


def _match_persistence_to_workers(config: Config) -> None:
    """Without workers there are none to keep, and torch refuses the setting."""
    loaders = (config.get(f'{kind}_dataloader') for kind in ('train', 'val', 'test'))
    for loader in filter(None, loaders):
        if loader.get('num_workers') == 0:
            loader.persistent_workers = False


def build_train_config(
    launch: Launch,
    resume: str | None = None,
    amp: bool = False,
    validate: bool = True,
    auto_scale_lr: bool = False,
) -> Config:
    """Config for training.

    Args:
        resume: checkpoint to go on from, or a folder for the newest in it; 'auto' for the newest in the work folder,
            None for a new training.
        amp: automatic mixed precision. validate: validate while training.
        auto_scale_lr: scale the rate by the real batch size.
    Errors:
        ValueError: ``amp`` or ``auto_scale_lr`` can't be done with this config, or its numbers do not agree, see
        :func:`check_schedule`.
        FileNotFoundError, ValueError: ``resume`` names no file, or no plain checkpoint.
        ValueError: the parts of the config do not fit together, see :func:`check_parts_match`.
    """
    config = _launched_config(launch)
    if not validate:
        config.val_cfg = config.val_dataloader = config.val_evaluator = None
        _stop_saving_the_best(config)
    if amp:
        _switch_amp_on(config)
    if auto_scale_lr:
        if 'base_batch_size' not in config.get('auto_scale_lr', {}):
            raise ValueError('--auto-scale-lr: the config states no auto_scale_lr.base_batch_size; add it')
        config.auto_scale_lr.enable = True
    if resume is not None:
        config.resume = True
        config.load_from = None if resume == 'auto' else str(find_in_folder(resume))
        if resume != 'auto':
            read_checkpoint(config.load_from)
    check_schedule(config)
    check_parts_match(config)
    return config


def _stop_saving_the_best(config: Config) -> None:
    checkpoint_hook = config.get('default_hooks', {}).get('checkpoint')
    if checkpoint_hook:
        checkpoint_hook.save_best = None


def _switch_amp_on(config: Config) -> None:
    kind = config.optim_wrapper.get('type', 'OptimWrapper')
    if kind not in ('OptimWrapper', 'AmpOptimWrapper'):
        raise ValueError(f'--amp: optim_wrapper is a {kind}, expected OptimWrapper; set mixed precision in the config')
    if torch.cuda.is_available():
        config.optim_wrapper.type = 'AmpOptimWrapper'
        config.optim_wrapper.setdefault('loss_scale', 'dynamic')
    else:
        config.optim_wrapper.type = 'CPUAmpOptimWrapper'


def build_test_config(
    launch: Launch,
    checkpoints: Sequence[str],
    dump: str | None = None,
    show_dir: str | None = None,
    profile: str | None = None,
    calibration: str | None = None,
) -> Config:
    """Config for testing.

    Args:
        checkpoints: one, or those of an ensemble's members, as paths or ``NAME=PATH``.
        dump: .pkl file for all predictions. show_dir: folder for an overlay of every image. profile: of a site, by
            which predictions are moved. calibration: by which expected errors are made.
    Errors:
        FileNotFoundError, ValueError: no such checkpoint, one that is not plain data, several for a single model, or
        ``dump`` is no .pkl file.
        ValueError: the parts of the config do not fit together, see :func:`check_parts_match`.
    """
    config = _launched_config(launch)
    _take_checkpoints(config, checkpoints)
    files = [split_name(checkpoint)[1] for checkpoint in checkpoints]
    config.custom_hooks = [
        *config.get('custom_hooks', []),
        dict(type='PlausibilityHook'),
        dict(type='CertaintyHook', calibration=calibration, checkpoints=files),
    ]
    if profile is not None:
        config.custom_hooks.append(dict(type='ProfileHook', profile=profile, checkpoints=files))
    if dump is not None:
        if not dump.endswith(('.pkl', '.pickle')):
            raise ValueError(f'--dump {dump}: expected a file name that ends in .pkl')
        evaluators = config.test_evaluator
        evaluators = list(evaluators) if isinstance(evaluators, list | tuple) else [evaluators]
        config.test_evaluator = [*evaluators, dict(type='DumpResults', out_file_path=dump)]
    if show_dir is not None:
        # The stock hook joins a relative folder again at every batch.
        out_dir = str(Path(show_dir).absolute())
        hook = dict(type='CephalogramVisualizationHook', enable=True, interval=1, out_dir=out_dir)
        config.merge_from_dict({'default_hooks.visualization': hook})
    check_parts_match(config, ['test'])
    return config


def _take_checkpoints(config: Config, checkpoints: Sequence[str]) -> None:
    """Make the checkpoints the members of an ensemble, or let the Runner load the one of a single model."""
    config.load_from, config.resume = None, False
    if is_ensemble(config, checkpoints):
        config.model.checkpoints = list(checkpoints)
        checkpoints = [split_name(checkpoint)[1] for checkpoint in checkpoints]
    else:
        config.load_from = checkpoints[0]
    for checkpoint in checkpoints:
        read_checkpoint(checkpoint)


def is_ensemble(config: Config, checkpoints: Sequence) -> bool:
    """Whether the model of a config loads the checkpoints itself, as its members.

    Errors:
        ValueError: it is a single model, and there are several checkpoints.
    """
    if 'checkpoints' in config.get('model', {}):
        return True
    if len(checkpoints) > 1:
        raise ValueError(
            f'{len(checkpoints)} checkpoints for a single model, expected 1; several predict together by the config of '
            'an ensemble, as those of configs/isbi2015/ensembles or configs/aariz_cvm_crop_ensemble.py'
        )
    return False
