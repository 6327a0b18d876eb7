"""Trained models that answer together, registered in MMPose's ``MODELS``."""

from .cvm_ensemble import CVMEnsemble

__all__ = ['CVMEnsemble']
