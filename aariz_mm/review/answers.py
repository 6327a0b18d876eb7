"""What routes share: the workplace, who asks, and how errors are told."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Query, Request

from .bodies import NAME_SCHEMA
from .case_replies import ConflictView
from .names import check_reader_name, name_key
from .replies import ErrorBody
from .workplace import Workplace

__all__ = [
    'BAD_BODY',
    'CONFLICT',
    'FRESH',
    'HOME_HEADER',
    'JPEG',
    'KEPT',
    'MISSING',
    'REFUSED',
    'UNREADABLE',
    'Asker',
    'Case',
    'Place',
    'ReaderName',
    'binary',
    'check_own',
    'reader_of',
    'refusing_misfits',
]


def _answer(model: Any, text: str) -> dict[str, Any]:
    return dict(model=model, description=text)


HOME_HEADER = 'X-Review-Home'
"""Says which review a page is of: another one may be served at the same address by now."""
REFUSED = {
    401: _answer(ErrorBody, 'No token, or a wrong one'),
    403: _answer(ErrorBody, 'From another site, or hidden from this reader'),
    410: _answer(ErrorBody, 'To the review of another folder'),
    421: _answer(ErrorBody, 'To another host'),
    422: _answer(ErrorBody, 'A value that is none'),
}
"""What any request may be answered with."""
MISSING = {404: _answer(ErrorBody, 'Nothing of this number or name')}
BAD_BODY = {
    400: _answer(ErrorBody, 'A body that cannot be read'),
    413: _answer(ErrorBody, 'A body that is too large'),
}
UNREADABLE = {409: _answer(ErrorBody, 'A file that cannot be read')}
CONFLICT = {409: _answer(ConflictView, 'Somebody saved in the meantime')}


def binary(media_type: str) -> dict[int, Any]:
    """The description of an answer that is no JSON."""
    return {200: dict(content={media_type: dict(schema=dict(type='string', format='binary'))})}


JPEG = binary('image/jpeg')
KEPT = {'Cache-Control': 'private, max-age=3600'}
"""Header of what does not change while a page is open."""
FRESH = {'Cache-Control': 'no-store'}
"""Header of what is a patient's: the same address may mean another one tomorrow."""


def _place(request: Request) -> Workplace:
    place = request.app.state.workplace
    if request.headers.get(HOME_HEADER, place.store.home_id) != place.store.home_id:
        raise HTTPException(410, 'the server shows another folder now; load the page again')
    return place


def _asker(
    asker: Annotated[str | None, Query(alias='reader', max_length=60, json_schema_extra=NAME_SCHEMA)] = None,
) -> str | None:
    return reader_of(asker) if asker else None


Place = Annotated[Workplace, Depends(_place)]
Asker = Annotated[str | None, Depends(_asker)]
"""The reader who asks, None where he does not say it."""
Case = Annotated[int, Path(ge=0, le=2**31 - 1)]
ReaderName = Annotated[str, Path(min_length=1, max_length=60, json_schema_extra=NAME_SCHEMA)]


@contextlib.contextmanager
def refusing_misfits() -> Iterator[None]:
    """Answer with the reason where the block finds that what was sent is none."""
    try:
        yield
    except ValueError as error:
        raise HTTPException(422, str(error)) from error


def reader_of(name: str) -> str:
    """A reader's name as it is kept, or an answer that says why it is none."""
    with refusing_misfits():
        return check_reader_name(name)


def check_own(place: Workplace, reader: str, asker: str | None) -> None:
    """In a blind review a reader sees and changes what is his own."""
    if not place.settings.is_blind:
        return
    allowed = place.settings.reader or asker
    if not allowed or name_key(allowed) != name_key(reader):
        raise HTTPException(
            403, 'the review is blind: what others placed is hidden; ask with ?reader= of your own name'
        )
