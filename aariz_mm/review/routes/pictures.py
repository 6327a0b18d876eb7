"""Routes of the pictures: what the radiograph is, its tiles and its thumbnail."""

from __future__ import annotations

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, HTTPException, Path
from fastapi.responses import Response

from ..answers import FRESH, JPEG, MISSING, REFUSED, UNREADABLE, Case, Place, binary
from ..case_replies import ImageView, Size
from ..pixels import TILE, OpenPicture
from ..strict_json import StrictRoute
from ..workplace import Workplace

__all__ = ['Index', 'look_at', 'router', 'show_image', 'show_thumbnail', 'show_tile']

router = APIRouter(
    prefix='/api/cases/{n}', tags=['pictures'], responses={**REFUSED, **MISSING}, route_class=StrictRoute
)

Index = Annotated[int, Path(ge=0, le=100_000)]
_RAW = 'application/octet-stream'


@router.get('/image', responses=UNREADABLE)
def show_image(place: Place, n: Case) -> ImageView:
    """Size, depth, pyramid and default window of the radiograph."""
    picture = look_at(place, n)
    width, height = picture.size_px
    levels = [Size(width=level.shape[1], height=level.shape[0]) for level in picture.levels]
    deep = picture.deep
    return ImageView(
        width=width, height=height, bits=deep.bits, tile=TILE, levels=levels, low=deep.low, high=deep.high,
        invert=deep.invert,
    )  # fmt: skip


@router.get('/tiles/{level}/{x}/{y}', response_class=Response, responses={**binary(_RAW), **UNREADABLE})
def show_tile(place: Place, n: Case, level: Index, x: Index, y: Index) -> Response:
    """Raw little-endian rows of a tile, 8 or 16 bits a pixel; level 0 is the full size, each further one half of it."""
    tile = look_at(place, n).tile(level, x, y)
    if tile is None:
        raise HTTPException(404, f'level {level} has no tile {x}, {y}; ask for those that /image describes')
    size = {'X-Tile-Width': str(tile.width), 'X-Tile-Height': str(tile.height)}
    return Response(tile.data, media_type=_RAW, headers={**FRESH, **size})


@router.get('/thumbnail', response_class=Response, responses={**JPEG, **UNREADABLE})
async def show_thumbnail(place: Place, n: Case) -> Response:
    """A JPEG of at most 160 pixels a side."""
    place.found(n)
    try:
        # One at a time, so that a long list leaves threads and processors to the radiograph that is looked at.
        made = await to_thread.run_sync(place.thumbnails.get, n, limiter=_limiter(place))
    except (OSError, ValueError) as error:
        raise HTTPException(409, str(place.failure_of(n) or error)) from error
    return Response(made, media_type='image/jpeg', headers=FRESH)


def look_at(place: Workplace, n: int) -> OpenPicture:
    """The picture of a case, or an answer that says why there is none."""
    try:
        return place.look_at(n)
    except (OSError, ValueError) as error:
        raise HTTPException(409, f'{place.found(n).case_id}: {error}') from error


def _limiter(place: Workplace) -> CapacityLimiter:
    if place.thumbnail_limiter is None:
        place.thumbnail_limiter = CapacityLimiter(1)
    return place.thumbnail_limiter
