"""Metrics, registered in MMPose's ``METRICS``."""

from .radial_error import RadialErrorMetric

__all__ = ['RadialErrorMetric']
