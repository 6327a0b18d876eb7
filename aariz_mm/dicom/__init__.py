"""Results as DICOM objects that refer to the radiograph: structured report, presentation state, secondary capture."""

from .pictures import for_picture
from .presentation_state import presentation_state
from .secondary_capture import secondary_capture
from .structured_report import structured_report

__all__ = ['for_picture', 'presentation_state', 'secondary_capture', 'structured_report']
