"""Pictures of cephalograms: arrays in, arrays out. Numpy, OpenCV and Pillow alone."""

from .contact_sheet import contact_sheet
from .drawings import write_drawings
from .image_file import encode_jpeg, encode_png, save_jpeg, save_png
from .overlay import draw_landmarks_overlay
from .prediction_overlay import draw_prediction_overlay
from .ruler_overlay import draw_ruler_overlay
from .stage_picture import draw_stage_picture

__all__ = [
    'contact_sheet',
    'draw_landmarks_overlay',
    'draw_prediction_overlay',
    'draw_ruler_overlay',
    'draw_stage_picture',
    'encode_jpeg',
    'encode_png',
    'save_jpeg',
    'save_png',
    'write_drawings',
]
