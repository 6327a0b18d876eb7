"""Metrics, registered in MMPose's ``METRICS``."""

from .cvm_metric import CVMMetric
from .measurement_metric import MeasurementMetric
from .radial_error import RadialErrorMetric

__all__ = ['CVMMetric', 'MeasurementMetric', 'RadialErrorMetric']
