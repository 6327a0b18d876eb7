"""Synthetic lateral cephalograms in the released layout of the Aariz dataset, with exact truth.

The shapes vary as the real ones do (``shape_model``), the vertebrae follow the CVM stage (``cervical``), and the
picture is an x-ray of drawn anatomy (``anatomy``, ``painting``, ``exposure``). Made to try the whole tool chain
without patient data; scores on phantoms say nothing about patients. Needs numpy, cv2 and tqdm alone.
"""

from .cervical import CervicalShape, cervical_shape
from .devices import DEVICES, Device, phantom_pixel_size_mm
from .draw import Phantom, draw_phantom
from .growth import GrownPair, draw_grown, grown_shape
from .outlines import outline_phantom
from .readers import read_landmarks
from .writer import draw_indexed_phantom, write_phantom_dataset

__all__ = [
    'DEVICES',
    'CervicalShape',
    'Device',
    'GrownPair',
    'Phantom',
    'cervical_shape',
    'draw_grown',
    'draw_indexed_phantom',
    'draw_phantom',
    'grown_shape',
    'outline_phantom',
    'phantom_pixel_size_mm',
    'read_landmarks',
    'write_phantom_dataset',
]
