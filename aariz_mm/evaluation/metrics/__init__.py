"""Metrics, registered in MMPose's ``METRICS``."""

from .cvm_metric import CVMMetric
from .radial_error import RadialErrorMetric

__all__ = ['CVMMetric', 'RadialErrorMetric']
