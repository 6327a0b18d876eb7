"""Routes of what readers save: states, versions and history of a case."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query

from ..answers import (
    BAD_BODY,
    CONFLICT,
    MISSING,
    REFUSED,
    Asker,
    Case,
    Place,
    ReaderName,
    check_own,
    reader_of,
    refusing_misfits,
)
from ..bodies import AnnotationBody
from ..case_replies import AnnotationView, ReaderState, RevisionLine, SavedView
from ..dataset_readers import dataset_annotation
from ..names import name_key
from ..state import AnnotationState
from ..strict_json import StrictRoute
from ..views import annotation_view

__all__ = ['Source', 'Version', 'list_readers', 'router', 'save', 'show', 'show_history']

router = APIRouter(
    prefix='/api/cases/{n}', tags=['annotations'], responses={**REFUSED, **MISSING}, route_class=StrictRoute
)

Source = Literal['review', 'dataset']
Version = Annotated[int | None, Query(ge=1, le=1_000_000_000)]


@router.put('/annotations/{reader}', responses={**BAD_BODY, **CONFLICT})
def save(place: Place, n: Case, reader: ReaderName, body: AnnotationBody, asker: Asker) -> SavedView:
    """Save a reader's state on top of the version that it was made on."""
    name = reader_of(reader)
    check_own(place, name, asker or name)
    place.found(n)
    content = body.model_dump(exclude={'base_version', 'action'})
    with refusing_misfits():
        state = AnnotationState.from_plain(content)
        revision = place.store.save(n, name, body.base_version, state, body.action)
    return SavedView(version=revision.version, time=revision.time, file=place.annotation_file(n, revision.reader))


@router.get('/annotations')
def list_readers(place: Place, n: Case, asker: Asker) -> list[ReaderState]:
    """How far each reader is, those of the dataset too; in a blind review the one who asks alone."""
    found = place.found(n)
    infos = place.store.annotations(n)
    if place.settings.is_blind:
        own = name_key(place.settings.reader or asker or '')
        return [_state(info) for info in infos if name_key(info.reader) == own]
    ours = [_state(info) for info in infos]
    theirs = [
        ReaderState(reader=one, version=0, status='finished', time=None, source='dataset') for one in found.readers
    ]
    return [*ours, *theirs]


@router.get('/annotations/{reader}')
def show(
    place: Place, n: Case, reader: ReaderName, asker: Asker, version: Version = None, source: Source | None = None
) -> AnnotationView:
    """The last state of a reader, or an earlier version; else, or as ``source``, what he has in the dataset."""
    name, found = reader_of(reader), place.found(n)
    check_own(place, name, asker)
    if source != 'dataset':
        revision = place.store.latest(n, name) if version is None else place.store.revision(n, name, version)
        if revision is not None:
            return annotation_view(revision)
    file = next((path for one, path in found.readers.items() if name_key(one) == name_key(name)), None)
    if file is None or source == 'review':
        raise HTTPException(404, f'{name!r} saved nothing of case {n}')
    try:
        return dataset_annotation(file, place.row(n), name)
    except ValueError as error:
        raise HTTPException(409, str(error).replace(str(file), file.name)) from error


@router.get('/history/{reader}')
def show_history(place: Place, n: Case, reader: ReaderName, asker: Asker) -> list[RevisionLine]:
    """All versions of a reader, the last one first."""
    name = reader_of(reader)
    check_own(place, name, asker)
    place.found(n)
    return [
        RevisionLine(version=one.version, time=one.time, action=one.action, status=one.status)
        for one in place.store.history(n, name)
    ]


def _state(info) -> ReaderState:
    return ReaderState(reader=info.reader, version=info.version, status=info.status, time=info.time)
