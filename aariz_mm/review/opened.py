"""Which file stands behind each open radiograph: what was looked at must be what is saved."""

from __future__ import annotations

from pathlib import Path

from aariz_mm.files import file_sha256

from .case_table import stamp_of

__all__ = ['OpenedFiles']


class OpenedFiles:
    """The content of each case's file as it was first opened while the server runs."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[str, str]] = {}

    def note(self, n: int, path: Path) -> str:
        """The hash of what is opened.

        Errors:
            OSError: the file cannot be read. ValueError: it holds another radiograph than when it was first opened.
        """
        self.check(n, path)
        if n not in self._known:
            self._known[n] = stamp_of(path), file_sha256(path)
        return self._known[n][1]

    def check(self, n: int, path: Path) -> None:
        """Refuse a file that was replaced since it was first opened; one that is gone is let by.

        Errors:
            ValueError: it holds another radiograph by now.
        """
        stamp, sha256 = self._known.get(n, ('', ''))
        now = stamp_of(path)
        if not stamp or now in ('', stamp):
            return
        if file_sha256(path) != sha256:
            raise ValueError('its file holds another radiograph than when it was opened; start the review again')
        self._known[n] = now, sha256

    def is_other(self, n: int, sha256: str) -> bool:
        """Whether a content is another one than the one that was opened."""
        return self._known.get(n, ('', sha256))[1] != sha256
