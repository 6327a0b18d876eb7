"""What a training was made of, kept in its checkpoints and beside them: data, config, versions, source, seed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from mmengine.hooks import Hook
from mmengine.runner import Runner

from aariz_mm.engine.checkpoints import read_checkpoint, split_name
from aariz_mm.environment_record import describe_environment, source_state
from aariz_mm.files import write_json

__all__ = ['KEY', 'RECORD_NAME', 'data_fingerprint', 'describe_records', 'make_record', 'record_run']

KEY = 'aariz_mm_record'
"""In the ``meta`` of a checkpoint."""
RECORD_NAME = 'run_record.json'
"""In the work folder."""
_OF_THE_RUN = ('launcher', 'load_from', 'resume', 'work_dir')
"""Settings that do not change what is learnt, or that say where it began."""


def record_run(runner: Runner) -> None:
    """Have what a training is made of kept: in each checkpoint, and in ``run_record.json`` of the work folder."""
    runner.register_hook(_RecordHook(), priority='LOW')


class _RecordHook(Hook):
    def before_train(self, runner: Runner) -> None:
        self.record = make_record(runner)
        if runner.rank == 0:
            write_json(Path(runner.work_dir) / RECORD_NAME, self.record)

    def before_save_checkpoint(self, runner: Runner, checkpoint: dict) -> None:
        checkpoint.setdefault('meta', {})[KEY] = json.dumps(self.record, sort_keys=True)


def make_record(runner: Runner) -> dict[str, Any]:
    """Seed, processes, digests of the config and of the training data, source and environment; plain data."""
    import torch

    device = torch.cuda.get_device_name() if torch.cuda.is_available() else 'CPU'
    config = {key: value for key, value in runner.cfg.items() if key not in _OF_THE_RUN}
    text = json.dumps(config, sort_keys=True, default=str)
    return {
        'seed': runner.seed,
        'deterministic': bool(getattr(runner, '_deterministic', False)),
        'processes': runner.world_size,
        'config_sha256': hashlib.sha256(text.encode()).hexdigest(),
        'data_sha256': data_fingerprint(runner.train_dataloader.dataset),
        'images': len(runner.train_dataloader.dataset),
        'device': device,
        **source_state(),
        'environment': describe_environment(),
    }


def data_fingerprint(dataset: Any) -> str:
    """SHA-256 of what a dataset gives: ids, sizes of the files of images, landmarks, visibility, pixel size and stages.

    The pixels are not read; where a file was replaced by one of the same size, it is not noticed.

    Args:
        dataset: with ``get_data_info`` by index, as MMEngine's have it.
    """
    digest = hashlib.sha256()
    for index in range(len(dataset)):
        digest.update(_entry(dataset.get_data_info(index)))
    return digest.hexdigest()


def _entry(info: Mapping[str, Any]) -> bytes:
    path = Path(str(info.get('img_path', '')))
    size = path.stat().st_size if path.is_file() else 0
    values = [info.get(key) for key in ('keypoints', 'keypoints_visible', 'pixel_size_mm', 'cvm_stage', 'gt_label')]
    arrays = [b'' if value is None else np.asarray(value, np.float64).tobytes() for value in values]
    return b'\0'.join([str(info.get('img_id', path.name)).encode(), str(size).encode(), *arrays])


def describe_records(checkpoints: list[str]) -> list[str]:
    """A few lines for each checkpoint on what it was trained with; a line where it does not say."""
    lines = []
    for given in checkpoints:
        path = split_name(given)[1]
        meta = read_checkpoint(path, mapped=True).get('meta')
        record = _parse(meta.get(KEY) if isinstance(meta, Mapping) else None)
        lines += _describe(path, record) if record else [f'{path}: does not say what it was trained with']
    return lines


def _parse(text: Any) -> dict | None:
    try:
        record = json.loads(text)
    except (TypeError, ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _describe(path: str, record: Mapping[str, Any]) -> list[str]:
    source = str(record.get('git', 'unknown'))[:12] + (', with changes' if record.get('git_changed') else '')
    versions = record.get('environment')
    named = [f'{name} {value}' for name, value in versions.items()] if isinstance(versions, Mapping) else []
    return [
        f'{path}: trained with seed {record.get("seed")} on {record.get("images")} images '
        f'(data {str(record.get("data_sha256"))[:12]}), config {str(record.get("config_sha256"))[:12]}, '
        f'source {source}, {record.get("device")}, {record.get("processes")} process(es)',
        f'  {", ".join(named)}',
    ]
