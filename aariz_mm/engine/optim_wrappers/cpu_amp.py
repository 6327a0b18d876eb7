"""Mixed precision on a CPU; MMEngine's ``AmpOptimWrapper`` needs a GPU."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

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
    it slowly. Testing stays in float32.

    Args:
        dtype, loss_scale: of ``AmpOptimWrapper``, so that a recipe for a GPU trains here, too. The type must be
            bfloat16; a loss scale is not used.
        **settings: those of :class:`mmengine.optim.OptimWrapper`.
    Errors:
        ValueError: another ``dtype``.
    """

    def __init__(self, dtype: str | torch.dtype | None = None, loss_scale: Any = None, **settings):
        if dtype not in (None, 'bfloat16', torch.bfloat16):
            raise ValueError(f'optim_wrapper.dtype={dtype}: on a CPU, mixed precision is bfloat16; leave dtype out')
        super().__init__(**settings)

    @contextmanager
    def optim_context(self, model: nn.Module):
        """The context of the forward."""
        with super().optim_context(model), torch.autocast('cpu', dtype=torch.bfloat16), FastDepthwise():
            yield
