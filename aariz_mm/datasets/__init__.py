"""Reading radiographs and their annotations."""

from aariz_mm.compat import prepare

prepare()


from aariz_mm.datasets.aariz_dataset import AarizDataset
from aariz_mm.datasets.class_balanced_sampler import ClassBalancedSampler
from aariz_mm.datasets.cvm_crop_dataset import CVMCropDataset

__all__ = ['AarizDataset', 'CVMCropDataset', 'ClassBalancedSampler']
