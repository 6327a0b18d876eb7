"""Superimposing two or more lateral cephalograms of one patient: what grew, what was moved, and what is mere error."""

from .changes import LandmarkChange, MeasurementChange
from .loading import load_timepoint
from .references import REFERENCES, Reference, find_reference
from .registration import Registration, register
from .rigid import Rigid
from .scales import common_scale
from .superimposing import Superimposition, superimpose
from .timepoints import Timepoint

__all__ = [
    'REFERENCES',
    'LandmarkChange',
    'MeasurementChange',
    'Reference',
    'Registration',
    'Rigid',
    'Superimposition',
    'Timepoint',
    'common_scale',
    'find_reference',
    'load_timepoint',
    'register',
    'superimpose',
]
