"""Hooks and pretrained weights, registered in MMPose's and MMEngine's registries."""

from .hooks import ChannelsLastHook
from .pretrained import Pretrained

__all__ = ['ChannelsLastHook', 'Pretrained']
