"""Whether the parts of a config fit together: landmarks, sizes, channels and stages, found before any data is read."""

from .check import check_parts_match, list_mismatches

__all__ = ['check_parts_match', 'list_mismatches']
