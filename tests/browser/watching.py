"""What no page of a test may do: ask another server, break its own rules, or fail."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

_LOCAL = ('data:', 'blob:', 'about:')
# Runs before the page's own scripts. Chromium reports a breach also to the console, yet not always of `report` kinds.
_LISTEN = """
window.__breaches = [];
document.addEventListener('securitypolicyviolation', event =>
  window.__breaches.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


class Watch:
    """Listens to every page of a context; ``faults`` holds what was not allowed.

    ``responses`` are all answers of the server, for tests that look at what came over the wire.
    """

    def __init__(self, context: BrowserContext, origin: str):
        self.origin, self.allowed = origin, []
        self.faults, self.responses, self.pages = [], [], []
        context.add_init_script(_LISTEN)
        context.on('page', self._add_page)
        context.on('request', self._on_request)
        context.on('response', self._on_response)
        context.on('requestfailed', self._on_failure)

    def allow(self, pattern: str) -> None:
        """Let faults that match the pattern pass, from now on and before: what a test provokes."""
        self.allowed.append(re.compile(pattern))

    def check(self) -> None:
        """Fail where anything was seen that is not allowed."""
        seen = self.faults + [f'breach of the policy: {one}' for page in self.pages for one in _breaches(page)]
        left = [fault for fault in seen if not any(pattern.search(fault) for pattern in self.allowed)]
        assert not left, 'the page did what it must not do:\n' + '\n'.join(left)

    def _add_page(self, page: Page) -> None:
        self.pages.append(page)
        page.on('console', self._on_console)
        page.on('pageerror', lambda error: self.faults.append(f'error in the page: {error}\n{error.stack}'))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ('error', 'warning', 'assert'):
            place = message.location
            self.faults.append(f'console {message.type}: {message.text} ({place.get("url")}:{place.get("lineNumber")})')

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + '/', *_LOCAL)):
            self.faults.append(f'request of another server: {request.url}')

    def _on_response(self, response: Response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            self.faults.append(f'answer {response.status}: {response.request.method} {response.url}')

    def _on_failure(self, request: Request) -> None:
        if request.failure != 'net::ERR_ABORTED':  # what the page itself no longer wants
            self.faults.append(f'request failed: {request.method} {request.url}: {request.failure}')


def _breaches(page: Page) -> list[str]:
    return [] if page.is_closed() or page.url == 'about:blank' else page.evaluate('window.__breaches || []')
