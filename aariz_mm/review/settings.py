"""How a review is started, and its limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

__all__ = ['LOOPBACK', 'PORT', 'Limits', 'ReviewSettings']

LOOPBACK = ('127.0.0.1', 'localhost', '::1')
"""Hosts that only this machine reaches."""
PORT = 8765
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one visitor may take.

    json, transfer, radiograph, request: most bytes of a body of JSON, of files of annotations, of one radiograph, of a
    whole request. requests_per_s, requests_at_once: of an address; the page asks for some tens of tiles at a time.
    wrong_tokens_per_s, wrong_tokens_at_once: of an address, after which it is not listened to. body_s, slowest: seconds
    for a body, and a second more for each ``slowest`` bytes that came.
    """

    json: int = _MEGABYTE
    transfer: int = 64 * _MEGABYTE
    radiograph: int = 200 * _MEGABYTE
    request: int = 256 * _MEGABYTE
    requests_per_s: float = 200
    requests_at_once: float = 2000
    wrong_tokens_per_s: float = 0.5
    wrong_tokens_at_once: float = 30
    body_s: float = 30
    slowest: int = 10_000


@dataclass(frozen=True)
class ReviewSettings:
    """What the command says.

    folder: of the radiographs, never written to; or one radiograph. home: where all is written. host_names: by which
    others reach this machine. token: that every request must show; None for none. models, stages: bundles that read.
    profile: of a site, the default one. pixel_size_mm: of all radiographs. reader: name that the page offers. is_blind:
    the page tells nothing of the model and of other readers.
    """

    folder: Path
    home: Path
    host: str = LOOPBACK[0]
    port: int = PORT
    host_names: tuple[str, ...] = ()
    token: str | None = None
    models: tuple[Path, ...] = ()
    stages: tuple[Path, ...] = ()
    profile: Path | None = None
    pixel_size_mm: float | None = None
    reader: str = ''
    is_blind: bool = False
    limits: Limits = field(default_factory=Limits)
