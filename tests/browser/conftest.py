"""Chromium, servers of folders of phantoms, and pages that are watched; all of it is skipped where no Chromium is."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import figures
import pytest
from chromium import FLAGS, MISSING, find_chromium
from made_folders import write_large, write_many, write_small
from playwright.sync_api import Browser, sync_playwright
from read_in_advance import store_readings
from review_page import PICTURES, ReviewPage, ask
from review_server import ReviewServer
from watching import Watch

DESKTOP = dict(width=1280, height=720)
TABLET = dict(width=768, height=1024)
HEADS = 5
ODD_NAMES = ('<img src=x onerror=alert(1)>.png', '김 & "quoted" \'name\'.png', '${7*7} {{7*7}}.png')


@pytest.fixture(scope='session')
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests."""
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, request) -> Iterator[Callable[..., ReviewPage]]:
    """Opens a page of a server in a browser of its own (cookies, storage); ``page.watch`` fails the test if need be."""
    opened = []

    def open_one(server: ReviewServer, theme: str = '', **options) -> ReviewPage:
        options = dict(viewport=DESKTOP, locale='en-GB') | options
        context = browser.new_context(**options)
        if theme:
            context.add_init_script(
                f"if (location.protocol === 'http:') localStorage.setItem('review.theme', '{theme}')"
            )
        watch = Watch(context, server.url)
        made = ReviewPage(context.new_page(), server)
        made.watch = watch
        opened.append(made)
        return made

    yield open_one
    name = re.sub(r'\W+', '_', request.node.name)
    try:
        if getattr(request.node, 'failed', False):
            _shoot_failure(opened, name)
        for made in opened:
            made.watch.check()
    finally:
        for made in opened:
            made.page.context.close()


def _shoot_failure(opened: list[ReviewPage], name: str) -> None:
    folder = PICTURES / 'failures'
    folder.mkdir(parents=True, exist_ok=True)
    for index, made in enumerate(opened):
        made.page.screenshot(path=folder / f'{name}_{index}.png')
        lines = [made.page.url, *made.watch.faults]
        (folder / f'{name}_{index}.txt').write_text('\n'.join(lines), encoding='utf-8')


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Tell the fixtures whether the test failed."""
    report = yield
    item.failed = getattr(item, 'failed', False) or (call.when == 'call' and report.failed)
    return report


@pytest.fixture
def reader(request) -> str:
    """A reader of this test alone, so that tests can share a server."""
    return 'Dr ' + re.sub(r'[^a-z0-9]+', ' ', request.node.name)[5:55].strip()


def wait_read(server: ReviewServer, seconds: float = 120) -> ReviewServer:
    """Wait until the model has read the folder."""
    end = time.monotonic() + seconds
    while (now := ask(server, 'cases', reader='nobody')['reading'])['done'] < now['total']:
        assert time.monotonic() < end, f'read after {seconds} s: {now}\n{server.log}'
        time.sleep(0.2)
    return server


@pytest.fixture(scope='session')
def serve(tmp_path_factory, browser) -> Iterator[Callable[..., ReviewServer]]:
    """Starts servers of folders, each written by a function of its path, and ends them after all tests."""
    started = []

    def serve_one(name: str, write: Callable[[Path], Path], *options: str) -> ReviewServer:
        folder = write(tmp_path_factory.mktemp(name) / name)
        started.append(ReviewServer(folder, *options).start())
        return started[-1]

    yield serve_one
    for server in started:
        server.stop()


@pytest.fixture(scope='session')
def small(serve) -> ReviewServer:
    """Four radiographs of 600 x 730 without a pixel size, read by the model that ships."""
    names = ('anna.png', 'bernd.png', 'clara.png', 'dora.png')
    return wait_read(serve('small', lambda folder: write_small(folder, names)))


@pytest.fixture(scope='session')
def large(serve) -> ReviewServer:
    """A radiograph of 2400 x 3000 with 16 bits, as PNG and as DICOM."""
    return wait_read(serve('large', write_large))


@pytest.fixture(scope='session')
def many(serve, small) -> ReviewServer:
    """200 radiographs, all of them read."""

    def write(folder: Path) -> Path:
        store_readings(write_many(folder, 200, HEADS), ask(small, 'info')['model']['sha256'], HEADS)
        return folder

    return wait_read(serve('many', write))


@pytest.fixture(scope='session')
def blind(serve) -> ReviewServer:
    """Two radiographs, shown without the model and without other readers."""
    return serve('blind', lambda folder: write_small(folder, ('one.png', 'two.png')), '--blind')


@pytest.fixture(scope='session')
def odd(serve) -> ReviewServer:
    """Radiographs whose names are markup."""
    return wait_read(serve('odd', lambda folder: write_small(folder, ODD_NAMES, (300, 365))))


@pytest.fixture
def own(serve, request) -> ReviewServer:
    """Two radiographs for this test alone: its server may be ended, killed and started again."""
    return wait_read(serve('own', lambda folder: write_small(folder, ('one.png', 'two.png'), (300, 365))))


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what was measured."""
    measured = figures.read()
    if measured:
        terminalreporter.section(f'figures, also in {PICTURES}/figures.json')
        for name, one in measured.items():
            terminalreporter.write_line(f'{name}: {one["value"]} {one["unit"]}')
