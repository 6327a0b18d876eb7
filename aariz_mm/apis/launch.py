"""From command-line arguments to the config that the Runner gets."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from mmengine.config import Config, DictAction


def add_launch_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what all tools that build a Runner share: ``--cfg-options`` and ``--launcher``."""
    parser.add_argument(
        '--cfg-options', nargs='+', action=DictAction, default={}, metavar='K=V', help='settings that replace the config\'s'
    )
    parser.add_argument('--launcher', choices=('none', 'pytorch', 'slurm', 'mpi'), default='none', help='job launcher')
    # torch.distributed.launch passes it with a hyphen or an underscore, by version.
    parser.add_argument('--local_rank', '--local-rank', type=int, default=0, help=argparse.SUPPRESS)


def load_config(args: argparse.Namespace) -> Config:
    """Config of ``args.config`` with ``cfg_options``, launcher and work folder (default ``work_dirs/CONFIG_NAME``).

    Errors:
        FileNotFoundError: there is no such config.
    """
    if not Path(args.config).is_file():
        raise FileNotFoundError(f'{args.config}: no such config; see configs/ for those that are there')
    config = Config.fromfile(args.config)
    config.merge_from_dict(args.cfg_options)
    config.launcher = args.launcher
    config.work_dir = args.work_dir or config.get('work_dir') or str(Path('work_dirs') / Path(args.config).stem)
    os.environ.setdefault('LOCAL_RANK', str(args.local_rank))
    return config


def build_train_config(args: argparse.Namespace) -> Config:
    """Config for training with the switches of ``tools/train.py``.

    Errors:
        ValueError: ``--amp`` or ``--auto-scale-lr`` can't be done with this config.
        FileNotFoundError: ``--resume PATH`` names no file.
    """
    config = load_config(args)
    if args.no_validate:
        config.val_cfg = config.val_dataloader = config.val_evaluator = None
        config.default_hooks.checkpoint.save_best = None
    if args.amp:
        _switch_amp_on(config)
    if args.auto_scale_lr:
        if 'base_batch_size' not in config.get('auto_scale_lr', {}):
            raise ValueError('--auto-scale-lr: the config states no auto_scale_lr.base_batch_size; add it')
        config.auto_scale_lr.enable = True
    if args.resume is not None:
        config.resume = True
        config.load_from = None if args.resume == 'auto' else _existing(args.resume)
    return config


def _switch_amp_on(config: Config) -> None:
    kind = config.optim_wrapper.get('type', 'OptimWrapper')
    if kind not in ('OptimWrapper', 'AmpOptimWrapper'):
        raise ValueError(f'--amp: optim_wrapper is a {kind}, expected OptimWrapper; set mixed precision in the config')
    config.optim_wrapper.type = 'AmpOptimWrapper'
    config.optim_wrapper.setdefault('loss_scale', 'dynamic')


def _existing(path: str) -> str:
    if not Path(path).is_file():
        raise FileNotFoundError(f'{path}: no such checkpoint to resume from')
    return path
