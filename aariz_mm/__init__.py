"""Cephalometric landmarks and cervical vertebral maturation, read, measured and trained for.

Importing it imports nothing else. ``aariz_mm.register`` makes the MMPose plug-in known to MMEngine's registries.
"""

__version__ = '0.1.0'
__all__ = ['__version__']
