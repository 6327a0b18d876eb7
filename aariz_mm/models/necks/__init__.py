"""Necks, registered in MMPose's ``MODELS``."""

from .light_fpn import LightFPN

__all__ = ['LightFPN']
