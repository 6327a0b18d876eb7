"""Hooks, optimiser wrappers and pretrained weights, registered in MMPose's and MMEngine's registries."""

from .hooks import (
    CephalogramVisualizationHook,
    ChannelsLastHook,
    ResumableEarlyStoppingHook,
    ResumedValidationHook,
    StagedUnfreezingHook,
)
from .optim_wrappers import CPUAmpOptimWrapper
from .pretrained import Pretrained

__all__ = [
    'CPUAmpOptimWrapper',
    'CephalogramVisualizationHook',
    'ChannelsLastHook',
    'Pretrained',
    'ResumableEarlyStoppingHook',
    'ResumedValidationHook',
    'StagedUnfreezingHook',
]
