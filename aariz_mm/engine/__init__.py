"""Hooks, metrics, visualizer, optimiser wrappers, pretrained weights: what MMEngine's Runner calls."""

from aariz_mm.compat import prepare

prepare()


from .checkpoints import allow_plain_checkpoints as _allow_plain_checkpoints
from .hooks import (
    AveragingHook,
    CephalogramVisualizationHook,
    ChannelsLastHook,
    FiniteLossHook,
    LateRuntimeInfoHook,
    PlausibilityHook,
    ResumableEarlyStoppingHook,
    ResumedValidationHook,
    SharedStatisticsHook,
    StagedUnfreezingHook,
    StopHook,
    WholeCheckpointHook,
)
from .loops import RepeatableTrainLoop
from .metrics import CVMMetric, MeasurementMetric, RadialErrorMetric
from .optim_wrappers import CPUAmpOptimWrapper
from .pretrained import Pretrained
from .text_files import write_utf8 as _write_utf8
from .trackers import CephalogramMLflowBackend
from .visualizer import CephalogramVisualizer

_allow_plain_checkpoints()
_write_utf8()

__all__ = [
    'AveragingHook',
    'CPUAmpOptimWrapper',
    'CVMMetric',
    'CephalogramMLflowBackend',
    'CephalogramVisualizationHook',
    'CephalogramVisualizer',
    'ChannelsLastHook',
    'FiniteLossHook',
    'LateRuntimeInfoHook',
    'MeasurementMetric',
    'PlausibilityHook',
    'Pretrained',
    'RadialErrorMetric',
    'RepeatableTrainLoop',
    'ResumableEarlyStoppingHook',
    'ResumedValidationHook',
    'SharedStatisticsHook',
    'StagedUnfreezingHook',
    'StopHook',
    'WholeCheckpointHook',
]
