"""Pictures of cephalograms: drawing on arrays, and the visualizer that MMPose's hooks call."""

from .contact_sheet import contact_sheet
from .image_file import save_png
from .overlay import draw_landmarks_overlay
from .sample import overlay_from_sample
from .visualizer import CephalogramVisualizer

__all__ = ['CephalogramVisualizer', 'contact_sheet', 'draw_landmarks_overlay', 'overlay_from_sample', 'save_png']
