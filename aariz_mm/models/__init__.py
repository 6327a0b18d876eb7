"""Backbones, necks, heads, losses, estimators and ensembles, registered in MMPose's ``MODELS``."""

from aariz_mm.compat import prepare

prepare()


from .backbones import CephNet
from .data_preprocessors import CephalogramPreprocessor
from .ensembles import CVMEnsemble, LandmarkEnsemble
from .estimators import CoarseToFineEstimator, LandmarkRefiner
from .heads import CVMHead, LandmarkCVMHead, SpatialSoftmaxHead
from .losses import SpatialCrossEntropyLoss, StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss
from .necks import CoarseAndFine, LightFPN, UNetNeck

__all__ = [
    'CVMEnsemble',
    'CVMHead',
    'CephNet',
    'CephalogramPreprocessor',
    'CoarseAndFine',
    'CoarseToFineEstimator',
    'LandmarkCVMHead',
    'LandmarkEnsemble',
    'LandmarkRefiner',
    'LightFPN',
    'SpatialCrossEntropyLoss',
    'SpatialSoftmaxHead',
    'StageCrossEntropyLoss',
    'StageCumulativeLoss',
    'StageFocalLoss',
    'UNetNeck',
]
