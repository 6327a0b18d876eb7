"""No test reaches beyond this machine: what tries is refused, and the test fails even where the refusal is caught.

Python tells of every connection before it is made (audit events); C++ of Ray and ONNX Runtime does not.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
import sys

__all__ = ['ATTEMPTS', 'block_network', 'is_near']

ATTEMPTS: list[str] = []
"""What was refused, since the list was last emptied."""
_AT = {'socket.connect': 1, 'socket.sendto': 1, 'socket.sendmsg': 1, 'socket.getaddrinfo': 0,
       'socket.gethostbyname': 0, 'socket.gethostbyaddr': 0}  # fmt: skip
"""By event, which of its arguments is the address or the host."""


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
    """Refuse from now on, in this process, what leaves this machine. It can't be taken back."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple) -> None:
    at = _AT.get(event)
    if at is None:
        return
    place = arguments[at]
    host = place[0] if isinstance(place, tuple) else place
    if at and (not isinstance(place, tuple) or _only_asks(event, arguments[0])):
        return
    if not is_near(host):
        ATTEMPTS.append(f'{event} {place}')
        raise OSError(errno.ENETUNREACH, f'the tests have no network, but {event} asks for {place}')


def _only_asks(event: str, asking: socket.socket) -> bool:
    """Datagrams are sent later, if at all: so Ray asks for the address of this machine."""
    return event == 'socket.connect' and asking.type == socket.SOCK_DGRAM


def _own_addresses() -> set[str]:
    if not _ADDRESSES:
        _ADDRESSES.add('127.0.0.1')
        with contextlib.suppress(OSError):
            _ADDRESSES.update(found[4][0] for found in socket.getaddrinfo(_NAME, None))
    return _ADDRESSES


_ADDRESSES: set[str] = set()
_NAME = socket.gethostname().lower()
