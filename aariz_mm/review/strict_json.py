"""JSON as bodies must be: no key twice, no number that is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

__all__ = ['StrictRoute', 'parse_strictly']


def parse_strictly(data: bytes) -> Any:
    """Content of JSON text in UTF-8.

    Errors:
        ValueError: none, one key twice, NaN or Infinity, a number of thousands of digits, or nested too deep.
    """
    try:
        return json.loads(data.decode('utf-8'), object_pairs_hook=_once, parse_constant=_refuse)
    except RecursionError:
        raise ValueError('nested too deep') from None


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [key for key, _ in pairs]
        raise ValueError(f'the key {next(key for key in names if names.count(key) > 1)!r} twice')
    return found


def _refuse(name: str) -> None:
    raise ValueError(f'{name} is no number')


class _StrictRequest(Request):
    async def json(self) -> Any:
        try:
            return parse_strictly(await self.body())
        except ValueError as error:
            raise HTTPException(400, f'the body is no JSON that is taken: {error}') from error


class StrictRoute(APIRoute):
    """A route whose JSON is parsed by :func:`parse_strictly`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, on requests that parse strictly."""
        handle = super().get_route_handler()

        async def handle_strictly(request: Request) -> Response:
            return await handle(_StrictRequest(request.scope, request.receive))

        return handle_strictly
