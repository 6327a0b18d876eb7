"""Routes of annotations that come from other tools and go to them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Annotated, BinaryIO, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, HTTPException, Query, UploadFile
from fastapi.responses import StreamingResponse

from ..answers import BAD_BODY, MISSING, REFUSED, Place, binary, check_own, reader_of, refusing_misfits
from ..bodies import NAME_SCHEMA
from ..packing import export_name, export_zip
from ..replies import Imported, MisfitLine
from ..strict_json import StrictRoute
from ..transfer import FORMATS, import_files

__all__ = ['Incoming', 'Outgoing', 'Reader', 'give_out', 'router', 'take_in']

router = APIRouter(prefix='/api', tags=['transfers'], responses=REFUSED, route_class=StrictRoute)

Reader = Annotated[str, Query(min_length=1, max_length=60, json_schema_extra=NAME_SCHEMA)]
Incoming = Literal[FORMATS]
Outgoing = Literal[(*FORMATS, 'aariz')]
_MOST_FILES = 1000
_CHUNK = 1 << 18


@router.post('/import', responses=BAD_BODY)
def take_in(
    place: Place, format: Incoming, reader: Reader,
    files: Annotated[list[UploadFile], File(min_length=1, max_length=_MOST_FILES)],
) -> Imported:  # fmt: skip
    """Annotations of another tool become revisions of a reader; what does not fit is told."""
    name = reader_of(reader)
    check_own(place, name, name)
    with refusing_misfits():
        report = import_files(
            place.store, name, format, [(file.filename or 'file', file.file.read()) for file in files]
        )
    return Imported(
        imported=list(report.imported),
        changed=list(report.changed),
        unchanged=list(report.unchanged),
        landmarks=report.landmarks,
        misfits=[
            MisfitLine(kind=one.kind, what=one.what, where=str(one.where), detail=one.detail) for one in report.misfits
        ],
    )


@router.get('/export', response_class=StreamingResponse, responses={**MISSING, **binary('application/zip')})
def give_out(place: Place, format: Outgoing, reader: Reader) -> StreamingResponse:
    """A zip archive of what a reader marked, for another tool, or as a dataset in the Aariz layout."""
    name = reader_of(reader)
    check_own(place, name, name)
    file = tempfile.TemporaryFile()  # noqa: SIM115
    try:
        left_out = export_zip(place.settings.home, name, format, file)
    except ValueError as error:
        file.close()
        raise HTTPException(404, str(error)) from error
    except BaseException:
        file.close()
        raise
    disposition = f"attachment; filename*=UTF-8''{quote(export_name(name, format))}"
    headers = {'Content-Disposition': disposition, 'X-Left-Out': str(len(left_out))}
    return StreamingResponse(_parts(file), media_type='application/zip', headers=headers)


def _parts(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
