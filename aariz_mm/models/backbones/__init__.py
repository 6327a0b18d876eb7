"""Backbones, registered in MMPose's ``MODELS``."""

from .ceph_net import CephNet

__all__ = ['CephNet']
