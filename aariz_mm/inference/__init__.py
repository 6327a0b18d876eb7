"""Trained models, loaded once, and the files of their predictions.

Importing it registers the plug-in.
"""

import aariz_mm.register  # noqa: F401
