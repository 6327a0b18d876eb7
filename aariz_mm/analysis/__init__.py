"""Cephalometric measurements and what they mean, from landmarks alone. Numpy alone."""

from .classification import CLASSIFICATIONS, Classification, Verdict, classify
from .definitions import Measurement
from .interpretation import interpret
from .measuring import MEASUREMENTS, MeasuredValue, measure
from .norms import Norm

__all__ = [
    'CLASSIFICATIONS',
    'MEASUREMENTS',
    'Classification',
    'MeasuredValue',
    'Measurement',
    'Norm',
    'Verdict',
    'classify',
    'interpret',
    'measure',
]  # fmt: skip
