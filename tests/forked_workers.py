"""The worker processes of a reading or of a cache as forks of one that has imported all, without their imports."""

from __future__ import annotations

from types import SimpleNamespace

from process_groups import forking_context

__all__ = ['fork_workers']


def fork_workers(monkeypatch, module: str = 'aariz_mm.reading.worker_process') -> None:
    """Let a module fork its processes where it would begin an interpreter for each; what they are sent is the same."""
    context = forking_context()

    def get_context(method):
        assert method == 'spawn'
        return context

    monkeypatch.setattr(f'{module}.multiprocessing', SimpleNamespace(get_context=get_context))
