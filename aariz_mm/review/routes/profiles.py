"""Routes of profiles: learnt from what a reader corrected, and shown."""

from __future__ import annotations

import math
from collections.abc import Callable

from fastapi import APIRouter, HTTPException

from aariz_mm.adaptation.profile import profile_as_json

from ..answers import MISSING, REFUSED, UNREADABLE, Place, ReaderName, reader_of
from ..learning import LearntProfile
from ..profiles import find_learnt, learn
from ..replies import GainView, MovedLandmark, ProfileView
from ..strict_json import StrictRoute
from ..workplace import Workplace

__all__ = ['learn_now', 'router', 'show']

router = APIRouter(
    prefix='/api/profile', tags=['profiles'], responses={**REFUSED, **MISSING, **UNREADABLE}, route_class=StrictRoute
)


@router.post('/{reader}')
def learn_now(place: Place, reader: ReaderName) -> ProfileView:
    """Learn the reader's profile from what he corrected so far; it takes the place of an earlier one."""
    return _told(learn, place, reader)


@router.get('/{reader}')
def show(place: Place, reader: ReaderName) -> ProfileView:
    """The reader's profile as he learnt it last."""
    return _told(find_learnt, place, reader)


def _told(find: Callable[[Workplace, str], LearntProfile], place: Workplace, reader: str) -> ProfileView:
    """A reader's profile, or an answer that says why there is none."""
    if place.settings.is_blind:
        raise HTTPException(403, 'the review is blind: a profile would tell where the model has landmarks')
    name = reader_of(reader)
    try:
        return _view(find(place, name))
    except ValueError as error:
        raise HTTPException(409, str(error)) from error


def _view(learnt: LearntProfile) -> ProfileView:
    gain = {key: _known(value) for key, value in vars(learnt.profile.gain).items()}
    return ProfileView(
        reader=learnt.profile.reader,
        n=learnt.count,
        created=learnt.profile.created,
        gain=GainView(**gain),
        landmarks=[
            MovedLandmark(**{key: one[key] for key in MovedLandmark.model_fields})
            for one in profile_as_json(learnt.profile)['landmarks']
        ],
        usable=learnt.usable,
        reason=learnt.reason,
        file=learnt.path.name,
        left_out=[list(one) for one in learnt.left_out],
        far_off=[f'{name}: {symbol} {distance:.1f} mm' for name, symbol, distance in learnt.gross],
    )


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
