"""A cephalometric tracing as an orthodontist draws it, by landmarks alone."""

from .making import trace
from .shapes import LAYERS, Arc, Label, Layer, Path, Tracing

__all__ = ['LAYERS', 'Arc', 'Label', 'Layer', 'Path', 'Tracing', 'trace']
