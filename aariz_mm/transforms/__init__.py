"""Transforms of cephalograms, registered in MMPose's ``TRANSFORMS``."""

from aariz_mm.compat import prepare

prepare()


from .affine import CephalogramAffine
from .albumentation import KeepAllAlbumentation
from .cervical_roi import CropCervicalROI
from .cvm_crop import CVMCropAffine, RandomErase, RandomGaussianBlur, StretchGrey
from .deformation import ElasticDeformation, GridDeformation
from .film import RandomCollimation
from .intensity import RandomBrightnessContrast, RandomGamma, RandomGaussianNoise
from .loading import LoadCephalogram
from .packing import PackCephalogram

__all__ = [
    'CVMCropAffine',
    'CephalogramAffine',
    'CropCervicalROI',
    'ElasticDeformation',
    'GridDeformation',
    'KeepAllAlbumentation',
    'LoadCephalogram',
    'PackCephalogram',
    'RandomBrightnessContrast',
    'RandomCollimation',
    'RandomErase',
    'RandomGamma',
    'RandomGaussianBlur',
    'RandomGaussianNoise',
    'StretchGrey',
]
