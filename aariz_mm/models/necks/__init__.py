"""Necks, registered in MMPose's ``MODELS``."""

from .coarse_and_fine import CoarseAndFine
from .light_fpn import LightFPN

__all__ = ['CoarseAndFine', 'LightFPN']
