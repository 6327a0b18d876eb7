"""Trained models, loaded once, that read radiographs, and what they write.

Importing it registers the plug-in.
"""

import aariz_mm.register  # noqa: F401
