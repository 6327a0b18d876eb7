"""Trained models that predict together, registered in MMPose's ``MODELS``."""

from .cvm_ensemble import CVMEnsemble
from .landmark_ensemble import LandmarkEnsemble

__all__ = ['CVMEnsemble', 'LandmarkEnsemble']
