"""Keypoint codecs, registered in MMPose's ``KEYPOINT_CODECS``."""

from .spatial_softmax import SpatialSoftmaxCodec

__all__ = ['SpatialSoftmaxCodec']
