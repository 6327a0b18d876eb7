"""Necks, heads and losses, registered in MMPose's ``MODELS``."""

from .heads import SpatialSoftmaxHead
from .losses import SpatialCrossEntropyLoss
from .necks import LightFPN

__all__ = ['LightFPN', 'SpatialCrossEntropyLoss', 'SpatialSoftmaxHead']
