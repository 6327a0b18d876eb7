"""Trained models as one ``.onnx`` file each, which :mod:`aariz_mm.reading` reads without torch.

Importing it registers the plug-in.
"""

import aariz_mm.register  # noqa: F401
