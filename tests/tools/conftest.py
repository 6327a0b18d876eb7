"""MMPose can be imported once the plug-in is."""

import aariz_mm.register  # noqa: F401
