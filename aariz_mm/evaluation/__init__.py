"""Evaluation: pure functions in :mod:`functional`, MMEngine adapters in :mod:`metrics`."""

from .metrics import CVMMetric, RadialErrorMetric

__all__ = ['CVMMetric', 'RadialErrorMetric']
