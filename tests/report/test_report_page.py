import http.server
import re
import shutil
import subprocess
import threading
from html.parser import HTMLParser

import pytest
from cheap_pictures import draw_nothing

from aariz_mm.evaluation.cases import Cases
from aariz_mm.report import CAUTION, build_report, render_html

VOID = {'meta', 'link', 'img', 'br', 'wbr', 'hr'}
BROWSER = next(filter(None, map(shutil.which, ('chromium', 'chromium-browser', 'google-chrome'))), None)


class Page(HTMLParser):
    """Elements with their attributes; complains of an element that is not closed where it should be."""

    def __init__(self, text: str):
        super().__init__()
        self.open, self.elements, self.children = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.children.append((self.open[-1] if self.open else '', tag))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def render(cases, read_image, **description):
    report = build_report({}, description, cases, read_image, 'm_cases.json', 'today')
    return render_html(report, 'aariz_mm report of m.json', CAUTION)


@pytest.fixture
def no_plots(monkeypatch):
    """Grey pictures in their place; the page of ``html`` has them as they are drawn."""
    monkeypatch.setattr('aariz_mm.report.plots.as_png', draw_nothing)


@pytest.fixture(scope='module')
def html(joint_cases, grey_image):
    return render(joint_cases, grey_image, config_name='joint')


def test_page_is_well_formed_and_says_its_language_and_marker(html):
    page = Page(html)
    assert page.all('html') == [{'lang': 'en'}] and len(page.all('h1')) == len(page.all('main')) == 1
    assert {'name': 'generator', 'content': 'aariz_mm report of m.json'} in page.all('meta')
    assert 'Not for diagnosis' in html


def test_page_needs_nothing_from_outside(html):
    policy = [meta['content'] for meta in Page(html).all('meta') if 'http-equiv' in meta]
    assert policy[0].startswith("default-src 'none'; img-src data:; style-src 'unsafe-inline'")
    assert not Page(html).all('script')
    assert not re.search(r'(src|href|url\()\s*=?\s*["\'(]?\s*(https?:)?//', html)


def test_every_image_has_a_text_a_size_and_its_data_inside(html):
    images = Page(html).all('img')
    assert len(images) > 8
    assert all(image['alt'] and int(image['width']) and image['src'].startswith('data:image/') for image in images)


def test_every_table_has_a_caption_and_every_heading_cell_a_scope(html):
    page = Page(html)
    assert page.children.count(('table', 'caption')) == len(page.all('table')) > 6
    assert all(cell['scope'] in ('row', 'col') for cell in page.all('th'))


def test_links_of_the_page_lead_somewhere(html):
    page = Page(html)
    ids = {attrs['id'] for _, attrs in page.elements if 'id' in attrs}
    assert {link['href'].removeprefix('#') for link in page.all('a')} <= ids
    assert {part['aria-labelledby'] for part in page.all('section')} <= ids


def test_names_from_the_data_are_escaped(make_landmark_cases, grey_image, no_plots):
    evil = '<script>alert(1)</script>"\'&'
    cases = make_landmark_cases([1.0, 2.0, 5.0], devices=[evil] * 3)
    page_text = render(Cases(dict(truth=evil), cases), grey_image, config_name=evil, checkpoint=evil)
    assert '<script' not in page_text and page_text.count('&lt;script&gt;') > 5
    assert Page(page_text).all('script') == []


@pytest.fixture
def server():
    """A web server on this machine that remembers what it was asked for."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args):
            pass

    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler) as running:
        running.asked = asked
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def browse(page_text, folder):
    """What the browser says of a page on its console."""
    path = folder / 'page.html'
    path.write_text(page_text, encoding='utf-8')
    options = ['--headless', '--no-sandbox', '--disable-gpu', '--enable-logging=stderr', '--window-size=390,900']
    options += [f'--user-data-dir={folder / "profile"}', f'--screenshot={folder / "page.png"}']
    command = [BROWSER, *options, path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, errors='replace', timeout=120, check=True)
    return [line for line in done.stderr.splitlines() if 'CONSOLE' in line]


@pytest.mark.skipif(BROWSER is None, reason='no Chromium on this machine')
def test_browser_has_nothing_to_complain_of_and_asks_for_nothing(
    make_landmark_cases, grey_image, no_plots, server, tmp_path
):
    image = f'<img src="http://127.0.0.1:{server.server_port}/outside.png">'
    browse(f'<!DOCTYPE html>{image}', tmp_path)
    assert server.asked == ['/outside.png']  # so the browser would have asked
    cases = Cases({}, make_landmark_cases([1.0, 2.0, 5.0], devices=[image] * 3))
    assert browse(render(cases, grey_image, config_name=image), tmp_path) == []
    assert server.asked == ['/outside.png']
    policy_alone = render(cases, grey_image).replace('<footer>', f'<footer>{image}')
    assert browse(policy_alone, tmp_path) != []  # refused, and said so
    assert server.asked == ['/outside.png']
