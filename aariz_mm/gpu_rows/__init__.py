"""Trains and scores several configs at once on one GPU, within a time: rows for the tables of results.

``tools/gpu_rows.sh`` calls it. It imports neither torch nor OpenMMLab: each training and each test is a process of its
own.
"""

from aariz_mm.gpu_rows.plan import ROWS, Row, Training
from aariz_mm.gpu_rows.running import run_rows
from aariz_mm.gpu_rows.settings import Settings, read_settings

__all__ = ['ROWS', 'Row', 'Settings', 'Training', 'read_settings', 'run_rows']
