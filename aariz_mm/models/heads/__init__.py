"""Heads, registered in MMPose's ``MODELS``."""

from .spatial_softmax_head import SpatialSoftmaxHead

__all__ = ['SpatialSoftmaxHead']
