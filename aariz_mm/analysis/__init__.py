"""Cephalometric measurements and what they mean, from landmarks alone. Numpy alone."""

from .classification import CLASSIFICATIONS, Classification, Verdict, classify
from .definitions import Measurement
from .interpretation import interpret
from .measuring import MEASUREMENTS, SECTIONS, MeasuredValue, measure
from .named import NAMED_ANALYSES, NamedAnalysis
from .named_tables import analysis
from .norms import Norm

__all__ = [
    'CLASSIFICATIONS',
    'MEASUREMENTS',
    'NAMED_ANALYSES',
    'SECTIONS',
    'Classification',
    'MeasuredValue',
    'Measurement',
    'NamedAnalysis',
    'Norm',
    'Verdict',
    'analysis',
    'classify',
    'interpret',
    'measure',
]  # fmt: skip
