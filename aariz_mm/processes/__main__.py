"""``python -m aariz_mm.processes`` starts processes."""

import sys

from aariz_mm.processes.starting import main

__all__ = []

if __name__ == '__main__':
    sys.exit(main())
