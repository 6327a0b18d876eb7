"""Cephalometric measurements and what they mean, from landmarks alone. Numpy alone."""

from .classification import CLASSIFICATIONS, Classification, Verdict, classify
from .definitions import Measurement
from .measuring import MEASUREMENTS, Reading, measure
from .norms import Norm, interpret

__all__ = [
    'CLASSIFICATIONS', 'MEASUREMENTS', 'Classification', 'Measurement', 'Norm', 'Reading', 'Verdict', 'classify',
    'interpret', 'measure',
]  # fmt: skip
