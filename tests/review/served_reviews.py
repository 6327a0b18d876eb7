"""Reviews of a few drawn radiographs, for the tests of the server."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import replace
from functools import cache

import cv2
import uvicorn
from fastapi.testclient import TestClient
from made_bundles import made_info, write_mean_face

from aariz_mm.phantom import draw_indexed_phantom
from aariz_mm.review.app import create_app
from aariz_mm.review.serving import bind, configure
from aariz_mm.review.settings import ReviewSettings

BASE = 'http://127.0.0.1:8765'
A = dict(x=30.0, y=40.0)


def draw_folder(folder, count=3):
    """A folder of drawn radiographs, p0.png, p1.png, …"""
    folder.mkdir(parents=True, exist_ok=True)
    for index in range(count):
        (folder / f'p{index}.png').write_bytes(_png(index))
    return folder


@cache
def _png(index):
    return cv2.imencode('.png', draw_phantom(index))[1].tobytes()


def draw_phantom(index):
    return draw_indexed_phantom(0, 'test', index, size=(192, 240)).image


def settings_of(folder, model=None, **fields):
    home = fields.pop('home', folder.with_name(f'{folder.name}_review'))
    return ReviewSettings(folder, home, models=() if model is None else (model,), **fields)


def write_model(path):
    """A bundle that finds the mean face wherever it looks, and is always sure."""
    return write_mean_face(path, made_info(split='train'))


@contextlib.contextmanager
def open_client(settings, **more):
    """A client of a review that is started and stopped."""
    app = create_app(settings)
    with TestClient(app, base_url=f'http://127.0.0.1:{settings.port}', **more) as client:
        yield client


def wait_until_read(client, seconds=20):
    """The list, once the model has read all."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = client.get('/api/cases').json()
        if found['reading']['done'] == found['reading']['total']:
            return found
        time.sleep(0.02)
    raise TimeoutError(found)


def save(client, reader='Kim', n=0, base_version=0, **fields):
    body = dict(base_version=base_version, landmarks=dict(A=A), action='move A') | fields
    return client.put(f'/api/cases/{n}/annotations/{reader}', json=body)


@contextlib.contextmanager
def run_in_thread(settings):
    """A review served over a real socket; yields its address."""
    with bind('127.0.0.1', 0) as listening:
        settings = replace(settings, port=listening.getsockname()[1])
        server = uvicorn.Server(configure(create_app(settings)))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f'http://127.0.0.1:{settings.port}'
        finally:
            server.should_exit = True
            thread.join(20)


@contextlib.contextmanager
def run_server(folder, *arguments, env=None):
    """The command as users run it; yields the process and its address."""
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    command = [sys.executable, '-m', 'aariz_mm', 'review', str(folder), '--no-browser', '--port', str(port)]
    process = subprocess.Popen(
        [*command, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        bufsize=1,
        env={**os.environ, **(env or {})},
    )
    try:
        yield process, _wait_for(process)
    finally:
        process.kill()
        process.wait(10)


def _wait_for(process, seconds=30):
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith('open '):
            address = line.split()[1]
            break
    else:
        raise RuntimeError(''.join(lines))
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
            return address
        time.sleep(0.05)
    raise TimeoutError(''.join(lines))
