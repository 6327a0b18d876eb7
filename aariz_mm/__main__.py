"""``python -m aariz_mm`` is ``aariz-mm``."""

import sys

from aariz_mm.cli import main

__all__ = []

if __name__ == '__main__':
    sys.exit(main())
