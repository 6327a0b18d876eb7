"""The files of the page: those that are there when they are asked for, by their names and nothing else."""

from __future__ import annotations

import hashlib
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from ..answers import MISSING, REFUSED
from ..strict_json import StrictRoute

__all__ = ['MIME_TYPES', 'PAGE', 'router', 'show_file', 'show_page']

PAGE = Path(__file__).resolve().parents[1] / 'page'
MIME_TYPES = {
    '.css': 'text/css; charset=utf-8',
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.json': 'application/json',
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
    '.txt': 'text/plain; charset=utf-8',
    '.woff2': 'font/woff2',
}
"""By ending; the registry of Windows has others for some."""
router = APIRouter(tags=['page'], responses={**REFUSED, **MISSING}, route_class=StrictRoute)


@router.get('/', response_class=Response, include_in_schema=False)
def show_page(request: Request) -> Response:
    """The page."""
    return _answer('index.html', request)


@router.get('/static/{path:path}', response_class=Response, include_in_schema=False)
def show_file(path: str, request: Request) -> Response:
    """A file of the page."""
    return _answer(path, request)


def _answer(name: str, request: Request) -> Response:
    """Looked up among the names that are there, so that no path leads anywhere else."""
    known = {path.relative_to(PAGE).as_posix(): path for path in PAGE.rglob('*') if path.suffix in MIME_TYPES}
    if name not in known:
        raise HTTPException(404, 'the page has no such file')
    data = known[name].read_bytes()
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {'Cache-Control': 'no-cache', 'ETag': tag}
    if tag in request.headers.get('if-none-match', ''):
        return Response(status_code=304, headers=headers)
    return Response(data, media_type=MIME_TYPES[known[name].suffix], headers=headers)
