"""Backbones, necks, heads, losses and ensembles, registered in MMPose's ``MODELS``."""

from .backbones import CephNet
from .ensembles import CVMEnsemble
from .heads import CVMHead, LandmarkCVMHead, SpatialSoftmaxHead
from .losses import SpatialCrossEntropyLoss, StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss
from .necks import CoarseAndFine, LightFPN, UNetNeck

__all__ = [
    'CVMEnsemble',
    'CVMHead',
    'CephNet',
    'CoarseAndFine',
    'LandmarkCVMHead',
    'LightFPN',
    'SpatialCrossEntropyLoss',
    'SpatialSoftmaxHead',
    'StageCrossEntropyLoss',
    'StageCumulativeLoss',
    'StageFocalLoss',
    'UNetNeck',
]
