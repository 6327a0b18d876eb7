"""What one visitor may ask, and how slowly: a bucket by hand, the server's answers, and connections that stall."""

import asyncio
import socket
import time
from dataclasses import replace
from threading import Thread

import httpx
import pytest
import uvicorn
from served_reviews import draw_folder, open_client, settings_of
from starlette.exceptions import HTTPException

from aariz_mm.review.app import create_app
from aariz_mm.review.patience import Patience
from aariz_mm.review.rates import Rates
from aariz_mm.review.security import Guard
from aariz_mm.review.serving import bind, configure
from aariz_mm.review.settings import Limits

PATIENCE = Patience(head_s=0.2, stalled_s=0.2, slowest=10**9, connections=4)


def test_a_bucket_refills_with_time():
    now = [0.0]
    rates = Rates(2, 3, lambda: now[0])
    for _ in range(3):
        assert rates.wait_s('a') == 0
        rates.take('a')
    assert rates.wait_s('a') == 0.5 and rates.wait_s('b') == 0
    now[0] = 0.5
    assert rates.wait_s('a') == 0
    now[0] = 99
    for _ in range(3):
        rates.take('a')
    assert rates.wait_s('a') == 0.5


def test_a_million_visitors_are_not_all_remembered():
    rates = Rates(1, 1)
    for number in range(3000):
        rates.take(str(number))
    assert len(rates._left) == 1024 and rates.wait_s('0') == 0 and rates.wait_s('2999') > 0


@pytest.fixture(scope='module')
def folder(tmp_path_factory):
    return draw_folder(tmp_path_factory.mktemp('rates') / 'xrays', 1)


def test_too_many_requests_are_told_to_wait(folder):
    limits = Limits(requests_per_s=0.01, requests_at_once=3)
    with open_client(settings_of(folder, limits=limits)) as client:
        answers = [client.get('/api/info') for _ in range(5)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert 90 < int(answers[3].headers['retry-after']) <= 100 and list(answers[3].json()) == ['error']


def test_who_guesses_tokens_is_not_listened_to_even_where_one_is_right(folder):
    limits = Limits(wrong_tokens_per_s=0.01, wrong_tokens_at_once=3)
    with open_client(settings_of(folder, token='right', limits=limits), follow_redirects=False) as client:
        found = [client.get(f'/?token={one}').status_code for one in ('a', 'b', 'c', 'right')]
    assert found == [401, 401, 401, 429]


def test_who_shows_the_token_may_ask_on(folder):
    limits = Limits(wrong_tokens_per_s=0.01, wrong_tokens_at_once=3)
    with open_client(settings_of(folder, token='right', limits=limits)) as client:
        assert {client.get('/api/info?token=right').status_code for _ in range(9)} == {200}


def ask(limits, parts):
    """Status of a POST to an application that reads its body, of which parts come after seconds each."""
    sent, waiting = [], list(parts)

    async def receive():
        seconds, size = waiting.pop(0)
        await asyncio.sleep(seconds)
        return {'type': 'http.request', 'body': bytes(size), 'more_body': bool(waiting)}

    async def application(scope, receive, send):
        status = 200
        try:
            while (await receive())['more_body']:
                pass
        except HTTPException as error:
            status = error.status_code
        await send({'type': 'http.response.start', 'status': status, 'headers': []})

    async def send(message):
        sent.append(message)

    headers = [(b'host', b'localhost:8765'), (b'content-length', b'9')]
    scope = dict(type='http', method='POST', path='/api/measure', headers=headers, query_string=b'', client=('h', 1))
    guard = Guard(application, {'localhost:8765'}, None, 8765, limits)
    asyncio.run(guard(scope, receive, send))
    return sent[0]['status']


@pytest.mark.parametrize('parts, status', [
    ([(0, 1)] * 3, 200), ([(0, 1), (0.3, 1)], 408), ([(0.03, 1)] * 9, 408), ([(0.03, 100)] * 9, 200),
])  # fmt: skip
def test_a_body_comes_at_a_pace_or_not_at_all(parts, status):
    assert ask(Limits(body_s=0.1, slowest=1000), parts) == status


@pytest.fixture
def served(folder, tmp_path):
    """Host and port of a server without patience."""
    with bind('127.0.0.1', 0) as listening:
        settings = replace(settings_of(folder, home=tmp_path / 'home'), port=listening.getsockname()[1])
        server = uvicorn.Server(configure(create_app(settings), PATIENCE))
        thread = Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()
        server.should_exit = True
        thread.join(20)


def is_closed(connection):
    try:
        return connection.recv(1 << 16) == b''
    except ConnectionResetError:
        return True


def test_heads_that_trickle_in_and_silence_are_cut_off_and_others_served(served):
    silent, slow = (socket.create_connection(served, timeout=10) for _ in range(2))
    slow.sendall(b'GET /api/info HTTP/1.1\r\n')
    for _ in range(3):
        time.sleep(0.1)
        try:
            slow.sendall(b'X-a: b\r\n')
        except OSError:
            break
    assert is_closed(silent) and is_closed(slow)
    assert httpx.get('http://{}:{}/api/info'.format(*served)).status_code == 200


def test_one_visitor_gets_so_many_connections(served):
    made = [socket.create_connection(served, timeout=10) for _ in range(6)]
    assert [is_closed(one) for one in made[4:]] == [True, True]
    for one in made:
        one.close()


def test_a_connection_that_is_kept_is_served_again(served):
    host, port = served
    with httpx.Client(base_url=f'http://{host}:{port}') as client:
        assert client.get('/api/info').status_code == 200
        time.sleep(0.3)  # longer than a head may take: nothing has begun
        assert client.get('/api/info').status_code == 200
