"""Losses, registered in MMPose's ``MODELS``."""

from .spatial_cross_entropy import SpatialCrossEntropyLoss

__all__ = ['SpatialCrossEntropyLoss']
