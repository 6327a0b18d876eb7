"""Annotations of other tools into revisions of a reader, each at the case of its name; what does not fit is told."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aariz_mm.interchange.formats import find_format
from aariz_mm.interchange.images import ImageIndex, check_frame, index_paths
from aariz_mm.interchange.importing import resolve_marks
from aariz_mm.interchange.marks import Mark as FoundMark
from aariz_mm.interchange.marks import Misfit, Sheet
from aariz_mm.radiographs.images import IMAGE_SUFFIXES, image_size

from .names import check_reader_name, file_safe
from .packing import unpack
from .records import CaseRow, ConflictError, Revision
from .state import AnnotationState, Mark
from .store import ReviewStore

__all__ = ['FORMATS', 'TransferReport', 'import_files', 'import_folder']

FORMATS = ('labelme', 'coco', 'cvat', 'csv')
"""Formats that the page takes and gives; it gives 'aariz' as well."""
_MOST_TRIES = 20


@dataclass(frozen=True)
class TransferReport:
    """What became of an import: cases that got a revision; of these the ones whose reader had landmarks before, which
    the history keeps; cases where the landmarks were there already; the number of landmarks; what did not fit."""

    imported: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    landmarks: int
    misfits: tuple[Misfit, ...]


def import_files(
    store: ReviewStore, reader: str, format_name: str, files: Sequence[tuple[str, bytes]] | Mapping[str, bytes]
) -> TransferReport:
    """Import files that came in through the page: names and bytes; a zip archive counts as the files in it.

    Errors:
        ValueError: an unknown format, no file of it, or one that cannot be read.
    """
    pairs = list(files.items()) if isinstance(files, Mapping) else list(files)
    with tempfile.TemporaryDirectory(prefix='aariz_mm_import_') as place:
        for number, (name, data) in enumerate(unpack(pairs)):
            folder = Path(place) / f'{number:05d}'
            folder.mkdir()
            (folder / _file_name(name)).write_bytes(data)
        try:
            return import_folder(store, reader, format_name, Path(place))
        except (FileNotFoundError, ValueError) as error:
            raise ValueError(_without_place(str(error), place)) from None


def _file_name(name: str) -> str:
    """A safe name with the same ending, which decides what is read; the stem may be the name of the image."""
    stem, dot, ending = name.replace('\\', '/').rpartition('/')[2].rpartition('.')
    return f'{file_safe(stem)}{dot}{file_safe(ending)}' if dot else file_safe(ending)


def _without_place(text: str, place: str) -> str:
    """A message without the folder that the user never saw."""
    names = sorted((str(path) for path in Path(place).glob('*')), key=len, reverse=True)
    for name in names:
        text = text.replace(f'{name}/', '')
    return text.replace(place, 'the files')


def import_folder(store: ReviewStore, reader: str, format_name: str, source: Path) -> TransferReport:
    """Import a file, or the files of a folder.

    Landmarks of the source take the place of the reader's own of the same case; his others stay. The result is a new
    revision, so the history has what was there before.
    Errors:
        ValueError: an unknown format, or a file that cannot be read. FileNotFoundError: no file of the format.
    """
    reader = check_reader_name(reader)
    if format_name not in FORMATS:
        raise ValueError(f'format {format_name!r} is unknown here; use one of {list(FORMATS)}')
    contents = find_format(format_name).read(source)
    finder = _CaseFinder(store.cases())
    found = [(sheet, finder.find(sheet.names)) for sheet in contents.sheets]
    sheets_of = Counter(case.n for _, case in found if isinstance(case, CaseRow))
    misfits, saved = list(contents.misfits), []
    for sheet, case in found:
        marks, odd = _fit(sheet, case, sheets_of)
        misfits += odd
        if marks:
            try:
                saved.append((case, len(marks), *_save(store, case, reader, marks, f'import {format_name}')))
            except (OSError, ValueError) as error:
                misfits.append(Misfit('not saved', case.case_id, sheet.source, str(error)))
    return TransferReport(
        tuple(case.case_id for case, _, _, revision in saved if revision is not None),
        tuple(case.case_id for case, _, before, revision in saved if revision is not None and before),
        tuple(case.case_id for case, _, _, revision in saved if revision is None),
        sum(count for _, count, _, _ in saved),
        tuple(misfits),
    )


class _CaseFinder:
    """Cases by the names that files of other tools have for their radiographs."""

    def __init__(self, cases: Sequence[CaseRow]):
        self._by_path = {Path('/', _shown_name(case)): case for case in cases}
        self._by_image = {Path('/', f'{case.image_id}{_ending(case)}'): case for case in cases}
        self._shown: ImageIndex = index_paths(Path('/'), self._by_path)
        self._written: ImageIndex = index_paths(Path('/'), self._by_image)

    def find(self, names: Sequence[str]) -> CaseRow | str:
        """The case, or why it is none.

        A name may be that of the file, with or without folders, or the one that our own exports have.
        """
        shown = [self._by_path[path] for path in self._shown.find(names)]
        bare = [name for name in names if '/' not in name.replace('\\', '/')]
        written = [self._by_image[path] for path in self._written.find(bare)]
        found = list({case.n: case for case in (*shown, *written)}.values())
        if len(found) == 1:
            return found[0]
        if found:  # a patient must not get the landmarks of another one
            return f'{[case.case_id for case in found]} may have the name; rename one, or give its folder as well'
        return f'none of {list(names)} is among the radiographs'


def _shown_name(case: CaseRow) -> str:
    """The name of a case with the ending of its file."""
    has_ending = Path(case.case_id).suffix.lower() in IMAGE_SUFFIXES and Path(case.case_id).suffix == case.path.suffix
    return case.case_id if has_ending else f'{case.case_id}{_ending(case)}'


def _ending(case: CaseRow) -> str:
    return case.path.suffix if case.path.suffix.lower() in IMAGE_SUFFIXES else ''


def _fit(sheet: Sheet, case: CaseRow | str, sheets_of: Mapping[int, int]) -> tuple[tuple[FoundMark, ...], list[Misfit]]:
    """The marks of a sheet that a case can have, and what did not fit.

    Args:
        case: or why there is none. sheets_of: number of sheets by case.
    """

    def misfit(kind: str, detail: str) -> list[Misfit]:
        return [Misfit(kind, sheet.names[0], sheet.source, detail)]

    if isinstance(case, str):
        return (), misfit('image missing' if case.startswith('none') else 'image not unique', case)
    if sheets_of[case.n] > 1:
        return (), misfit('several annotations', f'{sheets_of[case.n]} of this radiograph; keep one')
    if sheet.refused:
        return (), misfit('annotation refused', sheet.refused)
    try:
        size = case.size or image_size(case.path)
        problem = check_frame(case.path, size, sheet.size)
    except (OSError, ValueError) as error:
        problem = 'image unreadable', str(error)
    if problem:
        return (), misfit(*problem)
    marks, odd, _ = resolve_marks(sheet, size, case.case_id, {})
    if not marks and not odd:
        odd = misfit('no landmark', 'nothing is marked in it')
    return marks, odd


def _save(
    store: ReviewStore, case: CaseRow, reader: str, marks: Sequence[FoundMark], action: str
) -> tuple[bool, Revision | None]:
    """Whether the reader had landmarks, and the new revision; None where nothing is new.

    Somebody may save at the same time: then it is put on top of that.
    """
    for _ in range(_MOST_TRIES):
        last = store.latest(case.n, reader)
        before = AnnotationState() if last is None else last.state
        landmarks = {**before.landmarks, **{mark.name: Mark(mark.x, mark.y, 'import') for mark in marks}}
        if _is_same(before, landmarks):
            return True, None
        try:
            base = 0 if last is None else last.version
            state = replace(before, landmarks=landmarks)
            return bool(before.landmarks), store.save(case.n, reader, base, state, action)
        except ConflictError:
            continue
    raise OSError(f'{case.case_id}: others save it all the time; import again')


def _is_same(before: AnnotationState, landmarks: Mapping[str, Mark]) -> bool:
    """Whether every landmark lies where it lay before, visible and the reader's own."""
    return set(landmarks) == set(before.landmarks) and all(
        (mark.x, mark.y, mark.visible) == (one.x, one.y, one.visible) and one.is_his
        for mark, one in ((mark, before.landmarks[symbol]) for symbol, mark in landmarks.items() if mark.by == 'import')
    )
