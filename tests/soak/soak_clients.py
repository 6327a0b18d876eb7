"""What each client of a soak does: look at radiographs, correct them, disagree, send rubbish, and hang up.

Every client is a reader with a name of his own, and shares another name with one neighbour, whose saves conflict with
his. He works on a few radiographs, waits a while between requests as people do, and notes in the ledger what the server
acknowledged.
"""

from __future__ import annotations

import random
import threading
import time
from typing import Any
from urllib.parse import quote

from soak_ledger import Key, Ledger
from soak_rudeness import RUDE, be_rude, drawn_state
from soak_visitor import Answer, Record, Visitor

from aariz_mm.review.pixels import TILE

__all__ = ['EXPECTED', 'Client', 'drawn_state', 'work_for']

POLITE: dict[str, tuple[object, ...]] = {
    'list': (200,),
    'case': (200,),
    'picture': (200,),
    'tile': (200,),
    'thumbnail': (200,),
    'page': (200,),
    'measure': (200,),
    'history': (200,),
    'last version': (200, 404),
    'save': (200,),
    'save again, word for word': (200,),
    'save on an old version': (409,),
    'save of two at once': (200, 409),
    'comment': (200,),
    'export': (200, 404),
    'upload of what is none': (200,),
}
EXPECTED = {**POLITE, **RUDE}
"""Kinds of requests and how they may be answered."""
_OFTEN = {'list': 6, 'case': 10, 'tile': 12, 'picture': 6, 'thumbnail': 6, 'measure': 10, 'save': 14}
_COMMENTED = 0.1
_LAST_ANSWER_S = 70


class Client(threading.Thread):
    """One client; ``stop`` ends him after the request that is under way.

    Args:
        number: from 0 on. cases: sizes (w, h) by number. pause_s: mean time between an answer and the next request.
    """

    def __init__(
        self, number: int, server: tuple[str, int], record: Record, ledger: Ledger,
        cases: dict[int, tuple[int, int]], pause_s: float, seed: int = 0,
    ):  # fmt: skip
        super().__init__(name=f'client {number}', daemon=True)
        self.visitor, self.record, self.ledger = Visitor(number, server, record), record, ledger
        self.rng, self.pause_s, self.cases = random.Random(f'{seed} {number}'), pause_s, cases
        self.name_of = (f'Dr {number}', f'이 선생 {number}', f'Renée {number}')[number % 3]
        self.shared, self.hasty = f'team {number // 2}', f'hasty {number}'
        self.own = self.rng.sample(sorted(cases), min(4, len(cases)))
        self.n, self._stopped = self.own[0], threading.Event()

    def run(self) -> None:
        kinds = list(EXPECTED)
        weights = [_OFTEN.get(kind, 1) for kind in kinds]
        while not self._stopped.wait(self.rng.expovariate(1 / self.pause_s) if self.pause_s else 0):
            if self.rng.random() < 0.1:
                self.n = self.rng.choice(self.own)
            (kind,) = self.rng.choices(kinds, weights)
            try:
                self.do(kind)
            except Exception as error:
                self.record.fault(f'{kind}: the client got what it cannot read: {type(error).__name__}: {error}'[:300])
                self.visitor.leave()
        self.visitor.leave()

    def stop(self) -> None:
        """Let him end."""
        self._stopped.set()

    def wait(self, seconds: float) -> bool:
        """Wait, but not beyond his end; whether it has come."""
        return self._stopped.wait(seconds)

    def do(self, kind: str) -> None:
        """One request of a kind, with what belongs to it."""
        if kind in RUDE:
            be_rude(self, kind)
        elif kind.startswith('save'):
            self._save(kind)
        else:
            getattr(self, f'_{kind.split()[0]}')(kind)

    def ask(self, kind: str, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """An answer of the server."""
        fields = {key.replace('_', '-'): text for key, text in headers.items()}
        return self.visitor.ask(kind, method, path, body, fields)

    # --- looking

    def _list(self, kind: str) -> None:
        found = self.ask(kind, 'GET', f'/api/cases?reader={quote(self.name_of)}')
        if found.status == 200 and len(found.json()['cases']) != len(self.cases):
            self.record.fault(f'the list has {len(found.json()["cases"])} of {len(self.cases)} cases')

    def _case(self, kind: str) -> None:
        self.ask(kind, 'GET', f'/api/cases/{self.n}?reader={quote(self.name_of)}')

    def _picture(self, kind: str) -> None:
        self.ask(kind, 'GET', f'/api/cases/{self.n}/image')

    def _tile(self, kind: str) -> None:
        x, y = (self.rng.randrange((side - 1) // TILE + 1) for side in self.cases[self.n])
        found = self.ask(kind, 'GET', f'/api/cases/{self.n}/tiles/0/{x}/{y}')
        if found.status == 200:
            width, height = (int(found.headers[f'x-tile-{side}']) for side in ('width', 'height'))
            if len(found.body) not in (width * height, 2 * width * height):
                self.record.fault(f'a tile of {width} x {height} has {len(found.body)} bytes')

    def _thumbnail(self, kind: str) -> None:
        found = self.ask(kind, 'GET', f'/api/cases/{self.n}/thumbnail')
        if found.status == 200 and found.body[:2] != b'\xff\xd8':
            self.record.fault('a thumbnail is no JPEG')

    def _page(self, kind: str) -> None:
        self.ask(kind, 'GET', self.rng.choice(('/', '/static/index.html')))

    def _measure(self, kind: str) -> None:
        state = drawn_state(self.rng, self.cases[self.n])
        places = {symbol: [mark['x'], mark['y']] for symbol, mark in state['landmarks'].items()}
        body = dict(landmarks=places, n=self.n, pixel_size_mm=0.2, analyses=['steiner'], tracing=True)
        self.ask(kind, 'POST', '/api/measure', body)

    def _history(self, kind: str) -> None:
        found = self.ask(kind, 'GET', f'/api/cases/{self.n}/history/{quote(self.name_of)}')
        last = self.ledger.last((self.n, self.name_of))
        if found.status == 200 and max((one['version'] for one in found.json()), default=0) != last:
            self.record.fault(f'a history ends before version {last}')

    def _last(self, kind: str) -> None:
        self.last_version(self.name_of)

    def last_version(self, reader: str) -> int:
        """The last version that the server has of a reader, 0 where there is none or no answer."""
        found = self.ask('last version', 'GET', f'/api/cases/{self.n}/annotations/{quote(reader)}')
        return found.json()['version'] if found.status == 200 else 0

    def _comment(self, kind: str) -> None:
        if self.rng.random() < _COMMENTED:
            self.ask(kind, 'POST', f'/api/cases/{self.n}/comments', dict(reader=self.name_of, text='look at Go'))
        else:
            self.ask(kind, 'GET', f'/api/cases/{self.n}/comments')

    def _export(self, kind: str) -> None:
        self.ask(kind, 'GET', f'/api/export?format=csv&reader={quote(self.name_of)}')

    def _upload(self, kind: str) -> None:
        data = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n\x89PNG none\r\n--b--\r\n'
        found = self.ask(kind, 'POST', '/api/cases', data, Content_Type='multipart/form-data; boundary=b')
        if found.status == 200 and (found.json()['added'] or not found.json()['refused']):
            self.record.fault('what is no radiograph was taken')

    # --- saving

    def put(self, kind: str, key: Key, base: int, state: dict[str, Any]) -> Answer:
        """Save, and note what came of it."""
        path = f'/api/cases/{key[0]}/annotations/{quote(key[1])}'
        found = self.ask(kind, 'PUT', path, dict(state, base_version=base, action='soak'))
        if found.status == 200:
            self.ledger.acknowledge(key, found.json()['version'], state)
        elif not isinstance(found.status, int):
            self.ledger.doubt(key, state)
        return found

    def _save(self, kind: str) -> None:
        key, state = (self.n, self.name_of), drawn_state(self.rng, self.cases[self.n])
        if kind == 'save of two at once':
            key = (self.n, self.shared)
            self.put(kind, key, self.last_version(self.shared), state)
            return
        base = self.ledger.last(key)
        if kind == 'save' or not base:
            self.put('save', key, base, state)
        elif kind == 'save on an old version':
            self.put(kind, key, base - 1, state)
        else:
            first = self.put('save', key, base, state)
            again = self.put(kind, key, base, state)
            if first.status == again.status == 200 and first.json()['version'] != again.json()['version']:
                self.record.fault('a save that was repeated made another version')


def work_for(clients: list[Client], seconds: float, stopped: threading.Event | None = None) -> float:
    """Let clients work so long, or until ``stopped``; seconds until the last of them had ended after that."""
    for client in clients:
        client.start()
    (stopped or threading.Event()).wait(seconds)
    begin = time.monotonic()
    for client in clients:
        client.stop()
    for client in clients:
        client.join(_LAST_ANSWER_S)
    if any(client.is_alive() for client in clients):
        clients[0].record.fault(f'clients wait for an answer {_LAST_ANSWER_S} s after the end')
    return time.monotonic() - begin
