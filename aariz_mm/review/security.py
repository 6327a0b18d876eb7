"""Who may ask, for what, and how much: checked before any other code sees a request. Pure ASGI."""

from __future__ import annotations

import contextlib
import hmac
import ipaddress
import json
import math
from collections.abc import Collection, Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, quote, unquote, urlencode

from aariz_mm.review.incoming import Application, Message, Receive, Scope, Send, counted, too_large, within
from aariz_mm.review.rates import Rates
from aariz_mm.review.settings import LOOPBACK, Limits

__all__ = [
    'CSP',
    'Guard',
    'allowed_hosts',
    'cookie_name',
    'is_loopback',
]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_HEADERS = {
    'content-security-policy': CSP,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
}
_UNCACHED = 'no-store'
_OWN_SITES = ('same-origin', 'none')
_TOKEN = 'token'  # nosec B105 - a name
_SAY_IT = ', or say how much it is (Content-Length)'
_UNKNOWN = 401
_TOO_MANY = 'too many requests, or too many without the token; wait a little and try again'
_TYPE_IT = "type the address that the command printed into the browser's address bar"


def is_loopback(host: str) -> bool:
    """Whether a host is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in LOOPBACK


def allowed_hosts(names: Iterable[str], port: int) -> frozenset[str]:
    """Values of the Host header by which the server is meant.

    Args:
        names: of the machine beside those of loopback.
    Example: ('ward3',), 8765 -> 'ward3:8765', '127.0.0.1:8765', 'localhost:8765', '[::1]:8765'
    """
    known = {name.lower() for name in (*LOOPBACK, *names)}
    known = {f'[{name}]' if ':' in name else name for name in known}
    return frozenset({f'{name}:{port}' for name in known} | (known if port == 80 else set()))


def cookie_name(port: int) -> str:
    """Cookies are shared by all ports of a host, so that each server has its own."""
    return f'aariz_review_{port}'


class Guard:
    """Middleware that refuses requests of other sites, of strangers, and those that are too large, slow or many.

    Args:
        hosts: of :func:`allowed_hosts`. token: that each request shows; None for none. port: of the server.
    """

    def __init__(self, app: Application, hosts: Collection[str], token: str | None, port: int, limits: Limits):
        self._app, self._hosts, self._token, self._limits = app, hosts, token, limits
        self._cookie = cookie_name(port)
        self._requests = Rates(limits.requests_per_s, limits.requests_at_once)
        self._guesses = Rates(limits.wrong_tokens_per_s, limits.wrong_tokens_at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request; websockets are closed."""
        if scope['type'] == 'lifespan':
            await self._app(scope, receive, send)
            return
        if scope['type'] != 'http':
            await send({'type': 'websocket.close', 'code': 1008})
            return
        send = _with_headers(send)
        visitor = (scope.get('client') or ('',))[0]
        waits_s = max(self._requests.wait_s(visitor), self._guesses.wait_s(visitor))
        self._requests.take(visitor)
        refusal = None if waits_s else self._refuse(scope)
        if waits_s:
            await _answer(send, 429, _TOO_MANY, {'retry-after': str(math.ceil(waits_s))})
        elif refusal is not None:
            if refusal[0] == _UNKNOWN:
                self._guesses.take(visitor)
            await _answer(send, *refusal)
        elif self._token is not None and self._shows_in_url(scope):
            await self._exchange_token(scope, send)
        else:
            await self._pass_on(scope, receive, send)

    def _refuse(self, scope: Scope) -> tuple[int, str] | None:
        """Status and reason; None for a request that may pass."""
        headers = _headers_of(scope)
        hosts, origins, sites = (headers.get(name, []) for name in ('host', 'origin', 'sec-fetch-site'))
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return 421, f'the server is not known by this name; {_TYPE_IT}'
        own = f'{scope.get("scheme", "http")}://{hosts[0].lower()}'
        if any(origin.lower() != own for origin in origins) or any(site not in _OWN_SITES for site in sites):
            return 403, f'the request comes from another site; {_TYPE_IT}'
        if self._token is not None and not self._is_known(scope, headers):
            return _UNKNOWN, 'no token, or a wrong one; open the address that the command printed, with ?token=…'
        return None

    def _is_known(self, scope: Scope, headers: Mapping[str, list[str]]) -> bool:
        bearers = [text[7:].strip() for text in headers.get('authorization', []) if text[:7].lower() == 'bearer ']
        shown = [*bearers, *_cookies_of(headers, self._cookie), *_tokens_of(scope)]
        return any(_is_same(one, self._token) for one in shown)

    def _shows_in_url(self, scope: Scope) -> bool:
        return scope['method'] == 'GET' and bool(_tokens_of(scope))

    async def _exchange_token(self, scope: Scope, send: Send) -> None:
        """Take the token out of the address, where history and screenshots would show it, into a cookie."""
        rest = [(key, value) for key, value in _query_of(scope) if key != _TOKEN]
        # Quoted, as "//" and "/\\" lead to other hosts, and line ends begin another header.
        place = quote('/' + scope['path'].lstrip('/')) + (f'?{urlencode(rest)}' if rest else '')
        # Quoted, as a token of the user's own may hold signs that end a cookie.
        cookie = f'{self._cookie}={quote(self._token, safe="")}; Path=/; HttpOnly; SameSite=Strict'
        headers = {'location': place, 'set-cookie': cookie}
        await _answer(send, 303, 'the token is kept in a cookie', headers)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        stated = _headers_of(scope).get('content-length', [])
        most = self._most_bytes(scope) if stated else self._limits.json
        if any(text.isdecimal() and int(text[:20]) > most for text in stated):
            await _answer(send, 413, too_large(most), {'connection': 'close'})
            return
        received = within(receive, self._limits.body_s, self._limits.slowest)
        await self._app(scope, counted(received, most, '' if stated else _SAY_IT), send)

    def _most_bytes(self, scope: Scope) -> int:
        if scope['method'] == 'POST' and scope['path'] == '/api/cases':
            return self._limits.request
        if scope['method'] == 'POST' and scope['path'] == '/api/import':
            return self._limits.transfer
        return self._limits.json


def _with_headers(send: Send) -> Send:
    async def send_with_headers(message: Message) -> None:
        if message['type'] == 'http.response.start':
            there = {name.lower() for name, _ in message.get('headers', [])}
            more = {**_HEADERS, 'cache-control': _UNCACHED}
            added = [(key.encode(), value.encode()) for key, value in more.items() if key.encode() not in there]
            message = {**message, 'headers': [*message.get('headers', []), *added]}
        await send(message)

    return send_with_headers


async def _answer(send: Send, status: int, reason: str, headers: Mapping[str, str] | None = None) -> None:
    body = json.dumps(dict(error=reason)).encode()
    fields = {'content-type': 'application/json', 'content-length': str(len(body)), **(headers or {})}
    fields = [(key.encode(), value.encode('latin-1')) for key, value in fields.items()]
    await send({'type': 'http.response.start', 'status': status, 'headers': fields})
    await send({'type': 'http.response.body', 'body': body})


def _headers_of(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope['headers']:
        found.setdefault(name.decode('latin-1').lower(), []).append(value.decode('latin-1').strip())
    return found


def _query_of(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope.get('query_string', b'').decode('latin-1'), keep_blank_values=True)


def _tokens_of(scope: Scope) -> list[str]:
    return [value for key, value in _query_of(scope) if key == _TOKEN]


def _cookies_of(headers: Mapping[str, list[str]], name: str) -> list[str]:
    found = []
    for text in headers.get('cookie', []):
        with contextlib.suppress(CookieError):
            found += [unquote(morsel.value) for key, morsel in SimpleCookie(text).items() if key == name]
    return found


def _is_same(shown: str, token: str) -> bool:
    """In a time that tells nothing of the token."""
    return hmac.compare_digest(shown.encode('utf-8', 'replace'), token.encode('utf-8', 'replace'))
