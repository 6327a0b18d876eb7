"""Backbones, registered in MMPose's ``MODELS``."""

from .ceph_net import CephNet
from .timm_transformer import TIMMTransformer

__all__ = ['CephNet', 'TIMMTransformer']
