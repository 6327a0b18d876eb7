"""Routes of the cases: the list and one case."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from ..answers import MISSING, REFUSED, Asker, Case, Place, check_own, refusing_misfits
from ..case_replies import CaseList, CaseView, Progress
from ..profiles import applied_profile
from ..strict_json import StrictRoute
from ..views import annotation_view, blind_order, by_doubt, case_line, reading_view

__all__ = ['list_cases', 'router', 'show_case']

router = APIRouter(prefix='/api/cases', tags=['cases'], responses=REFUSED, route_class=StrictRoute)


@router.get('')
def list_cases(place: Place, asker: Asker) -> CaseList:
    """All cases, those first that the model doubts most; in a blind review in an order that tells nothing."""
    if asker:
        check_own(place, asker, asker)
    is_blind = place.settings.is_blind
    infos, doubts, comments = {}, place.doubts(), {} if is_blind else place.store.open_comments()
    for info in place.store.annotations():
        infos.setdefault(info.n, []).append(info)
    rows = place.rows()
    lines = [
        case_line(row, infos.get(row.n, []), asker, doubts.get(row.n), comments.get(row.n, 0), is_blind) for row in rows
    ]
    lines = blind_order(lines, asker) if is_blind else by_doubt(lines)
    place.show_order([line.n for line in lines])
    done = sum(line.state != 'waiting' for line in lines)
    return CaseList(cases=lines, reading=Progress(done=done, total=len(lines)))


@router.get('/{n}', responses=MISSING)
def show_case(
    place: Place, n: Case, asker: Asker, profile: Annotated[str | None, Query(max_length=60)] = None
) -> CaseView:
    """One case with its reading, perhaps moved by a profile, and what the reader who asks saved of it."""
    if asker:
        check_own(place, asker, asker)
    with refusing_misfits():
        moved_by = applied_profile(place, profile)
    picture, content = place.try_to_look_at(n), place.reading(n)
    row, is_blind = place.row(n), place.settings.is_blind
    revision = place.store.latest(n, asker) if asker else None
    subject = place.subject_of(n)
    failure = place.failure_of(n)
    state = 'read' if content is not None or is_blind else 'waiting' if failure is None else 'failed'
    return CaseView(
        n=n,
        id=row.case_id,
        width=row.width,
        height=row.height,
        sha256=row.sha256,
        bits=None if picture is None else picture.deep.bits,
        pixel_size_mm=row.pixel_size_mm,
        pixel_size_source=row.pixel_size_source,
        magnification=row.magnification,
        sex=subject.sex,
        age=subject.age_years,
        state=state,
        failure=None if is_blind and picture is not None else failure,
        reading=None if content is None else reading_view(content, moved_by),
        annotation=None if revision is None else annotation_view(revision),
    )
