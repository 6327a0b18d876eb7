"""Experiment trackers by name: what else gets losses, scores and pictures of a run, beside the local files."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mmengine.visualization import MLflowVisBackend
from mmpose.registry import VISBACKENDS

from aariz_mm.extras import require

__all__ = ['TRACKERS', 'CephalogramMLflowBackend', 'as_metric_name', 'require_packages', 'tracker_backends']

TRACKERS = dict(
    tensorboard=dict(type='TensorboardVisBackend'),
    mlflow=dict(type='mmpose.CephalogramMLflowBackend'),
    wandb=dict(type='WandbVisBackend', init_kwargs=dict(project='aariz_mm')),
)
"""The backend of each tracker, with the name under which all runs are found."""

_PACKAGE_OF = dict(
    TensorboardVisBackend='tensorboard',
    MLflowVisBackend='mlflow',
    CephalogramMLflowBackend='mlflow',
    WandbVisBackend='wandb',
)


def tracker_backends(trackers: str | Sequence[str]) -> list[dict]:
    """Configs of the backends of trackers.

    Args:
        trackers: one of :data:`TRACKERS` or several.
    Errors:
        ValueError: an unknown one.
    Example: 'tensorboard' -> [dict(type='TensorboardVisBackend')]
    """
    names = [trackers] if isinstance(trackers, str) else list(trackers)
    unknown = [name for name in names if name not in TRACKERS]
    if unknown:
        raise ValueError(f'visualizer.trackers: {unknown} are unknown; choose from {list(TRACKERS)}')
    return [{**TRACKERS[name]} for name in names]


def require_packages(vis_backends: Sequence[Mapping | Any]) -> None:
    """Check that the packages which backends write through are installed, before a run and not at its first number.

    Errors:
        ImportError: one is not; the message says what brings it.
    """
    kinds = [str(backend.get('type')).rpartition('.')[2] for backend in vis_backends if isinstance(backend, Mapping)]
    require(*(_PACKAGE_OF[kind] for kind in kinds if kind in _PACKAGE_OF))


@VISBACKENDS.register_module()
class CephalogramMLflowBackend(MLflowVisBackend):
    """MMEngine's backend, which can't name our scores to MLflow and whose local files MLflow 3 refuses.

    Args:
        tracking_uri: None takes that of the environment, ``MLFLOW_TRACKING_URI``, else the database
            ``work_dirs/mlflow.db``: ``mlflow ui --backend-store-uri sqlite:///work_dirs/mlflow.db``.
        save_dir, exp_name, **settings: those of ``MLflowVisBackend``.
    """

    def __init__(self, save_dir: str, exp_name: str = 'aariz_mm', tracking_uri: str | None = None, **settings: Any):
        tracking_uri = tracking_uri or os.environ.get('MLFLOW_TRACKING_URI')
        self.local_folder = None if tracking_uri else Path('work_dirs').absolute()
        if self.local_folder is not None:
            tracking_uri = f'sqlite:///{self.local_folder.as_posix()}/mlflow.db'
            settings.setdefault('artifact_location', (self.local_folder / 'mlflow').as_uri())
        super().__init__(save_dir, exp_name, tracking_uri=tracking_uri, **settings)

    def _init_env(self) -> None:
        if self.local_folder is not None:
            self.local_folder.mkdir(parents=True, exist_ok=True)
        super()._init_env()

    def add_scalar(self, name: str, value: Any, step: int = 0, **options: Any) -> None:
        """Record a number."""
        super().add_scalar(as_metric_name(name), value, step, **options)

    def add_scalars(self, scalar_dict: dict, step: int = 0, file_path: str | None = None, **options: Any) -> None:
        """Record numbers by their names."""
        named = {as_metric_name(name): value for name, value in scalar_dict.items()}
        super().add_scalars(named, step, file_path, **options)


def as_metric_name(name: str) -> str:
    """A name as MLflow takes it, without signs other than ``_ - . : /``.

    Example: 'MRE_mm/N`' -> 'MRE_mm/N_', 'MRE_mm@ART Plus' -> 'MRE_mm_ART Plus'
    """
    return re.sub(r'[^\w\-. :/]', '_', name)
