"""Necks, heads and losses, registered in MMPose's ``MODELS``."""

from .heads import CVMHead, SpatialSoftmaxHead
from .losses import SpatialCrossEntropyLoss, StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss
from .necks import LightFPN

__all__ = [
    'CVMHead',
    'LightFPN',
    'SpatialCrossEntropyLoss',
    'SpatialSoftmaxHead',
    'StageCrossEntropyLoss',
    'StageCumulativeLoss',
    'StageFocalLoss',
]
