"""What visitors of a soak do that is not meant: they are refused, go in the middle, or ask far too often."""

from __future__ import annotations

import json
import random
import re
import socket
from collections import Counter
from typing import Any
from urllib.parse import quote

from soak_judging import TOO_MANY
from soak_visitor import Visitor

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.review.state import AnnotationState

__all__ = ['GREEDY', 'RUDE', 'ask_far_too_often', 'be_rude', 'drawn_state']

RUDE: dict[str, tuple[object, ...]] = {
    'refused: other site': (403,),
    'refused: other host': (421,),
    'refused: too large': (413, 'cut off'),
    'refused: no JSON': (400,),
    'refused: no landmark': (422,),
    'refused: no such case': (404,),
    'left: half a head': ('left',),
    'left: half a body': ('left',),
    'left: an answer unread': ('left',),
    'left: a save unanswered': ('left',),
}
"""Kinds of requests and how they may be answered; 'cut off' is what a client sees whose large body nobody reads on."""
GREEDY = 'far too often'
"""The kind of what :func:`ask_far_too_often` asks."""
_TOO_LARGE = 1_200_000
_NO_JSON = (b'{', b'{"a": NaN}', b'[' * 9000, b'\xff', b'{"a":1,"a":2}')
_STATUS = re.compile(rb'HTTP/1\.1 (\d{3}) ')


def drawn_state(rng: random.Random, size: tuple[int, int]) -> dict[str, Any]:
    """A state that no other is like, as the server keeps it."""
    marks = {
        symbol: dict(x=round(rng.uniform(2, size[0] - 3), 3), y=round(rng.uniform(2, size[1] - 3), 3))
        for symbol in rng.sample(SYMBOLS, rng.randint(1, len(SYMBOLS)))
    }
    stage, status = rng.choice((None, 1, 2, 3, 4, 5, 6)), rng.choice(('draft', 'finished'))
    content = dict(status=status, landmarks=marks, stage=stage)
    return AnnotationState.from_plain(content).as_plain()


def be_rude(client: Any, kind: str) -> None:
    """One request of a kind of :data:`RUDE` by a :class:`~soak_clients.Client`."""
    group, _, what = kind.partition(': ')
    if group == 'refused':
        _be_refused(client, kind, what)
    elif what in ('half a body', 'a save unanswered'):
        _leave_save(client, kind, what)
    else:
        name = quote(client.name_of)
        asked = ('/api/cases', f'/api/cases/{client.n}/tiles/0/0/0', f'/api/export?format=aariz&reader={name}')
        whole = [client.visitor.head('GET', client.rng.choice(asked))]
        _hang_up(client, kind, [b'GET /api/cases HTTP/1.1\r\n', b'Ho'] if what == 'half a head' else whole)


def _be_refused(client: Any, kind: str, what: str) -> None:
    path, state = f'/api/cases/{client.n}/annotations/{quote(client.name_of)}', drawn_state(client.rng, (300, 400))
    body = dict(state, base_version=client.ledger.last((client.n, client.name_of)), action='refused')
    if what == 'other site':
        client.ask(kind, 'PUT', path, body, Origin='http://elsewhere.example')
    elif what == 'other host':
        client.ask(kind, 'PUT', path, body, Host='elsewhere.example')
    elif what == 'too large':
        client.ask(kind, 'PUT', path, bytes(_TOO_LARGE))
    elif what == 'no JSON':
        client.ask(kind, 'PUT', path, client.rng.choice(_NO_JSON))
    elif what == 'no landmark':
        client.ask(kind, 'PUT', path, dict(body, landmarks=dict(Nowhere=dict(x=1, y=2))))
    else:
        client.ask(kind, 'PUT', path.replace(f'cases/{client.n}/', 'cases/99999/'), body)


def _leave_save(client: Any, kind: str, what: str) -> None:
    state, key = drawn_state(client.rng, client.cases[client.n]), (client.n, client.hasty)
    content = dict(state, base_version=client.last_version(client.hasty), action='soak')
    body = json.dumps(content).encode()
    sent = body
    if what == 'half a body':
        sent = body[: len(body) // 2]
    else:
        client.ledger.doubt(key, state)
    path = f'/api/cases/{client.n}/annotations/{quote(client.hasty)}'
    _hang_up(client, kind, [client.visitor.head('PUT', path, len(body)), sent])


def _hang_up(client: Any, kind: str, parts: list[bytes]) -> None:
    client.visitor.hang_up(kind, parts, client.wait, client.rng.random() < 0.5)


def ask_far_too_often(visitor: Visitor, most: int = 20_000) -> Counter[int]:
    """Ask on one connection, as fast as it goes, until the visitor is told to wait; it is refused for its host anyway.

    Returns:
        count of each status, noted in the record as well.
    """
    request, found = b'GET / HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n', Counter()
    with visitor.connect() as connection:
        while sum(found.values()) < most and not found[TOO_MANY]:
            connection.sendall(50 * request)
            found.update(_read_statuses(connection, 50))
    for status, count in found.items():
        visitor.record.counts[GREEDY, status] += count
    return found


def _read_statuses(connection: socket.socket, count: int) -> Counter[int]:
    data = b''
    while len(statuses := _STATUS.findall(data)) < count:
        part = connection.recv(1 << 16)
        if not part:
            raise ConnectionError('cut off in the middle of answers')
        data += part
    return Counter(map(int, statuses))
