"""Routes of what the page needs to begin: the review itself, and the landmarks in words."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

import aariz_mm
from aariz_mm.analysis import NAMED_ANALYSES
from aariz_mm.landmarks import LANDMARKS, SYMBOLS

from ..answers import REFUSED, Place
from ..bodies import AnalysisTitle, Info, LandmarkText, ModelView, ProfileLine
from ..profiles import list_profiles
from ..strict_json import StrictRoute
from ..workplace import Workplace

__all__ = ['NOT_FOR_DIAGNOSIS', 'router']

router = APIRouter(prefix='/api', tags=['information'], responses=REFUSED, route_class=StrictRoute)
NOT_FOR_DIAGNOSIS = 'Not for diagnosis. Research software and no medical device: check every landmark yourself.'


@router.get('/info')
def show_info(place: Place) -> Info:
    """What is reviewed, by which model, by whom."""
    is_blind = place.settings.is_blind
    return Info(
        version=aariz_mm.__version__,
        folder=place.settings.folder.name,
        symbols=list(place.model.symbols),
        all_symbols=list(SYMBOLS),
        model=_model(place),
        blind=is_blind,
        readers=[] if is_blind else place.store.readers(),
        default_reader=place.settings.reader,
        profiles=[] if is_blind else [ProfileLine(reader=name, n=count) for name, count in list_profiles(place)],
        analyses=[AnalysisTitle(key=key, title=one.title) for key, one in NAMED_ANALYSES.items()],
        not_for_diagnosis=NOT_FOR_DIAGNOSIS,
    )


@router.get('/landmarks')
def list_landmarks(lang: Literal['en', 'ko'] = 'en') -> list[LandmarkText]:
    """All landmarks in the official order: what each is and how it is found."""
    return [
        LandmarkText(symbol=one.symbol, title=one.title, definition=one.definition, how='', picture=None)
        for one in LANDMARKS
    ]


def _model(place: Workplace) -> ModelView | None:
    if not place.settings.models:
        return None
    return ModelView(
        name=' + '.join(path.stem for path in place.settings.models),
        sha256=place.model_sha,
        calibrated=all(bundle.info.calibration is not None for bundle in place.bundles),
    )
