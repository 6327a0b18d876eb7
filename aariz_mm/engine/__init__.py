"""Hooks and pretrained weights, registered in MMPose's and MMEngine's registries."""

from .hooks import (
    CephalogramVisualizationHook,
    ChannelsLastHook,
    ResumableEarlyStoppingHook,
    ResumedValidationHook,
    StagedUnfreezingHook,
)
from .pretrained import Pretrained

__all__ = [
    'CephalogramVisualizationHook',
    'ChannelsLastHook',
    'Pretrained',
    'ResumableEarlyStoppingHook',
    'ResumedValidationHook',
    'StagedUnfreezingHook',
]
