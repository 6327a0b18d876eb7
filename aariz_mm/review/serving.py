"""Serves the review page on this machine: a port, an address to open, and a clean end."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import socket
import threading
import time
import webbrowser
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from aariz_mm.number_text import counted

from .memory import return_freed_memory
from .patience import Patience, impatient
from .settings import ReviewSettings

__all__ = ['bind', 'configure', 'machine_names', 'serve', 'url_of', 'with_token']

_PORTS_TRIED = 20
_PATIENCE = Patience()
_KEEP_ALIVE_S, _MOST_CONNECTIONS, _GRACE_S = 30, 200, 5


def with_token(settings: ReviewSettings) -> ReviewSettings:
    """Settings with a token where others reach the server, and with the names by which they do."""
    from .security import is_loopback

    if is_loopback(settings.host):
        return settings
    names = tuple(dict.fromkeys([*settings.host_names, settings.host, *machine_names()]))
    return replace(settings, token=settings.token or secrets.token_urlsafe(32), host_names=names)


def machine_names() -> list[str]:
    """Names and addresses of this machine."""
    name = socket.gethostname()
    found = [name, socket.getfqdn()]
    try:
        found += [address[4][0] for address in socket.getaddrinfo(name, None)]
    except OSError:
        return found
    return found


def bind(host: str, port: int) -> socket.socket:
    """A socket on a port, or on the next one that is free.

    Args:
        port: 0 takes any.
    Errors:
        OSError: no port is free, or the host is none of this machine.
    """
    family = socket.AF_INET6 if ':' in host else socket.AF_INET
    for tried in range(port, port + (_PORTS_TRIED if port else 1)):
        # asyncio sends at once, without waiting for more, where the protocol is named.
        server = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if hasattr(socket, 'SO_EXCLUSIVEADDRUSE'):  # of Windows, where the other one lets two share a port
            server.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((host, tried))
        except OSError as error:
            server.close()
            # Windows says so of a port that another program has to itself.
            if error.errno != errno.EADDRINUSE and not (os.name == 'nt' and error.errno == errno.EACCES):
                raise ValueError(f'{host}:{tried}: {error.strerror}; give another --host or --port') from None
            continue
        return server
    raise ValueError(f'{host}: the ports {port} to {port + _PORTS_TRIED - 1} are in use; give another --port')


def serve(settings: ReviewSettings, opens_browser: bool = True) -> int:
    """Serve until somebody interrupts; returns the exit status."""
    import uvicorn

    from .app import create_app

    return_freed_memory()
    settings = with_token(settings)
    listening = bind(settings.host, settings.port)
    settings = replace(settings, port=listening.getsockname()[1])
    app = create_app(settings)
    server = uvicorn.Server(configure(app))
    address = url_of(settings)
    print(f'{counted(len(app.state.workplace.numbers), "radiograph")} of {settings.folder}; kept in {settings.home}')
    _tell_unlisted(app.state.workplace.store.unlisted())
    print(f'open {address}  (Ctrl+C ends)', flush=True)
    if opens_browser:
        threading.Thread(target=_open_when_started, args=(server, address), daemon=True).start()
    with listening, contextlib.suppress(KeyboardInterrupt):  # which uvicorn raises again once all is closed
        server.run([listening])
    print('ended; all that was saved is in', settings.home)
    return 0


def _tell_unlisted(names: Sequence[str]) -> None:
    if names:
        print(
            f'{counted(len(names), "marked radiograph")} of this --out-dir not listed: {", ".join(names[:3])}'
            f'{", …" if len(names) > 3 else ""}; no such file is in the folder now. What was marked is kept'
        )


def configure(app: Any, patience: Patience = _PATIENCE) -> Any:
    """How uvicorn serves: no names of readers in a log, and slow or many visitors do not hold it up."""
    import uvicorn
    from uvicorn.protocols.http.auto import AutoHTTPProtocol

    return uvicorn.Config(
        app,
        http=impatient(AutoHTTPProtocol, patience),
        log_level='warning',
        access_log=False,  # names of readers stand in paths
        server_header=False,
        ws='none',
        timeout_keep_alive=_KEEP_ALIVE_S,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_GRACE_S,
    )


def url_of(settings: ReviewSettings) -> str:
    """The address to open."""
    host = '127.0.0.1' if settings.host in ('0.0.0.0', '::') else settings.host  # nosec B104 - nothing is bound here
    host = f'[{host}]' if ':' in host else host
    return f'http://{host}:{settings.port}/' + (f'?{urlencode(dict(token=settings.token))}' if settings.token else '')


def _open_when_started(server: object, address: str) -> None:
    while not server.started and not server.should_exit:
        time.sleep(0.05)
    if server.started:
        webbrowser.open(address)
