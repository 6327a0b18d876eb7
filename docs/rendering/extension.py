"""Griffe's extension that ``mkdocs.yml`` names; Griffe loads it by its path, so its folder is not on Python's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from griffe import Extension, Object

sys.path.insert(0, str(Path(__file__).parent))

from docstrings import as_markdown

__all__ = ['HouseStyle']


class HouseStyle(Extension):
    """Rewrites the docstring of every object."""

    def on_instance(self, *, obj: Object, **kwargs: Any) -> None:
        """Called by Griffe for each module, class, function and attribute."""
        if obj.docstring is not None:
            obj.docstring.value = as_markdown(obj.docstring.value)
