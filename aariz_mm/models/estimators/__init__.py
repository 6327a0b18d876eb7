"""Pose estimators, registered in MMPose's ``MODELS``."""

from .coarse_to_fine import CoarseToFineEstimator
from .landmark_refiner import LandmarkRefiner

__all__ = ['CoarseToFineEstimator', 'LandmarkRefiner']
