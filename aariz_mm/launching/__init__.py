"""From a config and a user's choices to a run: training, testing, cross-validation, cost of a model.

Importing it registers the plug-in, so that a config without ``custom_imports`` is launched, too.
"""

import aariz_mm.register  # noqa: F401
