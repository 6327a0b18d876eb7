"""Losses, registered in MMPose's ``MODELS``."""

from .spatial_cross_entropy import SpatialCrossEntropyLoss
from .stage_losses import StageCrossEntropyLoss, StageCumulativeLoss, StageFocalLoss

__all__ = ['SpatialCrossEntropyLoss', 'StageCrossEntropyLoss', 'StageCumulativeLoss', 'StageFocalLoss']
