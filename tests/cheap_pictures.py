"""A picture that costs nothing, for tests of what stands around the plots; the plots have tests of their own."""

import cv2
import numpy as np

__all__ = ['draw_nothing']


def draw_nothing(size, draw, panels=1, rows=1, gaps=None) -> bytes:
    """In place of :func:`aariz_mm.report.plots.as_png`: a grey PNG of the size that this would have."""
    return cv2.imencode('.png', np.full((2 * size[1], 2 * size[0]), 200, np.uint8))[1].tobytes()
