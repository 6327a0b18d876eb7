"""No test reaches beyond this machine: what tries is refused, and the test fails even where the refusal is caught.

Python's sockets and its questions for addresses ask here first; C++ of Ray and ONNX Runtime does not. An audit hook
would see a little more, but Python calls one for every ``id()`` as well, which took 2 % of the suite.
"""

from __future__ import annotations

import _socket
import contextlib
import errno
import functools
import ipaddress
import socket

__all__ = ['ATTEMPTS', 'block_network', 'is_near']

ATTEMPTS: list[str] = []
"""What was refused, since the list was last emptied."""
_PLACES = dict(connect=slice(0, 1), connect_ex=slice(0, 1), sendto=slice(1, None), sendmsg=slice(3, 4))
"""By method of a socket, which of its arguments may be the address."""
_ASKING = 'getaddrinfo', 'gethostbyname', 'gethostbyname_ex', 'gethostbyaddr'


def is_near(host: object) -> bool:
    """Whether a host is this machine, or a name that stands for none."""
    host = host.decode(errors='replace') if isinstance(host, bytes) else host
    if host is None or host == '' or str(host).endswith('.invalid'):
        return True
    try:
        address = ipaddress.ip_address(str(host).partition('%')[0])
        return address.is_loopback or address.is_unspecified or str(address) in _own_addresses()
    except ValueError:
        return str(host).lower() in ('localhost', _NAME)


def block_network() -> None:
    """Refuse from now on, in this process and its forks, what leaves this machine."""
    for name in _PLACES:
        setattr(socket.socket, name, _guarded(name, getattr(_socket.socket, name)))
    for name in _ASKING:
        asking = _asking(name, getattr(_socket, name))
        setattr(_socket, name, asking)
        if name != 'getaddrinfo':  # that of socket asks that of _socket
            setattr(socket, name, asking)


def _guarded(name: str, stock):
    @functools.wraps(stock)
    def reach(self, *arguments):
        # Datagrams are sent later, if at all: so Ray asks for the address of this machine.
        if not (name.startswith('connect') and self.type == socket.SOCK_DGRAM):
            for place in arguments[_PLACES[name]]:
                if isinstance(place, tuple):
                    _refuse_far(name, place[0], place)
        return stock(self, *arguments)

    return reach


def _asking(name: str, stock):
    @functools.wraps(stock)
    def ask(host, *arguments, **settings):
        _refuse_far(name, host, host)
        return stock(host, *arguments, **settings)

    return ask


def _refuse_far(name: str, host: object, place: object) -> None:
    if not is_near(host):
        ATTEMPTS.append(f'{name} {place}')
        raise OSError(errno.ENETUNREACH, f'the tests have no network, but {name} asks for {place}')


def _own_addresses() -> set[str]:
    if not _ADDRESSES:
        _ADDRESSES.add('127.0.0.1')
        with contextlib.suppress(OSError):
            _ADDRESSES.update(found[4][0] for found in socket.getaddrinfo(_NAME, None))
    return _ADDRESSES


_ADDRESSES: set[str] = set()
_NAME = socket.gethostname().lower()
