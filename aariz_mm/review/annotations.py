"""Routes of what readers save: states, versions and history of a case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from .answers import BAD_BODY, CONFLICT, MISSING, REFUSED, Asker, Case, Place, ReaderName, check_own, reader_of
from .bodies import AnnotationBody, AnnotationView, ReaderState, RevisionLine, SavedView
from .dataset_readers import dataset_annotation
from .names import name_key
from .state import AnnotationState
from .views import annotation_view
from .strict_json import StrictRoute

__all__ = ['router']

router = APIRouter(prefix='/api/cases/{n}', tags=['annotations'], responses={**REFUSED, **MISSING}, route_class=StrictRoute)

Version = Annotated[int | None, Query(ge=1, le=1_000_000_000)]


@router.put('/annotations/{reader}', responses={**BAD_BODY, **CONFLICT})
def save(place: Place, n: Case, reader: ReaderName, body: AnnotationBody, asker: Asker) -> SavedView:
    """Save a reader's state on top of the version that it was made on."""
    name = reader_of(reader)
    check_own(place, name, asker or name)
    found = place.found(n)
    if any(name_key(name) == name_key(one) for one in found.readers):
        raise HTTPException(403, f'{name!r} is a reader of the dataset, which is never written to; take another name')
    content = body.model_dump(exclude={'base_version', 'action'})
    state = AnnotationState.from_plain({**content, 'pixel_size_source': body.pixel_size_source or ''})
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
    theirs = [ReaderState(reader=one, version=0, status='finished', time=None, source='dataset') for one in found.readers]
    return [*ours, *theirs]


@router.get('/annotations/{reader}')
def show(place: Place, n: Case, reader: ReaderName, asker: Asker, version: Version = None) -> AnnotationView:
    """The last state of a reader, or an earlier version; landmarks of a reader of the dataset."""
    name, found = reader_of(reader), place.found(n)
    check_own(place, name, asker)
    file = next((path for one, path in found.readers.items() if name_key(one) == name_key(name)), None)
    if file is not None and version is None:
        return dataset_annotation(file, place.row(n), name)
    revision = place.store.latest(n, name) if version is None else place.store.revision(n, name, version)
    if revision is None:
        raise HTTPException(404, f'{name!r} saved nothing of case {n}')
    return annotation_view(revision)


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
