"""Necks, registered in MMPose's ``MODELS``."""

from .coarse_and_fine import CoarseAndFine
from .deconv_neck import DeconvNeck
from .light_fpn import LightFPN
from .unet_neck import UNetNeck

__all__ = ['CoarseAndFine', 'DeconvNeck', 'LightFPN', 'UNetNeck']
