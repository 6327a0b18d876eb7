"""Necks, heads and losses, registered in MMPose's ``MODELS``."""

from .heads import CVMHead, LandmarkCVMHead, SpatialSoftmaxHead
from .losses import SpatialCrossEntropyLoss, StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss
from .necks import CoarseAndFine, LightFPN

__all__ = [
    'CVMHead',
    'CoarseAndFine',
    'LandmarkCVMHead',
    'LightFPN',
    'SpatialCrossEntropyLoss',
    'SpatialSoftmaxHead',
    'StageCrossEntropyLoss',
    'StageCumulativeLoss',
    'StageFocalLoss',
]
