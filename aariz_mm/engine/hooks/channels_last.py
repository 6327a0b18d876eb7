"""Memory layout of the convolutions."""

from __future__ import annotations

import torch
from mmengine.hooks import Hook
from mmpose.registry import HOOKS

__all__ = ['ChannelsLastHook']


@HOOKS.register_module()
class ChannelsLastHook(Hook):
    """Lays weights out channels-last, which makes convolutions faster on CPUs and on tensor cores.

    Only the layout in memory changes: checkpoints and results are the same up to rounding.
    """

    priority = 'VERY_HIGH'

    def before_run(self, runner) -> None:
        """Convert the runner's model in place."""
        runner.model.to(memory_format=torch.channels_last)
