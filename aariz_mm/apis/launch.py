"""From command-line arguments to the config that the Runner gets."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

import torch
from mmengine.config import Config, DictAction

from ..engine.checkpoints import read_checkpoint
from ..engine.memory import keep_freed_memory


def add_launch_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what all tools that build a Runner share: ``--cfg-options`` and ``--launcher``."""
    parser.add_argument(
        '--cfg-options',
        nargs='+',
        action=DictAction,
        default={},
        metavar='K=V',
        help='settings to replace',
    )
    parser.add_argument('--launcher', choices=('none', 'pytorch', 'slurm', 'mpi'), default='none', help='job launcher')
    # torch.distributed.launch passes it with a hyphen or an underscore, by version.
    parser.add_argument('--local_rank', '--local-rank', type=int, default=0, help=argparse.SUPPRESS)


def load_config(path: str | Path) -> Config:
    """The config of a file.

    Errors:
        FileNotFoundError: there is no such config.
    """
    if not Path(path).is_file():
        raise FileNotFoundError(f'{path}: no such config; see configs/ for those that are there')
    return Config.fromfile(str(path))


def _launched_config(args: argparse.Namespace) -> Config:
    """Config with ``cfg_options``, launcher and work folder (default ``work_dirs/CONFIG_NAME``) of the arguments.

    The process is made ready for it: its local rank and, without a GPU, how it keeps memory.
    """
    config = load_config(args.config)
    config.merge_from_dict(args.cfg_options)
    config.launcher = args.launcher
    config.work_dir = args.work_dir or config.get('work_dir') or str(Path('work_dirs') / Path(args.config).stem)
    _match_persistence_to_workers(config)
    os.environ.setdefault('LOCAL_RANK', str(args.local_rank))
    if not torch.cuda.is_available():
        keep_freed_memory()
    return config


def _match_persistence_to_workers(config: Config) -> None:
    """Without workers there are none to keep, and torch refuses the setting."""
    loaders = (config.get(f'{kind}_dataloader') for kind in ('train', 'val', 'test'))
    for loader in filter(None, loaders):
        if loader.get('num_workers') == 0:
            loader.persistent_workers = False


def build_train_config(args: argparse.Namespace) -> Config:
    """Config for training with the switches of ``tools/train.py``.

    Errors:
        ValueError: ``--amp`` or ``--auto-scale-lr`` can't be done with this config.
        FileNotFoundError, ValueError: ``--resume PATH`` names no file, or no plain checkpoint.
    """
    config = _launched_config(args)
    if args.no_validate:
        config.val_cfg = config.val_dataloader = config.val_evaluator = None
        _stop_saving_the_best(config)
    if args.amp:
        _switch_amp_on(config)
    if args.auto_scale_lr:
        if 'base_batch_size' not in config.get('auto_scale_lr', {}):
            raise ValueError('--auto-scale-lr: the config states no auto_scale_lr.base_batch_size; add it')
        config.auto_scale_lr.enable = True
    if args.resume is not None:
        config.resume = True
        config.load_from = None if args.resume == 'auto' else args.resume
        if args.resume != 'auto':
            read_checkpoint(args.resume)
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


def build_test_config(args: argparse.Namespace) -> Config:
    """Config for testing with the switches of ``tools/test.py``.

    Errors:
        FileNotFoundError, ValueError: no such checkpoint, one that is not plain data, several for a single model, or
        ``--dump`` is no .pkl file.
    """
    config = _launched_config(args)
    _take_checkpoints(config, args.checkpoints)
    if args.dump is not None:
        if not args.dump.endswith(('.pkl', '.pickle')):
            raise ValueError(f'--dump {args.dump}: expected a file name that ends in .pkl')
        evaluators = config.test_evaluator
        evaluators = list(evaluators) if isinstance(evaluators, list | tuple) else [evaluators]
        config.test_evaluator = [*evaluators, dict(type='DumpResults', out_file_path=args.dump)]
    if args.show_dir is not None:
        # The stock hook joins a relative folder anew at every batch.
        out_dir = str(Path(args.show_dir).absolute())
        hook = dict(type='CephalogramVisualizationHook', enable=True, interval=1, out_dir=out_dir)
        config.merge_from_dict({'default_hooks.visualization': hook})
    return config


def _take_checkpoints(config: Config, checkpoints: Sequence[str]) -> None:
    """Make the checkpoints the members of an ensemble, or let the Runner load the one of a single model."""
    for checkpoint in checkpoints:
        read_checkpoint(checkpoint)
    config.load_from, config.resume = None, False
    if is_ensemble(config, checkpoints):
        config.model.checkpoints = list(checkpoints)
    else:
        config.load_from = checkpoints[0]


def is_ensemble(config: Config, checkpoints: Sequence) -> bool:
    """Whether the model of a config loads the checkpoints itself, as its members.

    Errors:
        ValueError: it is a single model, and there are several checkpoints.
    """
    if 'checkpoints' in config.get('model', {}):
        return True
    if len(checkpoints) > 1:
        raise ValueError(
            f'{len(checkpoints)} checkpoints for a single model, expected 1; several answer together by the config of '
            'an ensemble, as configs/isbi2015_lite0_960_ensemble.py or configs/aariz_cvm_crop_ensemble.py'
        )
    return False
