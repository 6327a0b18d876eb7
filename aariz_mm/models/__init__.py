"""Necks, heads, losses and ensembles, registered in MMPose's ``MODELS``."""

from .ensembles import CVMEnsemble
from .heads import CVMHead, LandmarkCVMHead, SpatialSoftmaxHead
from .losses import SpatialCrossEntropyLoss, StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss
from .necks import CoarseAndFine, LightFPN

__all__ = [
    'CVMEnsemble',
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
