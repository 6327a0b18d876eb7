"""Heads, registered in MMPose's ``MODELS``."""

from .cvm_head import CVMHead
from .spatial_softmax_head import SpatialSoftmaxHead

__all__ = ['CVMHead', 'SpatialSoftmaxHead']
