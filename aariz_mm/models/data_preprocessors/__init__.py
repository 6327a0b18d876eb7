"""What happens to a batch on the device before the network."""

from .cephalogram_preprocessor import CephalogramPreprocessor

__all__ = ['CephalogramPreprocessor']
