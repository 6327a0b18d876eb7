"""Hooks, registered in MMPose's ``HOOKS``."""

from .channels_last import ChannelsLastHook

__all__ = ['ChannelsLastHook']
