"""Heads, registered in MMPose's ``MODELS``."""

from .cvm_head import CVMHead
from .float32_head import Float32Head
from .landmark_cvm_head import LandmarkCVMHead
from .spatial_softmax_head import SpatialSoftmaxHead

__all__ = ['CVMHead', 'Float32Head', 'LandmarkCVMHead', 'SpatialSoftmaxHead']
