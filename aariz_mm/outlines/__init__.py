"""The outlines of a head by its landmarks: a mean head, bent until its curves run through them. Numpy alone."""

from .beziers import flatten
from .heads import OUTLINE_LAYERS, Outline, head_pose, outline_head, part_needs

__all__ = ['OUTLINE_LAYERS', 'Outline', 'flatten', 'head_pose', 'outline_head', 'part_needs']
