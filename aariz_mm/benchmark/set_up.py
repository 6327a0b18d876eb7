"""The config, the data and the threads of a benchmark."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import cv2
import torch
from mmengine.config import Config
from mmengine.logging import MMLogger

import aariz_mm.register  # noqa: F401 (what configs name)
from aariz_mm.benchmark.sides import with_cache
from aariz_mm.launching.configs import Launch, build_train_config, load_config, parse_options

__all__ = ['describe_data', 'load_config', 'parse_options', 'prepare_training', 'set_threads', 'take_data']

_PHANTOM, _OF_CONFIG = 'phantom', 'config'


def set_threads(threads: int) -> None:
    """Let this process have so many threads, and log warnings alone."""
    torch.set_num_threads(threads)
    cv2.setNumThreads(0 if threads == 1 else threads)
    MMLogger.get_current_instance().setLevel('WARNING')


def prepare_training(args: Namespace, folder: Path) -> Config:
    """The config that a training by the arguments would get, without validation.

    Args:
        args: ``config``, ``cfg_options``, ``batch_size``, ``amp``, ``device`` and ``seed``.
        folder: for its work folder.
    Errors:
        ValueError: ``device`` is 'cuda' and there is no GPU, or 'cpu' and MMEngine would take the GPU.
    """
    if args.device == 'cuda' and not torch.cuda.is_available():
        raise ValueError('--device cuda: this installation of torch sees no GPU; leave --device out to measure the CPU')
    if args.device == 'cpu' and torch.cuda.is_available():
        raise ValueError(
            "--device cpu: MMEngine's Runner takes the GPU that is there; hide it by CUDA_VISIBLE_DEVICES="
        )
    launch = Launch(args.config, str(folder / 'run'), parse_options(args.cfg_options))
    config = build_train_config(launch, amp=args.amp)
    config.train_dataloader.batch_size = args.batch_size
    config.randomness = dict(seed=args.seed)
    config.log_level = 'WARNING'
    # MMEngine keeps visualizers by name, and this one's folder will be gone.
    config.visualizer.name = folder.name
    return config


def take_data(config: Config, data: str, folder: Path) -> None:
    """Let a config train on phantoms, on another dataset in the layout of Aariz, or on its own.

    Args:
        config: changed in place. data: 'phantom', 'config' or a folder.
        folder: where the phantoms are, in ``phantoms``.
    """
    if data == _OF_CONFIG:
        return
    dataset = config.train_dataloader.dataset
    dataset.pipeline = with_cache(dataset.pipeline, folder / 'cache')
    dataset.data_root = str(folder / 'phantoms' if data == _PHANTOM else data)


def describe_data(args: Namespace, config: Config) -> str:
    """What was measured on.

    Example: '8 phantoms of 2000 x 2400, png'
    """
    if args.data == _PHANTOM:
        return f'{args.images} phantoms of {args.size[0]} x {args.size[1]}, {args.format}'
    kind = config.train_dataloader.dataset.type
    return f'{kind} of the config' if args.data == _OF_CONFIG else f'{kind}, a folder that was named'
