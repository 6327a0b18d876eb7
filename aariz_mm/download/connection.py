"""Opening web addresses: https alone; temporary errors are kept apart from lasting ones."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

__all__ = ['InterruptedTransferError', 'RefusedError', 'RetryPolicy', 'check_address', 'open_address', 'read_chunks']

_USER_AGENT = 'aariz_mm (dataset download)'
_CHUNK_BYTES = 1 << 18
_LOCAL_HOSTS = ('localhost', '127.0.0.1', '::1')
# Too slow, too early, too many requests: like the 5xx, these pass.
_PASSING_CODES = (408, 425, 429)


class RefusedError(Exception):
    """The server does not give this file at this address, and asking again won't help; ``code`` is its status."""

    def __init__(self, message: str, code: int | None = None):
        super().__init__(message)
        self.code = code


class InterruptedTransferError(Exception):
    """The connection or the server failed; asking again may help."""


@dataclass(frozen=True)
class RetryPolicy:
    """How long a download is tried.

    Args:
        attempts: failures in a row, without progress between them, after which it gives up.
        first_wait_s, longest_wait_s: the wait after the first of them; it doubles until it is the longest.
        timeout_s: silence of the server that counts as a failure.
    """

    attempts: int = 8
    first_wait_s: float = 2.0
    longest_wait_s: float = 60.0
    timeout_s: float = 60.0

    def wait_s(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row (at least 1)."""
        return min(self.first_wait_s * 2 ** (failures - 1), self.longest_wait_s)


def check_address(url: str) -> None:
    """Let https pass and, on this machine alone, http.

    Errors:
        ValueError: another scheme, or http to another machine.
    """
    parts = urlsplit(url)
    if not (parts.scheme == 'https' and parts.hostname) and not (
        parts.scheme == 'http' and parts.hostname in _LOCAL_HOSTS
    ):
        raise ValueError(f'{url}: expected an address that begins with https:// (http:// for localhost alone)')


def open_address(url: str, headers: dict[str, str], timeout_s: float) -> HTTPResponse:
    """The answer (200 or 206) of a server after redirections; the caller closes it.

    Errors:
        RefusedError: a 4xx that stays, 202 (figshare's check for browsers, with an empty body), a certificate that is
            not trusted, a redirection away from https.
        InterruptedTransferError: 5xx, 408, 425, 429, no connection, no answer in time.
        ValueError: as :func:`check_address`.
    """
    check_address(url)
    request = Request(url, headers={'User-Agent': _USER_AGENT, **headers})
    try:
        response = build_opener(_SafeRedirects).open(request, timeout=timeout_s)
    except HTTPError as error:
        error.close()
        message = f'{url}: the server answered {error.code} {error.reason}'
        if error.code >= 500 or error.code in _PASSING_CODES:
            raise InterruptedTransferError(message) from error
        raise RefusedError(message, error.code) from error
    except (OSError, HTTPException) as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, ssl.SSLCertVerificationError):
            raise RefusedError(f'{url}: {reason}') from error
        raise InterruptedTransferError(f'{url}: {reason or type(error).__name__}') from error
    if response.status not in (200, 206):
        response.close()
        raise RefusedError(f'{url}: the server answered {response.status}, without the file', response.status)
    return response


def read_chunks(response: HTTPResponse) -> Iterator[bytes]:
    """The body of an answer, piece by piece, to its end or to where the connection ends.

    Errors:
        InterruptedTransferError: the connection broke, or was silent for too long.
    """
    while True:
        try:
            # Not read(): it waits for a full chunk, and loses what there is when the connection falls silent.
            chunk = response.read1(_CHUNK_BYTES)
        except (OSError, HTTPException) as error:
            raise InterruptedTransferError(str(error) or type(error).__name__) from error
        if not chunk:
            return
        yield chunk


class _SafeRedirects(HTTPRedirectHandler):
    """Follows a redirection (with its Range) only where :func:`check_address` lets it."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):
        try:
            check_address(newurl)
        except ValueError as error:
            raise RefusedError(f'{req.full_url}: sent on to an address that is not safe, {error}', code) from error
        return super().redirect_request(req, fp, code, msg, headers, newurl)
