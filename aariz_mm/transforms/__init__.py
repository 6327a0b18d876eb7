"""Transforms of cephalograms, registered in MMPose's ``TRANSFORMS``."""

from aariz_mm.compat import prepare

prepare()


from .affine import CephalogramAffine
from .albumentation import KeepAllAlbumentation
from .box import RandomBox
from .cervical_roi import CropCervicalROI
from .channels import RealChannels
from .cvm_crop import CVMCropAffine, RandomErase, RandomGaussianBlur, StretchGrey
from .deformation import ElasticDeformation, GridDeformation
from .film import RandomCollimation
from .framing import RandomCut, RandomPhotograph, RandomScreenshot
from .intensity import RandomBrightnessContrast, RandomGamma, RandomGaussianNoise
from .loading import LoadCephalogram
from .overlaid import RandomHeadHolder, RandomMetal, RandomRuler, RandomText
from .packing import PackCephalogram
from .processing import RandomEqualization, RandomJPEG, RandomPosterization, RandomUnsharpMask
from .unsharpness import RandomGrain, RandomMotionBlur

__all__ = [
    'CVMCropAffine',
    'CephalogramAffine',
    'CropCervicalROI',
    'ElasticDeformation',
    'GridDeformation',
    'KeepAllAlbumentation',
    'LoadCephalogram',
    'PackCephalogram',
    'RandomBox',
    'RandomBrightnessContrast',
    'RandomCollimation',
    'RandomCut',
    'RandomEqualization',
    'RandomErase',
    'RandomGamma',
    'RandomGaussianBlur',
    'RandomGaussianNoise',
    'RandomGrain',
    'RandomHeadHolder',
    'RandomJPEG',
    'RandomMetal',
    'RandomMotionBlur',
    'RandomPhotograph',
    'RandomPosterization',
    'RandomRuler',
    'RandomScreenshot',
    'RandomText',
    'RandomUnsharpMask',
    'RealChannels',
    'StretchGrey',
]
