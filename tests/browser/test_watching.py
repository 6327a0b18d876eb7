"""The watch itself: it must see what a page may not do."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from watching import Watch

POLICY = "default-src 'none'; script-src 'self'"


@contextmanager
def served(body: str, policy: str = '', script: str = ''):
    """Origin of a page with this body, under this policy, and of its script."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = {'/': ('text/html', body), '/page.js': ('text/javascript', script)}.get(self.path)
            kind, text = found or ('text/plain', 'not here')
            self.send_response(200 if found else 404)
            self.send_header('Content-Type', kind)
            if policy:
                self.send_header('Content-Security-Policy', policy)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f'http://127.0.0.1:{server.server_port}'
    server.shutdown()


def watched(browser, body: str, allow: str = '', **options) -> None:
    """Open a page and check what the watch saw."""
    # An icon of its own, or the browser asks for one.
    body = '<!doctype html><link rel="icon" href="data:,"><title>x</title>' + body
    with served(body, **options) as origin:
        context = browser.new_context()
        watch = Watch(context, origin)
        page = context.new_page()
        page.goto(origin + '/')
        page.wait_for_timeout(200)
        if allow:
            watch.allow(allow)
        try:
            watch.check()
        finally:
            context.close()


def test_watch_passes_a_page_that_keeps_to_itself(browser):
    watched(browser, '<script src="/page.js"></script>', script='console.log("fine")')


@pytest.mark.parametrize(
    ('script', 'told'),
    [
        ('console.error("bad thing")', 'console error: bad thing'),
        ('throw new Error("boom")', 'error in the page: boom'),
        ('Promise.reject(new Error("later"))', 'error in the page: later'),
        ('fetch("/nothing")', 'answer 404'),
        ('new Image().src = "http://127.0.0.2:9/x.png"', 'request of another server: http://127.0.0.2:9'),
    ],
)
def test_watch_sees_what_a_script_does(browser, script, told):
    with pytest.raises(AssertionError, match=told):
        watched(browser, '<script src="/page.js"></script>', script=script)


@pytest.mark.parametrize('body', ['<script>1</script>', '<p style="color:red">x</p>', '<img src="/a.png">'])
def test_watch_sees_a_breach_of_the_policy(browser, body):
    with pytest.raises(AssertionError, match='breach of the policy'):
        watched(browser, body, policy=POLICY + "; img-src 'none'")


def test_watch_allows_what_a_test_provokes(browser):
    watched(browser, '<script src="/page.js"></script>', r'404', script='fetch("/nothing")')
