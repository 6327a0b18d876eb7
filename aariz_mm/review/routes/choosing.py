"""Route of the cases that are worth correcting next."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query

from ..answers import REFUSED, Asker, Place
from ..choosing import choose_cases
from ..replies import NextCase, NextCases
from ..strict_json import StrictRoute

__all__ = ['choose', 'router']

router = APIRouter(tags=['cases'], responses=REFUSED, route_class=StrictRoute)


@router.get('/api/next')
def choose(place: Place, asker: Asker, n: Annotated[int, Query(ge=1, le=1000)] = 20) -> NextCases:
    """The cases that this reader, or without one anybody, should correct next, the most useful first."""
    if place.settings.is_blind:
        raise HTTPException(403, 'the review is blind: a choice would tell what the model found')
    chosen, unknown = choose_cases(place, n, asker)
    return NextCases(
        cases=[NextCase(n=one, expected_error_mm=round(error, 2)) for one, error in chosen], not_chosen_from=unknown
    )
