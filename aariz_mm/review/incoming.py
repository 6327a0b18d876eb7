"""Bodies of requests, cut off where they are too large or too slow. Pure ASGI."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.exceptions import HTTPException

__all__ = ['Application', 'Message', 'Receive', 'Scope', 'Send', 'counted', 'too_large', 'within']

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_TOO_SLOW = 'the request came too slowly; try again, with fewer files at once'


def counted(receive: Receive, most: int, cure: str) -> Receive:
    """A body that ends with an error where it is too large, whatever its head said."""
    count = 0

    async def receive_counted() -> Message:
        nonlocal count
        message = await receive()
        count += len(message.get('body', b''))
        if count > most:
            raise HTTPException(413, too_large(most) + cure, {'connection': 'close'})
        return message

    return receive_counted


def within(receive: Receive, patience_s: float, slowest: int) -> Receive:
    """A body that ends with an error where it comes more slowly than ``slowest`` bytes a second, after a while."""
    begin, count, is_whole = time.monotonic(), 0, False

    async def receive_within() -> Message:
        nonlocal count, is_whole
        if is_whole:  # what comes now tells that the visitor has gone
            return await receive()
        left_s = begin + patience_s + count / slowest - time.monotonic()
        try:
            message = await asyncio.wait_for(receive(), max(left_s, 0.001))
        except asyncio.TimeoutError:
            raise HTTPException(408, _TOO_SLOW, {'connection': 'close'}) from None
        count += len(message.get('body', b''))
        is_whole = not message.get('more_body', False)
        return message

    return receive_within


def too_large(most: int) -> str:
    """The message."""
    size = f'{most >> 20} MB' if most >= 1 << 20 else f'{most} bytes'
    return f'the request is larger than {size}; send less at once'
