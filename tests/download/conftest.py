"""A server that plays figshare, without waits between attempts."""

from __future__ import annotations

import pytest
from figshare_server import SMALL_DATASET, FigshareServer, zip_bytes

from aariz_mm.download.connection import Patience


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv('no_proxy', '127.0.0.1')
    figshare = FigshareServer(zip_bytes(SMALL_DATASET))
    yield figshare
    figshare.close()


@pytest.fixture
def patience() -> Patience:
    return Patience(attempts=3, first_wait_s=0, timeout_s=5)
