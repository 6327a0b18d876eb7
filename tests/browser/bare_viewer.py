"""The viewer alone on a page, with made radiographs and no server: requests are answered by the test."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import BrowserContext, Page, Route

import aariz_mm.review
from aariz_mm.review.security import CSP

ORIGIN = 'http://viewer.test'
TILE = 512
_FILES = Path(aariz_mm.review.__file__).parent / 'page'
_TYPES = {'.js': 'text/javascript', '.css': 'text/css'}
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>viewer</title>
<link rel="stylesheet" href="/static/css/viewer.css"><link rel="stylesheet" href="/test.css">
<div id="viewer"></div><script type="module" src="/test.js"></script></html>"""
_CSS = """html, body { margin: 0; height: 100% } #viewer { position: absolute; inset: 0 }
circle { r: calc(8 * var(--px)); fill: none; stroke: red; pointer-events: all; touch-action: none }"""
_SCRIPT = """import { Viewer } from '/static/js/viewer.js';
window.newViewer = (element) => new Viewer(element);
window.openCase = async (viewer, name) => viewer.open(await (await fetch(`/cases/${name}`)).json(), `/cases/${name}`);
window.viewer = newViewer(document.getElementById('viewer'));
viewer.on('error', ({ message }) => { window.failure = message; });
window.opened = openCase(viewer, new URLSearchParams(location.search).get('case'));"""


@dataclass(frozen=True)
class MadeCase:
    """A pyramid of grey values as the server serves it."""

    levels: list[np.ndarray]
    low: float
    high: float
    invert: bool = False

    def info(self) -> dict:
        """The answer of /image."""
        height, width = self.levels[0].shape
        sizes = [dict(width=level.shape[1], height=level.shape[0]) for level in self.levels]
        return dict(width=width, height=height, bits=8 * self.levels[0].itemsize, tile=TILE, levels=sizes) | dict(
            low=self.low, high=self.high, invert=self.invert
        )

    def tile(self, level: int, x: int, y: int) -> bytes:
        """The answer of /tiles."""
        part = self.levels[level][y * TILE : (y + 1) * TILE, x * TILE : (x + 1) * TILE]
        return np.ascontiguousarray(part).tobytes()


def made_case(pixels: np.ndarray, low: float, high: float, invert: bool = False) -> MadeCase:
    """A case of (H, W) uint8 or uint16, halved by the mean of four pixels until one tile holds it."""
    levels = [pixels]
    while max(levels[-1].shape) > TILE:
        fine = np.pad(levels[-1], [(0, side % 2) for side in levels[-1].shape], mode='edge').astype(float)
        levels.append(fine.reshape(len(fine) // 2, 2, -1, 2).mean((1, 3)).round().astype(pixels.dtype))
    return MadeCase(levels, low, high, invert)


class BareViewer:
    """A page with a viewer (JavaScript: ``viewer``) that shows one of the cases."""

    def __init__(self, context: BrowserContext, cases: dict[str, MadeCase]):
        self.cases, self.lost = cases, re.compile('(?!)')
        context.route('**/*', self._answer)
        self.page: Page = context.new_page()

    def open(self, name: str, query: str = '') -> BareViewer:
        """Open the page and wait for the whole picture."""
        self.page.goto(f'{ORIGIN}/?case={name}{query}')
        assert self.page.evaluate('opened') is True
        return self

    def run(self, script: str, *arguments):
        """Evaluate JavaScript."""
        return self.page.evaluate(script, *arguments)

    def settle(self) -> None:
        """Wait until the picture is complete and nothing moves."""
        self.page.evaluate("""async () => {
          let calm = 0, last = '';
          while (calm < 4) {
            await new Promise(requestAnimationFrame);
            const item = viewer.osd.world.getItemAt(0);
            const now = JSON.stringify(viewer.view());
            calm = item?.getFullyLoaded() && now === last ? calm + 1 : 0;
            last = now;
          }
        }""")

    def greys(self) -> np.ndarray:
        """(H, W) uint8: what is on the screen, in device px."""
        self.settle()
        return np.asarray(Image.open(io.BytesIO(self.page.screenshot())).convert('L'))

    def _answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(ORIGIN).split('?')[0]
        body, kind = self._file(path)
        if body is None or self.lost.search(path):
            route.fulfill(status=404, body='')
            return
        route.fulfill(status=200, body=body, headers={'Content-Type': kind, 'Content-Security-Policy': CSP})

    def _file(self, path: str) -> tuple[bytes | str | None, str]:
        own = {'/': (_PAGE, 'text/html'), '/test.css': (_CSS, 'text/css'), '/test.js': (_SCRIPT, 'text/javascript')}
        if path in own:
            return own[path]
        if path.startswith('/static/'):
            file = _FILES / path.removeprefix('/static/')
            return file.read_bytes(), _TYPES[file.suffix]
        return self._case(path.split('/')[1:])

    def _case(self, parts: list[str]) -> tuple[bytes | str | None, str]:
        if parts[0] != 'cases':
            return None, ''
        case, place = self.cases[parts[1]], [int(part) for part in parts[2:]]
        return (
            (case.tile(*place), 'application/octet-stream') if place else (json.dumps(case.info()), 'application/json')
        )
