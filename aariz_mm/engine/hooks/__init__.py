"""Hooks, registered in MMPose's ``HOOKS``."""

from .averaging import AveragingHook
from .certainty import CertaintyHook
from .channels_last import ChannelsLastHook
from .checkpoints import WholeCheckpointHook
from .finite_loss import FiniteLossHook
from .late_scalars import LateRuntimeInfoHook
from .plausibility import PlausibilityHook
from .profile import ProfileHook
from .resuming import ResumableEarlyStoppingHook, ResumedValidationHook
from .shared_statistics import SharedStatisticsHook
from .staged_unfreezing import StagedUnfreezingHook
from .stopping import StopHook
from .visualization import CephalogramVisualizationHook

__all__ = [
    'AveragingHook',
    'CephalogramVisualizationHook',
    'CertaintyHook',
    'ChannelsLastHook',
    'FiniteLossHook',
    'LateRuntimeInfoHook',
    'PlausibilityHook',
    'ProfileHook',
    'ResumableEarlyStoppingHook',
    'ResumedValidationHook',
    'SharedStatisticsHook',
    'StagedUnfreezingHook',
    'StopHook',
    'WholeCheckpointHook',
]
