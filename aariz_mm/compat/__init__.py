"""Makes stock MMPose 1.3.2 importable without what is not installed, and light though it imports what few configs need.

``stand_ins``: for what is missing; they refuse to work and name the cure. ``table``: what is there, and is imported at
its first use only, by stand-ins (``deferred``) that are there while a listed module is imported (``finder``,
``window``). ``dynamo``: the same for PyTorch's compiler, which every optimiser asks for.
"""

from .environment import describing_environment
from .preparation import prepare
from .shapes import following_shapes

__all__ = ['describing_environment', 'following_shapes', 'prepare']
