"""Bundles by name: those that ship with the package, in this folder, and those of the folder ``AARIZ_BUNDLES``."""

from .finding import BUNDLES_VARIABLE, find_bundle, find_bundles, list_bundles

__all__ = ['BUNDLES_VARIABLE', 'find_bundle', 'find_bundles', 'list_bundles']
