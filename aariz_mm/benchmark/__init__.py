"""Ours and a reference side by side, measured in turn: what ``tools/benchmark.py`` prints."""

__all__: list[str] = []
