"""Mixed precision on a CPU; MMEngine's ``AmpOptimWrapper`` needs a GPU."""

from __future__ import annotations

from contextlib import contextmanager

import torch
from mmengine.optim import OptimWrapper
from mmpose.registry import OPTIM_WRAPPERS
from torch import nn

from ..depthwise import FastDepthwise

__all__ = ['CPUAmpOptimWrapper']


@OPTIM_WRAPPERS.register_module()
class CPUAmpOptimWrapper(OptimWrapper):
    """Trains in bfloat16 where that is safe (``torch.autocast``), with weights and averages in float32.

    bfloat16 has the range of float32, so no loss scale is needed. It pays on CPUs with AMX or AVX512-BF16 (on such a
    one, EfficientNet-Lite0 at 576 x 720 took 1.7 s a step of 4 images in place of 2.7 s, one thread); others compute
    it slowly. Testing stays in float32. Arguments as :class:`mmengine.optim.OptimWrapper`.
    """

    @contextmanager
    def optim_context(self, model: nn.Module):
        """The context of the forward."""
        with super().optim_context(model), torch.autocast('cpu', dtype=torch.bfloat16), FastDepthwise():
            yield
