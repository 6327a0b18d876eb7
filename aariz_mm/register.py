"""Registers every part of the plug-in with MMPose and MMEngine.

A config says ``custom_imports = dict(imports=['aariz_mm.register'], allow_failed_imports=False)``, a program
``import aariz_mm.register``.
"""

from aariz_mm import codecs, datasets, engine, models, transforms

__all__ = ['codecs', 'datasets', 'engine', 'models', 'transforms']
