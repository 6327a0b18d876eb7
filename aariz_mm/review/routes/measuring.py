"""Measurements of landmarks that somebody moves: what results of reading hold, of what now stands there."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from fastapi import APIRouter
from fastapi.responses import JSONResponse

from aariz_mm.analysis import SECTIONS
from aariz_mm.analysis.named_tables import find_analyses
from aariz_mm.reading.analyses import analyses_of
from aariz_mm.reading.content import measured_content
from aariz_mm.tracing import trace

from ..answers import BAD_BODY, MISSING, REFUSED, Place, refusing_misfits
from ..bodies import MeasureBody
from ..profiles import applied_profile
from ..replies import Measured
from ..strict_json import StrictRoute
from ..views import moved_reading
from ..workplace import Workplace

__all__ = ['measure', 'measured_again', 'router']

router = APIRouter(prefix='/api', tags=['measuring'], responses=REFUSED, route_class=StrictRoute)

_SECTION_OF = {one.key: name for name, section in SECTIONS.items() for one in section}
_NEAR_PX = 0.02
_SEXES = dict(female='f', male='m', f='f', m='m')


@router.post('/measure', response_model=Measured, responses={**BAD_BODY, **MISSING})
def measure(place: Place, body: MeasureBody) -> JSONResponse:
    """Measurements, classes and named analyses, and the tracing."""
    reading = _reading_of(place, body)
    return JSONResponse(measured_again(body.model_dump(), reading))


def measured_again(asked: Mapping[str, Any], reading: Mapping[str, Any] | None) -> dict[str, Any]:
    """What follows from landmarks.

    Args:
        asked: fields of :class:`~aariz_mm.review.bodies.MeasureBody`. reading: of the model, whose intervals hold where
            nothing was moved; None without.
    """
    content = _content_of(asked, reading)
    measured = measured_content(content)
    named = analyses_of(content | measured, asked['analyses'])
    keys = [one.key for one in find_analyses(asked['analyses'])] if asked['analyses'] else []
    measurements = [dict(section=_SECTION_OF[one['key']], **one) for one in measured['measurements']]
    return dict(
        measurements=measurements,
        classes=measured['classes'],
        analyses=[
            dict(key=key, title=table.caption, columns=list(table.header), rows=table.rows, notes=table.last)
            for key, table in zip(keys, named, strict=True)
        ],
        tracing=_tracing_of(content, reading) if asked['tracing'] else None,
    )


def _tracing_of(content: Mapping[str, Any], reading: Mapping[str, Any] | None) -> dict[str, Any]:
    """The tracing, with the ellipses of the model around what was not moved."""
    symbols = [one['symbol'] for one in content['landmarks']]
    points = [(one['value']['x'], one['value']['y']) for one in content['landmarks']]
    ellipses = [_ellipse_of(*one, reading) for one in zip(symbols, points, strict=True)]
    size, scale = content['image_size'], content['pixel_size_mm']
    found = trace(np.array(points, float), symbols, scale, np.array(ellipses, float), size)
    return found.as_plain()


def _ellipse_of(
    symbol: str, place: tuple[float, float], reading: Mapping[str, Any] | None
) -> tuple[float, float, float]:
    found = next((one for one in (reading or {}).get('landmarks', ()) if one['symbol'] == symbol), None)
    if found is None or not found.get('ellipse_px') or not _is_near(place, tuple(found['value'].values())):
        return math.nan, math.nan, math.nan
    return tuple(found['ellipse_px'][key] for key in ('semi_major', 'semi_minor', 'angle_deg'))


def _reading_of(place: Workplace, body: MeasureBody) -> dict[str, Any] | None:
    if body.n is None:
        return None
    place.found(body.n)
    reading = place.reading(body.n)
    with refusing_misfits():
        profile = applied_profile(place, body.profile)
    return None if reading is None else moved_reading(reading, profile)


def _content_of(asked: Mapping[str, Any], reading: Mapping[str, Any] | None) -> dict[str, Any]:
    """The layout of a result, as :func:`~aariz_mm.reading.content.measured_content` takes it."""
    size = (asked['width'], asked['height'])
    places = asked['landmarks'] or dict(S=(math.nan, math.nan))
    content = dict(
        file='',
        landmarks=[dict(symbol=symbol, value=dict(x=x, y=y)) for symbol, (x, y) in places.items()],
        pixel_size_mm=asked['pixel_size_mm'],
        magnification=asked['magnification'],
        subject=dict(sex=_SEXES.get(asked['sex']), age_years=asked['age']),
        image_size=None if None in size else size,
    )
    if reading is None:
        return content
    if reading.get('flattening') is not None:
        content['flattening'] = reading['flattening']
    if _is_as_read(content, reading):
        content['measurements'] = reading['measurements']
    return content


def _is_as_read(content: Mapping[str, Any], reading: Mapping[str, Any]) -> bool:
    """Whether nothing was moved and no millimetre is another one."""
    if content['pixel_size_mm'] != reading.get('pixel_size_mm'):
        return False
    there, found = (_places(one['landmarks']) for one in (content, reading))
    return there.keys() == found.keys() and all(_is_near(there[symbol], found[symbol]) for symbol in found)


def _places(landmarks: Sequence[Mapping[str, Any]]) -> dict[str, tuple[float, float]]:
    return {one['symbol']: (one['value']['x'], one['value']['y']) for one in landmarks}


def _is_near(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return all(abs(a - b) <= _NEAR_PX for a, b in zip(first, second, strict=True))
