"""Memory layout of the convolutions."""

from __future__ import annotations

import gc

import torch
from mmengine.hooks import Hook
from mmpose.registry import HOOKS
from torch.nn.parallel import DistributedDataParallel

__all__ = ['ChannelsLastHook']


@HOOKS.register_module()
class ChannelsLastHook(Hook):
    """Lays weights out channels-last, which makes convolutions faster on CPUs and on tensor cores.

    Only the layout in memory changes: checkpoints and results are the same up to rounding.
    """

    priority = 'VERY_HIGH'

    def before_run(self, runner) -> None:
        """Convert the runner's model in place; with several processes, put its wrapper about it anew."""
        runner.model.to(memory_format=torch.channels_last)
        if isinstance(runner.model, DistributedDataParallel):
            # PyTorch's wrapper keeps the strides that it met: the first step's gradients would be out of order.
            model, runner.model = runner.model.module, None
            gc.collect()  # the old wrapper listens to the parameters until it is gone
            runner.model = runner.wrap_model(runner.cfg.get('model_wrapper_cfg'), model)
