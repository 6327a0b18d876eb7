"""Nothing is asked of the network unless the user asks: the suite runs with it blocked, and this shows the block."""

import asyncio
import http.client
import socket
import urllib.request

import pytest
from offline import ATTEMPTS, is_near


@pytest.mark.parametrize('ask', [
    lambda: socket.create_connection(('192.0.2.1', 80), timeout=1),
    lambda: socket.getaddrinfo('pypi.org', 443),
    lambda: urllib.request.urlopen('http://192.0.2.1/', timeout=1),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53)),
    lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('192.0.2.1', 53)),
    lambda: socket.socket().connect_ex(('192.0.2.1', 80)),
    lambda: asyncio.run(asyncio.open_connection('192.0.2.1', 80)),
    lambda: http.client.HTTPSConnection('192.0.2.1', timeout=1).connect(),
    lambda: socket.gethostbyname('pypi.org'),
    lambda: socket.gethostbyname_ex('pypi.org'),
    lambda: socket.gethostbyaddr('192.0.2.1'),
])  # fmt: skip
def test_what_leaves_this_machine_is_refused(ask):
    with pytest.raises(OSError):
        ask()
    assert len(ATTEMPTS) == 1
    ATTEMPTS.clear()


def test_this_machine_is_reached():
    with socket.create_server(('127.0.0.1', 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    assert is_near('::1') and is_near(b'localhost') and is_near(socket.gethostname())
    assert not is_near('10.0.0.1') and not is_near('localhost.example.org')
