"""Transforms of cephalograms, registered in MMPose's ``TRANSFORMS``."""

from .affine import CephalogramAffine
from .cervical_roi import CropCervicalROI
from .cvm_crop import CVMCropAffine, RandomErase, RandomGaussianBlur, StretchGrey
from .intensity import RandomBrightnessContrast, RandomGamma, RandomGaussianNoise
from .loading import LoadCephalogram
from .packing import PackCephalogram

__all__ = [
    'CVMCropAffine',
    'CephalogramAffine',
    'CropCervicalROI',
    'LoadCephalogram',
    'PackCephalogram',
    'RandomBrightnessContrast',
    'RandomErase',
    'RandomGamma',
    'RandomGaussianBlur',
    'RandomGaussianNoise',
    'StretchGrey',
]
