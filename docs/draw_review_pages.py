"""Draws the pictures of docs/guide/review.md: the review page on synthetic radiographs, photographed by a browser.

  python docs/draw_review_pages.py

Needs the extra `review`, Playwright and Chromium, as `make test-browser` does, whose driver of the page it uses.
"""

from __future__ import annotations

import json
import sys
import tempfile
import urllib.parse
import urllib.request
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'tests' / 'browser'))

from chromium import find_chromium
from playwright.sync_api import sync_playwright
from review_page import ReviewPage
from review_server import ReviewServer

from aariz_mm.landmarks import SYMBOLS
from aariz_mm.phantom import DEVICES, draw_phantom, read_landmarks

FOLDER = Path(__file__).parent / 'review'
MOST_BYTES = 120_000
SCREEN = {'width': 1280, 'height': 800}
READER, COLLEAGUE = 'Dr Kim', 'Dr Lee'
_SEED, _RADIOGRAPHS, _SIZE = 40, 6, (900, 1100)
_DEVICE = next(device for device in DEVICES if 'ruler' in device.extras)
_RULER_MM = (13, 30, 100)
"""From the right border and from the top to the ruler's upper end, and its length, as the phantom has it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw and write."""
    parser = ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('out', nargs='?', default=FOLDER, type=Path, help='folder')
    out = parser.parse_args(arguments).out
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        phantoms = write_radiographs(Path(folder) / 'radiographs')
        server = ReviewServer(Path(folder) / 'radiographs', '--pixel-size', f'{phantoms[0].pixel_size_mm:.3f}').start()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=['--no-sandbox'])
        try:
            page = enter(browser, server)
            page.until("fetch('/api/cases').then((a) => a.json()).then((a) => a.reading.done === a.reading.total)")
            colleague_reads(server, phantoms)
            for name, draw in PICTURES.items():
                page = enter(browser, server)
                draw(page)
                page.page.wait_for_timeout(700)
                (out / f'{name}.jpg').write_bytes(encode(page.page.screenshot()))
        finally:
            browser.close()
            server.stop()


def enter(browser, server: ReviewServer) -> ReviewPage:
    """The page as somebody sees it who comes for the first time; the first radiograph is open."""
    return ReviewPage(browser.new_context(viewport=SCREEN, color_scheme='dark').new_page(), server).enter(READER, 0)


def write_radiographs(folder: Path) -> list:
    """Synthetic radiographs as a folder of PNG files; returns the phantoms."""
    folder.mkdir()
    phantoms = [draw_phantom(_SEED + number, _SIZE, device=_DEVICE) for number in range(_RADIOGRAPHS)]
    for number, phantom in enumerate(phantoms, 1):
        (folder / f'case_{number:02d}.png').write_bytes(cv2.imencode('.png', phantom.image)[1].tobytes())
    return phantoms


def colleague_reads(server: ReviewServer, phantoms: list) -> None:
    """Another reader's landmarks of each radiograph, saved as the page saves."""
    for n, phantom in enumerate(phantoms):
        size = phantom.image.shape[::-1]
        rng = np.random.default_rng(n)
        marks = read_landmarks(rng, phantom.landmarks_px, phantom.pixel_size_mm, size)['Junior Orthodontists']
        landmarks = {
            symbol: dict(x=float(x), y=float(y), by='reader', visible=True, confirmed=False)
            for symbol, (x, y) in zip(SYMBOLS, marks, strict=True)
        }
        body = dict(base_version=0, status='finished', landmarks=landmarks, action='place all')
        send(server, f'cases/{n}/annotations/{COLLEAGUE}', body)


def send(server: ReviewServer, path: str, body: dict) -> None:
    """PUT to the API."""
    request = urllib.request.Request(
        f'{server.url}/api/{urllib.parse.quote(path)}',
        json.dumps(body).encode(),
        {'Content-Type': 'application/json'},
        method='PUT',
    )
    urllib.request.urlopen(request, timeout=30).close()  # nosec B310 - its own server


def encode(png: bytes) -> bytes:
    """JPEG of at most ``MOST_BYTES``, as good as that allows."""
    picture = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    for quality in range(90, 30, -4):
        options = [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1]
        data = cv2.imencode('.jpg', picture, options)[1].tobytes()
        if len(data) <= MOST_BYTES:
            return data
    raise ValueError(f'a picture of {picture.shape} does not fit into {MOST_BYTES} bytes')


def show_page(page: ReviewPage) -> None:
    """As it opens."""


def show_look(page: ReviewPage) -> None:
    """Zoomed in on the face, the loupe over the mandible's angle, the tracing drawn."""
    hide_layers(page, 'names', 'ellipses')
    zoom_to(page, 'Go', 2)
    page.page.keyboard.press('l')
    x, y = page.place('Go')
    page.page.mouse.move(x + 4, y + 4)


def show_correct(page: ReviewPage) -> None:
    """Two landmarks corrected, the most doubtful one of the rest chosen."""
    for symbol in ('S', 'Or'):
        page.by(f'landmark-row-{symbol}').click()
        page.by('viewer').focus()
        for _ in range(3):
            page.page.keyboard.press('Control+ArrowRight' if symbol == 'Or' else 'ArrowDown')
        page.page.keyboard.press('Enter')
    page.wait_saved()
    page.page.keyboard.press('n')
    for _ in range(2):
        page.page.keyboard.press('+')
        page.page.wait_for_timeout(700)  # until the loupe of the arrows is gone, too


def show_calibrate(page: ReviewPage) -> None:
    """Two points on the ruler of the film, and what the page says of the size."""
    mm = page.state()['pixelSizeMm']
    width = round(_SIZE[0] * _DEVICE.aspect[0])
    right, top, length = _RULER_MM
    page.page.keyboard.press('r')
    for down in (top, top + length):
        page.page.mouse.click(*on_screen(page, width - right / mm, down / mm))
        page.page.wait_for_timeout(300)
    page.by('ruler-mm').fill(str(length))


def show_measure(page: ReviewPage) -> None:
    """The measurements, and the tracing."""
    hide_layers(page, 'ellipses')
    page.tab('measurements')


def show_compare(page: ReviewPage) -> None:
    """The model and a colleague."""
    hide_layers(page, 'ellipses', 'names')
    page.page.keyboard.press('t')
    page.tab('compare')
    page.by('compare-second').select_option(f'reader:{COLLEAGUE}')
    page.by('compare-toggle').click()


def show_korean(page: ReviewPage) -> None:
    """The guide in Korean, light."""
    page.by('lang').click()
    page.by('theme').click()
    page.tab('landmarks')
    page.by('landmark-row-Go').click()
    page.tab('guide')


def on_screen(page: ReviewPage, x: float, y: float) -> tuple[float, float]:
    """Where a pixel of the radiograph is on the screen."""
    (left, top), (at_x, at_y), scale = page.place('S'), page.point('S'), page.state()['scale']
    return left + scale * (x - at_x), top + scale * (y - at_y)


def hide_layers(page: ReviewPage, *names: str) -> None:
    """Switch off what is drawn over the radiograph."""
    for name in names:
        button = page.by(f'tool-{name}')
        if button.get_attribute('aria-pressed') == 'true':
            button.click()


def zoom_to(page: ReviewPage, symbol: str, steps: int) -> None:
    """Choose a landmark and enlarge about it."""
    page.by(f'landmark-row-{symbol}').click()
    page.by('viewer').focus()
    for _ in range(steps):
        page.page.keyboard.press('+')
        page.page.wait_for_timeout(400)


PICTURES: dict[str, Callable[[ReviewPage], None]] = dict(
    page=show_page,
    look=show_look,
    correct=show_correct,
    calibrate=show_calibrate,
    measure=show_measure,
    compare=show_compare,
    korean=show_korean,
)
"""Name of the file -> what is done before it is photographed."""


if __name__ == '__main__':
    main()
