"""The config, the data and the threads of a benchmark."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import cv2
import torch
from mmengine.config import Config
from mmengine.logging import MMLogger

import aariz_mm.register  # noqa: F401 (what configs name)
from aariz_mm.launching.configs import load_config, parse_options

__all__ = ['describe_data', 'prepare', 'take_data']

PHANTOM, OF_CONFIG = 'phantom', 'config'


def prepare(path: str, options: Sequence[str], threads: int) -> Config:
    """The config of a file, in a process that has so many threads and logs warnings alone.

    Args:
        options: settings to replace, ``K=V`` each.
    Errors:
        those of :func:`~aariz_mm.launching.configs.load_config`.
    """
    torch.set_num_threads(threads)
    cv2.setNumThreads(0 if threads == 1 else threads)
    MMLogger.get_instance('mmengine', log_level='WARNING')
    return load_config(path, parse_options(options))


def take_data(config: Config, data: str, folder: Path) -> None:
    """Let a config train on phantoms, on another dataset in the layout of Aariz, or on its own.

    Args:
        config: changed in place. data: 'phantom', 'config' or a folder.
        folder: where the phantoms are, in ``phantoms``.
    """
    if data == OF_CONFIG:
        return
    dataset = config.train_dataloader.dataset
    dataset.data_root = str(folder / 'phantoms' if data == PHANTOM else data)


def describe_data(args: Namespace, config: Config) -> str:
    """What was measured on.

    Example: '8 phantoms of 2000 x 2400, png'
    """
    if args.data == PHANTOM:
        return f'{args.images} phantoms of {args.size[0]} x {args.size[1]}, {args.format}'
    kind = config.train_dataloader.dataset.type
    return f'{kind} of the config' if args.data == OF_CONFIG else f'{kind}, a folder that was named'
