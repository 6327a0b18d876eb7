"""Experiment trackers by name: what else gets losses, scores and pictures of a run, beside the local files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aariz_mm.extras import require

TRACKERS = dict(
    tensorboard=dict(type='TensorboardVisBackend'),
    mlflow=dict(type='MLflowVisBackend', exp_name='aariz_mm'),
    wandb=dict(type='WandbVisBackend', init_kwargs=dict(project='aariz_mm')),
)
"""MMEngine's backend of each tracker, with the name under which all runs are found."""

_PACKAGE_OF = {backend['type']: name for name, backend in TRACKERS.items()}


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
    """See that the packages which backends write through are installed, before a run and not at its first number.

    Errors:
        ImportError: one is not; the message says what brings it.
    """
    kinds = [backend.get('type') for backend in vis_backends if isinstance(backend, Mapping)]
    require(*(_PACKAGE_OF[kind] for kind in kinds if kind in _PACKAGE_OF))
