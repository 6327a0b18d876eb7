"""The review page as a person uses it: what is seen and done, by the names that its elements have for tests."""

from __future__ import annotations

import json
import math
import re
import time
import urllib.parse
import urllib.request
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from review_server import ReviewServer

from aariz_mm.annotations.layout import SPLITS

WAIT_MS = 20_000
PICTURES = Path('work_dirs/browser')
TABS = ('landmarks', 'measurements', 'analyses', 'stage', 'guide', 'compare', 'history', 'comments')


class ReviewPage:
    """A page of a server in a browser.

    Args:
        page: of Playwright. server: that serves it.
    """

    def __init__(self, page: Page, server: ReviewServer):
        self.page, self.server, self.reader = page, server, ''
        page.set_default_timeout(WAIT_MS)

    def by(self, name: str) -> Locator:
        """The element that tests call by this name."""
        return self.page.get_by_test_id(name)

    def until(self, expression: str, arg: object = None, seconds: float = WAIT_MS / 1000) -> None:
        """Wait until an expression, or a function of ``arg``, is true in the page.

        Playwright's own wait evaluates text within the page, which the page's policy forbids.
        """
        end = time.monotonic() + seconds
        while not self.page.evaluate(expression, arg):
            assert time.monotonic() < end, f'not true after {seconds} s: {expression} of {arg}; {self.state()}'
            time.sleep(0.02)

    def visit(self) -> ReviewPage:
        """Load the page, up to the question who reads."""
        self.page.goto(self.server.url + '/')
        self.until('window.__review && (window.__review.ready || window.__review.waitingFor)')
        return self

    def enter(self, reader: str, case: int | None = None) -> ReviewPage:
        """Load the page, say who reads, and open a case: the first of the list if none is named."""
        self.visit()
        self.by('reader-name').fill(reader)
        self.by('reader-ok').click()
        self.reader = reader
        self.wait_ready()
        return self if case is None else self.open(case)

    def open(self, case: int) -> ReviewPage:
        """Open a case by its row in the list."""
        self.reveal('cases')
        self.by(f'case-row-{case}').click()
        self.until('n => window.__review.ready && window.__review.state().n === n', arg=case)
        return self

    def reload(self) -> ReviewPage:
        """Load the page anew, as F5 does; says who reads if it asks."""
        self.page.reload()
        self.until('window.__review && (window.__review.ready || window.__review.waitingFor)')
        if not self.page.evaluate('window.__review.ready'):
            self.by('reader-name').fill(self.reader)
            self.by('reader-ok').click()
        return self.wait_ready()

    def wait_ready(self) -> ReviewPage:
        """Wait until a case is on the screen, with its landmarks and numbers."""
        self.until('window.__review.ready === true')
        return self

    def state(self) -> dict:
        """What the page holds now: case, landmarks, version, window, scale, ..."""
        return self.page.evaluate('window.__review && window.__review.state ? window.__review.state() : {}')

    def point(self, symbol: str) -> tuple[float, float]:
        """A landmark in pixels of the radiograph."""
        mark = self.state()['landmarks'][symbol]
        return mark['x'], mark['y']

    def value(self, key: str) -> float | None:
        """A measurement as the panel shows it; None for a dash."""
        text = self.by(f'measure-{key}').locator('.measure-value').text_content().strip().replace('\N{MINUS SIGN}', '-')
        return None if text in ('', '\N{EN DASH}') else float(re.match(r'[-.\d]+', text)[0])

    def place(self, symbol: str) -> tuple[float, float]:
        """Middle of a landmark's mark on the screen."""
        box = self.by(f'landmark-{symbol}').bounding_box()
        return box['x'] + box['width'] / 2, box['y'] + box['height'] / 2

    def drag(self, symbol: str, dx: float, dy: float, steps: int = 8) -> None:
        """Drag a landmark by so many pixels of the screen with the mouse, and wait for the new numbers."""
        x, y = self.place(symbol)
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        for step in range(1, steps + 1):
            mouse.move(x + dx * step / steps, y + dy * step / steps)
        mouse.up()

    def wait_moved(self, symbol: str, before: tuple[float, float]) -> None:
        """Wait until a landmark is not where it was."""
        self.until(
            '([s, x, y]) => { const m = window.__review.state().landmarks[s]; return m && (m.x !== x || m.y !== y); }',
            arg=[symbol, *before],
        )

    def wait_version(self, version: int) -> None:
        """Wait until the page says that this version, or a later one, is saved."""
        self.until(
            "v => { const s = window.__review.state(); return s.save === 'saved' && s.version >= v; }", arg=version
        )

    def wait_saved(self) -> dict:
        """Wait until nothing is left to save; the state then."""
        self.until("window.__review.state().save === 'saved'")
        return self.state()

    def tab(self, name: str) -> None:
        """Show a panel."""
        self.reveal('panels')
        self.by(f'tab-{name}').click()

    def reveal(self, region: str) -> None:
        """Draw a region out that is a drawer on a narrow screen."""
        toggle = self.by(f'toggle-{region}')
        if toggle.is_visible() and toggle.get_attribute('aria-expanded') != 'true':
            toggle.click()

    def shoot(self, name: str) -> Path:
        """Write what the browser shows into ``work_dirs/browser``, for people to look at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f'{name}.png'
        self.page.screenshot(path=path)
        return path

    def expect_visible(self, name: str) -> Locator:
        """Wait for an element to be seen."""
        element = self.by(name)
        expect(element).to_be_visible(timeout=WAIT_MS)
        return element


def ask(server: ReviewServer, path: str, **query: str):
    """What the server answers to a GET of its API, from JSON; ``path`` is quoted here."""
    text = '?' + urllib.parse.urlencode(query) if query else ''
    with urllib.request.urlopen(f'{server.url}/api/{urllib.parse.quote(path)}{text}', timeout=30) as answer:
        return json.load(answer)


def annotation_files(server: ReviewServer, reader: str) -> list[Path]:
    """The annotation files of a reader, in every split."""
    folders = (server.home / split / 'Annotations' / 'Cephalometric Landmarks' / reader for split in SPLITS)
    return sorted(path for folder in folders if folder.is_dir() for path in folder.rglob('*.json'))


def saved_points(path: Path) -> dict[str, tuple[float, float]]:
    """Landmarks of an annotation file by symbol, px."""
    entries = json.loads(path.read_text(encoding='utf-8'))['landmarks']
    return {one['symbol']: (one['value']['x'], one['value']['y']) for one in entries}


def distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Between two points."""
    return math.dist(one, other)
