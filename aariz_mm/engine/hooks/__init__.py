"""Hooks, registered in MMPose's ``HOOKS``."""

from .channels_last import ChannelsLastHook
from .visualization import CephalogramVisualizationHook

__all__ = ['CephalogramVisualizationHook', 'ChannelsLastHook']
