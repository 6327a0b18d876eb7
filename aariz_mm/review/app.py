"""The server of the review page."""

from __future__ import annotations

import contextlib
import errno
import sqlite3
from collections.abc import AsyncIterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

import aariz_mm

from .profiles import NoProfileError
from .records import ConflictError, NotThereError
from .routes import (
    annotations,
    cases,
    choosing,
    comments,
    information,
    measuring,
    pictures,
    profiles,
    static_files,
    transfers,
    uploads,
)
from .security import Guard, allowed_hosts
from .settings import ReviewSettings
from .views import annotation_view
from .workplace import NoCaseError, Workplace

__all__ = ['build_api', 'create_app']

_ROUTERS = (
    information,
    cases,
    choosing,
    uploads,
    pictures,
    annotations,
    comments,
    measuring,
    profiles,
    transfers,
    static_files,
)


def create_app(settings: ReviewSettings) -> FastAPI:
    """The application; the model begins to read when it is started. One that was stopped can be started again.

    Errors:
        FileNotFoundError, ValueError: as :class:`~aariz_mm.review.workplace.Workplace`.
    """
    opened = [Workplace(settings)]

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.workplace = place = opened.pop() if opened else Workplace(settings)
        place.start()
        yield
        place.close()

    app = build_api(lifespan=lifespan)
    app.state.workplace = opened[0]
    hosts = allowed_hosts(settings.host_names, settings.port)
    app.add_middleware(Guard, hosts=hosts, token=settings.token, port=settings.port, limits=settings.limits)
    return app


def build_api(**options: Any) -> FastAPI:
    """All routes without a review behind them, as they describe themselves.

    Args:
        options: of ``FastAPI``.
    """
    app = FastAPI(
        title='aariz_mm review',
        version=aariz_mm.__version__,
        openapi_url='/api/openapi.json',
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        **options,
    )
    for module in _ROUTERS:
        app.include_router(module.router)
    _tell_errors(app)
    return app


def _tell_errors(app: FastAPI) -> None:
    """Every error is an object with what went wrong and what to do about it."""
    app.add_exception_handler(HTTPException, _tell_refusal)
    app.add_exception_handler(RequestValidationError, _tell_misfit)
    app.add_exception_handler(ConflictError, _tell_conflict)
    app.add_exception_handler(OSError, _tell_failure)
    app.add_exception_handler(sqlite3.OperationalError, _tell_database)
    for kind in (NoCaseError, NoProfileError, NotThereError):
        app.add_exception_handler(kind, _tell_missing)


async def _tell_refusal(request: Request, error: HTTPException) -> JSONResponse:
    return _answer(error.status_code, str(error.detail), headers=error.headers)


async def _tell_misfit(request: Request, error: RequestValidationError) -> JSONResponse:
    told = [f'{".".join(map(str, one["loc"]))}: {one["msg"]}' for one in error.errors()[:5]]
    return _answer(422, '; '.join(told))


async def _tell_conflict(request: Request, error: ConflictError) -> JSONResponse:
    current = None if error.current is None else annotation_view(error.current).model_dump()
    return _answer(409, str(error), current=current)


async def _tell_missing(request: Request, error: LookupError) -> JSONResponse:
    return _answer(404, str(error))


async def _tell_failure(request: Request, error: OSError) -> JSONResponse:
    """What the disk says, without paths: they may name patients."""
    reason = error.strerror or 'a file cannot be read or written'
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _answer(507, f'{reason}: nothing more can be kept; make room on the disk of --out-dir, then try again')
    if isinstance(error, FileNotFoundError):
        return _answer(409, f'{reason}: a file of the review or a radiograph is gone; put it back, then try again')
    return _answer(503, f'{reason}: look at the disk and the rights of --out-dir, then try again')


async def _tell_database(request: Request, error: sqlite3.OperationalError) -> JSONResponse:
    status = 507 if 'full' in str(error) else 503
    return _answer(status, f'{error}: nothing was kept; look at the disk of --out-dir, then try again')


def _answer(status: int, reason: str, headers: dict | None = None, **more: object) -> JSONResponse:
    text = reason.encode(errors='backslashreplace').decode()[:2000]
    return JSONResponse(dict(error=text, **more), status, headers)
