"""Scores of landmarks, measurements and CVM stages, their intervals, and comparisons of runs: pure functions.

Start at :mod:`~aariz_mm.evaluation.functional`; MMEngine's adapters are in ``aariz_mm.engine.metrics``.
"""
