"""Hooks, registered in MMPose's ``HOOKS``."""

from .certainty import CertaintyHook
from .channels_last import ChannelsLastHook
from .plausibility import PlausibilityHook
from .profile import ProfileHook
from .resuming import ResumableEarlyStoppingHook, ResumedValidationHook
from .shared_statistics import SharedStatisticsHook
from .staged_unfreezing import StagedUnfreezingHook
from .visualization import CephalogramVisualizationHook

__all__ = [
    'CephalogramVisualizationHook',
    'CertaintyHook',
    'ChannelsLastHook',
    'PlausibilityHook',
    'ProfileHook',
    'ResumableEarlyStoppingHook',
    'ResumedValidationHook',
    'SharedStatisticsHook',
    'StagedUnfreezingHook',
]
