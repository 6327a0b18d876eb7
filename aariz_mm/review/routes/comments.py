"""Routes of the remarks on cases."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path

from ..answers import BAD_BODY, MISSING, REFUSED, Asker, Case, Place, check_own, reader_of, refusing_misfits
from ..bodies import CommentBody, ReaderBody
from ..case_replies import CommentView
from ..names import name_key
from ..strict_json import StrictRoute

__all__ = ['add_comment', 'list_comments', 'resolve', 'router']

router = APIRouter(prefix='/api', tags=['comments'], responses={**REFUSED, **MISSING}, route_class=StrictRoute)


@router.get('/cases/{n}/comments')
def list_comments(place: Place, n: Case, asker: Asker) -> list[CommentView]:
    """Remarks on a case, the oldest first; in a blind review one's own alone."""
    place.found(n)
    found = place.store.comments(n)
    if place.settings.is_blind:
        own = name_key(place.settings.reader or asker or '')
        found = [one for one in found if name_key(one.reader) == own]
    return [CommentView(**asdict(one)) for one in found]


@router.post('/cases/{n}/comments', responses=BAD_BODY)
def add_comment(place: Place, n: Case, body: CommentBody) -> CommentView:
    """Add a remark."""
    place.found(n)
    reader = reader_of(body.reader)
    check_own(place, reader, reader)
    with refusing_misfits():
        comment = place.store.add_comment(n, reader, body.text, body.x, body.y)
    return CommentView(**asdict(comment))


@router.post('/comments/{comment_id}/resolve', responses=BAD_BODY)
def resolve(place: Place, comment_id: Annotated[int, Path(ge=0, le=2**53)], body: ReaderBody) -> CommentView:
    """Close a remark; one that is closed stays as it is."""
    reader = reader_of(body.reader)
    check_own(place, reader, reader)
    return CommentView(**asdict(place.store.resolve_comment(comment_id, reader)))
