"""The route of radiographs that come in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from ..answers import BAD_BODY, REFUSED, Place
from ..case_replies import RefusedFile, Uploaded
from ..strict_json import StrictRoute

__all__ = ['add_radiographs', 'router']

router = APIRouter(prefix='/api', tags=['cases'], responses=REFUSED, route_class=StrictRoute)

_MOST_FILES = 100
_NAMELESS = 'a file without a name'


@router.post('/cases', responses=BAD_BODY)
def add_radiographs(
    place: Place, files: Annotated[list[UploadFile], File(min_length=1, max_length=_MOST_FILES)]
) -> Uploaded:
    """Radiographs that are to be reviewed as well; one that is none is refused with the reason."""
    added, refused = [], []
    for file in files:
        name = file.filename or _NAMELESS
        try:
            added.append(place.add_upload(name, file.file))
        except ValueError as error:
            refused.append(RefusedFile(name=name[:200], reason=str(error)))
    return Uploaded(added=added, refused=refused)
