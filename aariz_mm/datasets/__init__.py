"""Reading radiographs and their annotations."""

from aariz_mm.datasets.aariz_dataset import AarizDataset

__all__ = ['AarizDataset']
