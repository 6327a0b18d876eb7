"""Hooks, registered in MMPose's ``HOOKS``."""

from .channels_last import ChannelsLastHook
from .plausibility import PlausibilityHook
from .profile import ProfileHook
from .resuming import ResumableEarlyStoppingHook, ResumedValidationHook
from .staged_unfreezing import StagedUnfreezingHook
from .visualization import CephalogramVisualizationHook

__all__ = [
    'CephalogramVisualizationHook',
    'ChannelsLastHook',
    'PlausibilityHook',
    'ProfileHook',
    'ResumableEarlyStoppingHook',
    'ResumedValidationHook',
    'StagedUnfreezingHook',
]
