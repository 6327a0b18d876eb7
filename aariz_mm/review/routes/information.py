"""Routes of what the page needs to begin: the review itself, and the landmarks in words."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import Response

import aariz_mm
from aariz_mm.analysis import NAMED_ANALYSES
from aariz_mm.landmark_guide import LANDMARK_GUIDE, picture_path
from aariz_mm.landmarks import SYMBOLS

from ..answers import JPEG, KEPT, MISSING, REFUSED, Place
from ..profiles import list_profiles
from ..replies import AnalysisTitle, Info, LandmarkText, ModelView, ProfileLine
from ..strict_json import StrictRoute
from ..workplace import Workplace

__all__ = ['NOT_FOR_DIAGNOSIS', 'Language', 'list_landmarks', 'router', 'show_info', 'show_landmark']

router = APIRouter(prefix='/api', tags=['information'], responses=REFUSED, route_class=StrictRoute)
Language = Literal['en', 'ko']
NOT_FOR_DIAGNOSIS = 'Not for diagnosis. Research software and no medical device: check every landmark yourself.'


@router.get('/info')
def show_info(place: Place) -> Info:
    """What is reviewed, by which model, by whom."""
    is_blind = place.settings.is_blind
    return Info(
        version=aariz_mm.__version__,
        folder=place.settings.folder.name,
        home_id=place.store.home_id,
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
def list_landmarks(lang: Language = 'en') -> list[LandmarkText]:
    """All landmarks in the official order: what each is, how it is found, and what it is taken for."""
    return [_landmark(number, symbol, lang) for number, symbol in enumerate(SYMBOLS)]


@router.get('/landmarks/{number}/picture', response_class=Response, responses={**MISSING, **JPEG})
def show_landmark(number: Annotated[int, Path(ge=0, le=1000)]) -> Response:
    """The picture of a landmark, by its number in the official order, from 0."""
    if number >= len(SYMBOLS):
        raise HTTPException(404, f'there are {len(SYMBOLS)} landmarks')
    return Response(picture_path(SYMBOLS[number]).read_bytes(), media_type='image/jpeg', headers=KEPT)


def _landmark(number: int, symbol: str, lang: Language) -> LandmarkText:
    entry = LANDMARK_GUIDE[symbol]
    texts = dict(title=entry.title, definition=entry.definition, how=entry.how)
    if lang == 'ko':
        texts = dict(title=entry.title_ko, definition=entry.definition_ko, how=entry.how_ko)
    picture = f'/api/landmarks/{number}/picture'
    return LandmarkText(symbol=symbol, picture=picture, confused_with=list(entry.confused_with), **texts)


def _model(place: Workplace) -> ModelView | None:
    if not place.settings.models:
        return None
    return ModelView(
        name=' + '.join(path.stem for path in place.settings.models),
        sha256=place.model_sha,
        calibrated=all(bundle.info.calibration is not None for bundle in place.bundles),
    )
