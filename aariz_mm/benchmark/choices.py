"""Our pipeline with one choice undone at a time: what each of them gains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ['CHOICES', 'undo']

CHOICES = {
    'noise': 'noise on the batch, not in the worker',
    'channels': 'one channel to the device, not three',
    'box': 'our random box, not that of MMPose',
    'cache': 'the cache, not the file each time',
}
"""What each choice is, by the name that :func:`undo` knows."""


def undo(choice: str, pipeline: Sequence[Mapping[str, Any]]) -> list[dict] | None:
    """A pipeline without one choice; None where it was not made.

    Args:
        choice: one of :data:`CHOICES`.
        pipeline: steps as configs have them.
    """
    steps = [dict(step) for step in pipeline]
    undone = _UNDOERS[choice](steps)
    return None if undone == steps else undone


def _noise(steps: list[dict]) -> list[dict]:
    return [dict(step, on_batch=False) if step.get('on_batch') else step for step in steps]


def _channels(steps: list[dict]) -> list[dict]:
    """Three channels from loading on; the noise is then made in the worker, as the device gets no plane for it."""
    if not any(step.get('one_channel') for step in steps):
        return steps
    undone = []
    for step in _noise(steps):
        undone.append(dict(step, one_channel=False) if step.get('one_channel') else step)
        if step['type'] == 'LoadCephalogram':
            undone.append(dict(type='RealChannels'))
    return undone


def _box(steps: list[dict]) -> list[dict]:
    return [dict(step, type='RandomBBoxTransform') if step['type'] == 'RandomBox' else step for step in steps]


def _cache(steps: list[dict]) -> list[dict]:
    return [dict(step, cache_dir=None) if step['type'] == 'LoadCephalogram' else step for step in steps]


_UNDOERS = dict(noise=_noise, channels=_channels, box=_box, cache=_cache)
