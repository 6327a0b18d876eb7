"""The dataset doctor: reads a whole dataset in the Aariz layout and says what is wrong with it. Nothing is changed.

``examine`` gives a :class:`Report`, plain data; ``text``, ``page`` and ``files`` write it for people and programs.
"""

from .examine import examine
from .findings import ERROR, INFO, SEVERITIES, WARNING, Finding, Report

__all__ = ['ERROR', 'INFO', 'SEVERITIES', 'WARNING', 'Finding', 'Report', 'examine']
