"""Evaluation: pure functions in :mod:`functional`, MMEngine adapters in :mod:`metrics`."""

from .metrics import RadialErrorMetric

__all__ = ['RadialErrorMetric']
