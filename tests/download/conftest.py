"""A server that plays figshare, without waits between attempts."""

from __future__ import annotations

import pytest

from aariz_mm.download.connection import RetryPolicy


@pytest.fixture
def retries() -> RetryPolicy:
    return RetryPolicy(attempts=3, first_wait_s=0, timeout_s=5)
