"""Transforms of cephalograms, registered in MMPose's ``TRANSFORMS``."""

from .affine import CephalogramAffine
from .intensity import RandomBrightnessContrast, RandomGamma, RandomGaussianNoise
from .loading import LoadCephalogram
from .packing import PackCephalogram

__all__ = [
    'CephalogramAffine',
    'LoadCephalogram',
    'PackCephalogram',
    'RandomBrightnessContrast',
    'RandomGamma',
    'RandomGaussianNoise',
]
