"""The command and its server over real sockets: where it listens, what it refuses, how it ends."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import pytest
from served_reviews import draw_folder, run_in_thread, run_server, settings_of

from aariz_mm.choosing.folders import review_folder
from aariz_mm.cli import main
from aariz_mm.review.serving import bind, url_of, with_token

MULTIPART = 'multipart/form-data; boundary=b'


class Running(NamedTuple):
    """A server: its process, its address, and the folder that it works in."""

    process: subprocess.Popen
    address: str
    place: Path


@pytest.fixture(scope='module')
def running(tmp_path_factory):
    """The command as users run it; what it writes temporarily lies in a folder of its own."""
    place = tmp_path_factory.mktemp('served')
    draw_folder(place / 'xrays', 1)
    (place / 'temporary').mkdir()
    temporary = dict(TMPDIR=str(place / 'temporary'))
    with run_server(place / 'xrays', '--model', 'none', env=temporary) as (process, address):
        yield Running(process, address.rstrip('/'), place)


def highest_memory(process):
    """Bytes of memory that a process had at most."""
    status = Path(f'/proc/{process.pid}/status')
    if not status.is_file():
        pytest.skip('the memory of processes is read from /proc, which this system has not')
    line = next(line for line in status.read_text().splitlines() if line.startswith('VmHWM'))
    return int(line.split()[1]) << 10


def bytes_below(folder):
    return sum(path.stat().st_size for path in folder.rglob('*') if path.is_file())


def gigabyte(limit=1 << 30, size=1 << 20):
    yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
    for _ in range(limit // size):
        yield bytes(size)


def test_a_gigabyte_that_says_so_is_refused_before_it_is_sent(running):
    connection = http.client.HTTPConnection(urlsplit(running.address).netloc, timeout=20)
    connection.putrequest('POST', '/api/cases')
    connection.putheader('Content-Type', MULTIPART)
    connection.putheader('Content-Length', str(1 << 30))
    connection.endheaders()
    connection.send(next(gigabyte()))
    assert connection.getresponse().status == 413


@pytest.mark.parametrize('path', ['/api/cases', '/api/import?format=csv&reader=Kim', '/api/measure'])
def test_a_gigabyte_that_comes_unannounced_is_cut_off(running, path):
    before, there, sent = highest_memory(running.process), bytes_below(running.place), []
    counted = (sent.append(len(part)) or part for part in gigabyte())
    try:
        status = httpx.post(
            running.address + path, content=counted, headers={'Content-Type': MULTIPART}, timeout=30
        ).status_code
    except httpx.TransportError:  # the server has closed the connection while the client still sends
        status = 413
    assert status in (413, 422) and sum(sent) < 64 << 20
    assert highest_memory(running.process) - before < 32 << 20 and bytes_below(running.place) - there < 1 << 20
    assert httpx.get(f'{running.address}/api/cases').status_code == 200


def test_a_lie_about_the_length_is_no_way_in(running):
    with socket.create_connection(urlsplit(running.address).netloc.split(':'), timeout=10) as sent:
        host = urlsplit(running.address).netloc
        head = f'POST /api/measure HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n'
        sent.sendall(head.encode() + b'Content-Length: 10\r\nContent-Length: 9999999999\r\n\r\n{}')
        assert b' 400 ' in sent.recv(200) + b' 400 ' * (not sent.recv(1))
    assert httpx.get(f'{running.address}/api/cases').status_code == 200


def test_it_listens_to_this_machine_alone(running):
    others = {found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    others = [name for name in others if not name.startswith('127.')]
    if not others:
        pytest.skip('this machine has no other running.address')
    with pytest.raises(OSError):
        socket.create_connection((others[0], urlsplit(running.address).port), timeout=3).close()


def test_small_answers_are_sent_at_once(tmp_path):
    with bind('127.0.0.1', 0) as server:
        assert server.proto == socket.IPPROTO_TCP  # else asyncio lets them wait for the client's acknowledgement
    settings = settings_of(draw_folder(tmp_path / 'xrays', 1))
    with run_in_thread(settings) as address, httpx.Client(base_url=address) as client:
        spent = []
        for _ in range(15):
            begin = time.perf_counter()
            client.get('/static/index.html')
            spent.append(time.perf_counter() - begin)
    assert min(spent) < 0.03


def test_answers_do_not_name_the_server(running):
    assert 'server' not in httpx.get(running.address).headers


def test_many_slow_visitors_do_not_hold_it_up(running):
    address = urlsplit(running.address)
    slow = [socket.create_connection((address.hostname, address.port)) for _ in range(50)]
    for one in slow:
        one.sendall(b'GET /api/cases HTTP/1.1\r\nHo')
    begin = time.monotonic()
    assert httpx.get(f'{running.address}/api/cases', timeout=10).status_code == 200
    assert time.monotonic() - begin < 5
    for one in slow:
        one.close()


@pytest.mark.parametrize('number', [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_and_can_be_started_again(tmp_path, number):
    folder = draw_folder(tmp_path / 'Kim^Minsu', 1)
    (folder / 'Lee^Jiwoo.png').write_bytes(b'none')
    for _ in range(2 if number == signal.SIGINT else 1):
        with run_server(folder, '--model', 'none') as (process, address):
            saved = httpx.put(f'{address}api/cases/1/annotations/Kim', json=dict(base_version=0)).status_code
            httpx.get(f'{address}api/cases/0/image')
            process.send_signal(number)
            said, _ = process.communicate(timeout=20)
        assert 'Traceback' not in said and 'Lee' not in said, said
        assert process.returncode == (0 if number == signal.SIGINT else -number) and saved in (200, 409)
    assert (tmp_path / 'Kim^Minsu_review' / 'review.sqlite').is_file()


def test_two_reviews_of_one_folder_are_refused_in_a_line(running):
    folder = running.place / 'xrays'
    command = [sys.executable, '-m', 'aariz_mm', 'review', str(folder), '--no-browser', '--model', 'none']
    second = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert second.returncode == 2 and 'another review' in second.stderr and len(second.stderr.splitlines()) == 1


@pytest.mark.parametrize('arguments, told', [
    (['no_such_folder'], 'no such file or folder'), (['.', '--port', '70000'], 'expected a port'),
    (['.', '--model', 'nothing.onnx'], 'no such bundle'), (['.', '--reader', '../x'], 'folder'),
    (['.', '--host', 'no.such.host.invalid', '--model', 'none'], '--host'), (['.', '--model', 'none'], 'no image'),
    (['.', '--pixel-size', '-1'], 'positive'),
])  # fmt: skip
def test_a_mistake_is_told_in_a_line(tmp_path, monkeypatch, capsys, arguments, told):
    monkeypatch.chdir(tmp_path)
    try:
        status = main(['review', *arguments, '--no-browser'])
    except SystemExit as stop:
        status = stop.code
    said = capsys.readouterr().err
    assert status == 2 and told in said and 'Traceback' not in said


def test_a_port_that_is_taken_gives_way_to_the_next_one():
    with bind('127.0.0.1', 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        if port > 65000:
            pytest.skip('no port above')
        with bind('127.0.0.1', port) as other:
            assert port < other.getsockname()[1] < port + 20


def test_others_get_in_with_a_token_alone(tmp_path):
    settings = settings_of(draw_folder(tmp_path / 'xrays', 1))
    assert with_token(settings).token is None
    opened = with_token(settings_of(tmp_path / 'xrays', host='0.0.0.0'))
    assert len(opened.token) >= 32 and opened.token != with_token(settings_of(tmp_path / 'xrays', host='0.0.0.0')).token
    assert url_of(opened) == f'http://127.0.0.1:8765/?token={opened.token}'
    assert with_token(settings_of(tmp_path / 'xrays', host='0.0.0.0', token='mine')).token == 'mine'


def test_the_token_opens_the_page_over_a_socket(tmp_path):
    settings = settings_of(draw_folder(tmp_path / 'xrays', 1), token='mine')
    with run_in_thread(settings) as address, httpx.Client(base_url=address) as client:
        assert client.get('/').status_code == 401
        assert client.get('/?token=mine', follow_redirects=True).status_code == 200
        assert client.get('/api/cases').status_code == 200


def test_what_is_written_lies_beside_the_folder(tmp_path):
    (tmp_path / 'xrays').mkdir()
    assert review_folder(tmp_path / 'xrays') == tmp_path / 'xrays_review'
    (tmp_path / 'ceph.png').write_bytes(b'')
    assert review_folder(tmp_path / 'ceph.png') == tmp_path / 'ceph_review'
