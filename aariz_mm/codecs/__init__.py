"""Keypoint codecs, registered in MMPose's ``KEYPOINT_CODECS``."""

from aariz_mm.compat import prepare

prepare()


from .spatial_softmax import SpatialSoftmaxCodec

__all__ = ['SpatialSoftmaxCodec']
