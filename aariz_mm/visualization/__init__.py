"""Pictures of cephalograms: drawing on arrays, and the visualizer that MMPose's hooks call."""

from .contact_sheet import contact_sheet
from .image_file import save_jpeg, save_png
from .overlay import draw_landmarks_overlay
from .reading import draw_reading_overlay
from .sample import overlay_from_sample, picture_from_sample
from .stage_picture import draw_stage_picture
from .visualizer import CephalogramVisualizer

__all__ = [
    'CephalogramVisualizer',
    'contact_sheet',
    'draw_landmarks_overlay',
    'draw_reading_overlay',
    'draw_stage_picture',
    'overlay_from_sample',
    'picture_from_sample',
    'save_jpeg',
    'save_png',
]
