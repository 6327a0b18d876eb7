"""What a listener is told: who may send, where results go, what is kept and for how long."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    'KINDS',
    'Caller',
    'ListenSettings',
    'Peer',
    'TlsFiles',
    'check_title',
    'find_caller',
    'parse_caller',
    'parse_peer',
]

KINDS = ('sr', 'gsps', 'sc')
"""Of results: a structured report, a presentation state that draws on the radiograph, a picture with it drawn in."""
_MOST_TITLE = 16
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class Caller:
    """Who may send: an AE title, and the addresses that it may send from; none of them: any."""

    title: str
    networks: tuple[_Network, ...] = ()

    def may_be_at(self, address: str) -> bool:
        """Whether the caller may send from an IP address."""
        if not self.networks:
            return True
        found = _address(address)
        return any(found in network for network in self.networks if network.version == found.version)


@dataclass(frozen=True)
class Peer:
    """Where results go."""

    title: str
    host: str
    port: int


@dataclass(frozen=True)
class TlsFiles:
    """PEM files: our certificate with its chain, its key, and the authority that signs those of the others.

    Without ``ca`` callers need no certificate, and that of the peer is checked by the authorities of the system.
    """

    cert: Path
    key: Path
    ca: Path | None = None


@dataclass(frozen=True)
class ListenSettings:
    """All that a listener is told; times in seconds.

    spool: folder of what was received and not yet done with. title: our AE title. host, port: listened at; port 0 takes
    any. kinds: of :data:`KINDS`. peer_tls: whether results are sent by TLS. keep_days: after which what was sent is
    removed. max_bytes: of one instance. reserve_bytes: of the disk that are left free. workers: processes that read.
    force: read what is no lateral cephalogram. associations: at once. network_s: between two parts of a message.
    acse_s: for the opening of an association. dimse_s: for the peer's answer. read_s: for one radiograph. first_wait_s,
    longest_wait_s: before the peer is tried again. give_up_s: after which a result that can't be sent is failed.
    """

    spool: Path
    callers: tuple[Caller, ...]
    peer: Peer
    title: str = 'AARIZ'
    host: str = '127.0.0.1'
    port: int = 11112
    kinds: tuple[str, ...] = ('sr',)
    tls: TlsFiles | None = None
    peer_tls: bool = False
    keep_days: float = 30.0
    max_bytes: int = 256 << 20
    reserve_bytes: int = 100 << 20
    workers: int = 1
    pixel_size_mm: float | None = None
    magnification: float | None = None
    associations: int = 10
    network_s: float = 30.0
    acse_s: float = 15.0
    dimse_s: float = 60.0
    read_s: float = 300.0
    first_wait_s: float = 5.0
    longest_wait_s: float = 300.0
    give_up_s: float = 7 * 86400.0
    grace_s: float = 20.0


def check_title(text: str) -> str:
    """An AE title: 1 to 16 characters of ASCII, no backslash, no control character; blanks around it are dropped.

    Errors:
        ValueError: none.
    """
    title = text.strip(' ')
    if not 1 <= len(title) <= _MOST_TITLE or not re.fullmatch(r'[ -\[\]-~]+', title):
        raise ValueError(f'{text!r}: no AE title; expected 1 to 16 letters, digits or signs of ASCII, such as ORTHANC')
    return title


def parse_caller(text: str) -> Caller:
    """A caller: ``TITLE``, or ``TITLE=HOST`` with an IP address, a network such as 10.0.0.0/24, or a name.

    A name is looked up once, here.
    Errors:
        ValueError: no AE title, or a host that is not known.
    Example: 'CEPH1=10.0.0.7' -> Caller('CEPH1', (10.0.0.7/32,))
    """
    title, equals, host = text.partition('=')
    return Caller(check_title(title), _networks(host.strip()) if equals else ())


def parse_peer(text: str) -> Peer:
    """A peer: ``TITLE@HOST:PORT``.

    Errors:
        ValueError: none.
    Example: 'ORTHANC@10.0.0.5:4242' -> Peer('ORTHANC', '10.0.0.5', 4242)
    """
    title, at, address = text.rpartition('@')
    host, colon, port = address.rpartition(':')
    if not (at and colon and host and port.isdecimal() and port.isascii() and 0 < int(port) < 65536):
        raise ValueError(f'{text!r}: expected AETITLE@HOST:PORT, such as ORTHANC@10.0.0.5:4242')
    return Peer(check_title(title), host.removeprefix('[').removesuffix(']'), int(port))


def find_caller(callers: Sequence[Caller], title: str, address: str) -> str:
    """'' where a caller of this AE title may send from this address, else why not."""
    named = [caller for caller in callers if caller.title == title.strip()]
    if not named:
        return 'unknown calling AE title'
    return (
        '' if any(caller.may_be_at(address) for caller in named) else 'calling AE title from another host than allowed'
    )


def _networks(host: str) -> tuple[_Network, ...]:
    try:
        return (ipaddress.ip_network(host, strict=False),)
    except ValueError:
        pass
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None)} if host else set()
    except (OSError, UnicodeError):
        found = set()
    if not found:
        raise ValueError(
            f'{host!r}: no address, network or known name of a host; give one such as 10.0.0.7 or 10.0.0.0/24'
        )
    return tuple(ipaddress.ip_network(_address(one)) for one in sorted(found))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address; that of IPv4 which a socket of IPv6 shows as ::ffff:10.0.0.7 is one of IPv4."""
    found = ipaddress.ip_address(text.partition('%')[0])
    return getattr(found, 'ipv4_mapped', None) or found
