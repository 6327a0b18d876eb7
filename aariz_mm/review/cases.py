"""Routes of the cases: the list, one case, and radiographs that come in."""

from __future__ import annotations

import hashlib
from typing import Annotated

from fastapi import APIRouter, Query

from .answers import MISSING, REFUSED, Asker, Case, Place, check_own
from .bodies import CaseLine, CaseList, CaseView, Progress
from .records import CaseRow
from .views import annotation_view, reading_view
from .workplace import Workplace

__all__ = ['router']

router = APIRouter(prefix='/api/cases', tags=['cases'], responses=REFUSED)


@router.get('')
def list_cases(place: Place, asker: Asker) -> CaseList:
    """All cases: those first that the model doubts most; in a blind review in an order of the reader's own."""
    if asker:
        check_own(place, asker, asker)
    rows, lines = place.rows(), []
    infos: dict[int, list] = {}
    for info in place.store.latest_infos():
        infos.setdefault(info.n, []).append(info)
    doubts, comments = place.doubts(), place.store.open_comments()
    for row in rows:
        lines.append(_line(place, row, asker, infos.get(row.n, []), doubts.get(row.n), comments.get(row.n, 0)))
    lines = _blind_order(lines, asker) if place.settings.is_blind else _by_doubt(lines)
    place.show_order([line.n for line in lines])
    return CaseList(cases=lines, reading=Progress(done=len(doubts), total=len(rows)))


@router.get('/{n}', responses=MISSING)
def show_case(
    place: Place, n: Case, asker: Asker, profile: Annotated[str | None, Query(max_length=60)] = None
) -> CaseView:
    """One case with its reading and what the reader who asks saved of it."""
    if asker:
        check_own(place, asker, asker)
    row, state = place.row(n), place.state_of(n)
    content = None if place.settings.is_blind else place.reading(n)
    revision = place.store.latest(n, asker) if asker else None
    subject = place.subject_of(n)
    return CaseView(
        n=n,
        id=row.case_id,
        width=row.width or 0,
        height=row.height or 0,
        bits=place.bits_of(n),
        pixel_size_mm=row.pixel_size_mm,
        pixel_size_source=row.pixel_size_source,
        magnification=row.magnification,
        sex=subject.sex,
        age=subject.age_years,
        state='read' if place.settings.is_blind and state == 'waiting' else state,
        failure=place.failure_of(n),
        reading=None if content is None else reading_view(content, place.profile(profile)),
        annotation=None if revision is None else annotation_view(revision),
    )
