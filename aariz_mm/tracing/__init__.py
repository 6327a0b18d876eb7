"""A cephalometric tracing as an orthodontist draws it, by landmarks alone: layers, and SVG, PNG and PDF of them."""

from .making import trace
from .pdf import tracing_pdf
from .png import tracing_png
from .shapes import LAYERS, Arc, Label, Layer, Path, Tracing
from .svg import plain_title, tracing_svg
from .themes import THEMES

__all__ = [
    'LAYERS',
    'THEMES',
    'Arc',
    'Label',
    'Layer',
    'Path',
    'Tracing',
    'plain_title',
    'trace',
    'tracing_pdf',
    'tracing_png',
    'tracing_svg',
]
