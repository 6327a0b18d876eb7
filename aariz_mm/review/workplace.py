"""What the server works with: the cases with their files, the store, the model's readings, and open pictures."""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

from aariz_mm.adaptation.profile import Profile, load_profile
from aariz_mm.annotations.writing import landmark_folder
from aariz_mm.files import file_sha256
from aariz_mm.intake.refusal import NotACephalogramError
from aariz_mm.landmarks import SYMBOLS
from aariz_mm.predictions import Subject
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.reading.bundle import Bundle
from aariz_mm.reading.reader import Reader

from .folder import FoundCase, list_folder
from .learning import Model
from .names import name_key
from .opened import OpenedFiles
from .pixels import OpenPicture, PictureCache, open_picture
from .reading_worker import ReadingWorker, read_case
from .records import CaseFile, CaseRow, ReadingSummary
from .settings import ReviewSettings
from .store import ReviewStore
from .thumbnails import Thumbnails
from .uploads import list_uploads, take_upload

__all__ = ['NoCaseError', 'Workplace']


class NoCaseError(LookupError):
    """A number of no case."""


class Workplace:
    """One review, from start to stop.

    Errors:
        FileNotFoundError, ValueError: no radiographs, or a home that belongs to something else.
    """

    def __init__(self, settings: ReviewSettings):
        self.settings = settings
        self.profile: Profile | None = None if settings.profile is None else load_profile(settings.profile)
        found = list_folder(settings.folder, settings.home)
        self.bundles = tuple(Bundle(path, threads=1) for path in settings.models)
        stages = [Bundle(path, threads=1) for path in settings.stages]
        self.reader = Reader(list(self.bundles), stages or None) if self.bundles else None
        self.store = ReviewStore(settings.home, settings.folder)
        self._taking = threading.Lock()
        self._order: list[int] = []
        self._failures: dict[int, str] = {}
        self._found: dict[int, FoundCase] = {}
        self._opened = OpenedFiles()
        self.thumbnail_limiter: Any = None
        self.pictures = PictureCache(self._open)
        self.thumbnails = Thumbnails(settings.home, self.path_of, self.pictures.get_kept)
        self._take_in([*found, *list_uploads(settings.home)], self.store.set_cases)
        self._worker = ReadingWorker(lambda: self.reader, self._read, self._keep) if self.reads else None

    @property
    def reads(self) -> bool:
        """Whether a model reads; it does not in a blind review."""
        return bool(self.settings.models) and not self.settings.is_blind

    def start(self) -> None:
        """Let the model begin to read."""
        threading.Thread(target=_warm_up, name='warm-up', daemon=True).start()
        if self._worker is not None:
            there = self.store.readings(self.model_sha)
            self._worker.start(n for n in self.numbers if n not in there)

    def close(self) -> None:
        """Stop reading and close the store."""
        if self._worker is not None:
            self._worker.stop()
        self.pictures.close()
        self.store.close()

    def add_upload(self, name: str, source: BinaryIO) -> int:
        """Take a radiograph in that came through the page, and read it; returns its number.

        Errors:
            ValueError: it is refused; nothing is left of it.
        """
        readings: list[dict] = []
        with self._taking:
            used = {name_key(one.case_id) for one in self._found.values()}
            most = self.settings.limits.radiograph
            found = take_upload(self.settings.home, name, source, used, most, lambda path: self._check(path, readings))
            (n,) = self._take_in([found], self.store.add_cases)
        if self.reads:
            self._keep(n, {**readings[0], 'file': found.path.name}, '')
        return n

    def _check(self, path: Path, readings: list[dict]) -> None:
        """As a radiograph is checked before it is read; the reading is kept."""
        try:
            if self.bundles:
                readings.append(read_case(self.reader, path, self.settings.pixel_size_mm))
            else:
                open_radiograph(path)
        except (OSError, ValueError) as error:
            raise ValueError(_reason(error, path)) from error

    def _take_in(self, found: Sequence[FoundCase], keep: Callable[[Sequence[CaseFile]], list[int]]) -> list[int]:
        numbers = keep([_as_file(one) for one in found])
        self._found |= dict(zip(numbers, found, strict=True))
        return numbers

    @property
    def numbers(self) -> list[int]:
        """Numbers of all cases."""
        return list(self._found)

    def found(self, n: int) -> FoundCase:
        """A case as it was found.

        Errors:
            NoCaseError: there is none of this number.
        """
        try:
            return self._found[n]
        except KeyError:
            raise NoCaseError(f'case {n}: there is none of this number; load the list again') from None

    def path_of(self, n: int) -> Path:
        """The file of a case; errors as :meth:`found`."""
        return self.found(n).path

    def row(self, n: int) -> CaseRow:
        """A case as the store has it; errors as :meth:`found`."""
        self.found(n)
        return self.store.case(n)

    def rows(self) -> list[CaseRow]:
        """All cases as the store has them."""
        return [row for row in self.store.cases() if row.n in self._found]

    def look_at(self, n: int) -> OpenPicture:
        """The picture of a case that somebody looks at: it is read next, and the next one in the list is fetched.

        Errors:
            NoCaseError, FileNotFoundError, ValueError: there is none, or it cannot be opened.
        """
        self._opened.check(n, self.path_of(n))
        if self._worker is not None:
            self._worker.read_next(n)
        picture, order = self.pictures.get(n), self._order
        if n in order[:-1]:
            self.pictures.prefetch(order[order.index(n) + 1])
        return picture

    def try_to_look_at(self, n: int) -> OpenPicture | None:
        """As :meth:`look_at`; None where it cannot be opened."""
        try:
            return self.look_at(n)
        except (OSError, ValueError):
            return None

    def show_order(self, order: Sequence[int]) -> None:
        """Remember in which order the list was shown last; the first one is likely to be looked at."""
        self._order = list(order)
        if order:
            self.pictures.prefetch(order[0])

    @cached_property
    def model_sha(self) -> str:
        """What the readings are known by: the hashes of all bundles, and the pixel size where one was given."""
        parts = [file_sha256(path) for path in (*self.settings.models, *self.settings.stages)]
        return '+'.join([*parts, *([repr(self.settings.pixel_size_mm)] if self.settings.pixel_size_mm else [])])

    @cached_property
    def model(self) -> Model:
        """What is known of the model; without one, all landmarks and nothing else."""
        if self.reader is None:
            return Model(self.model_sha, (), SYMBOLS)
        bundle = self.reader.bundle
        return Model(self.model_sha, tuple(bundle.models), bundle.info.symbols, self.reader.calibration)

    def annotation_file(self, n: int, reader: str) -> str:
        """Path of a reader's file of a case, below the folder of the review."""
        row = self.store.case(n)
        return (landmark_folder(Path(row.split), reader) / f'{row.image_id}.json').as_posix()

    def reading(self, n: int) -> dict[str, Any] | None:
        """What the model found, in the layout of results; None in a blind review."""
        return self.store.reading(n, self.model_sha) if self.reads else None

    def doubts(self) -> dict[int, ReadingSummary]:
        """The doubt of every case that was read."""
        return self.store.readings(self.model_sha) if self.reads else {}

    def failure_of(self, n: int) -> str | None:
        """Why a case cannot be opened or was not read."""
        return self.row(n).failure or self._failures.get(n)

    def pixel_size_of(self, n: int) -> float | None:
        """What the user or the dataset's table says; None leaves it to the file."""
        given = self.settings.pixel_size_mm
        return self.found(n).pixel_size_mm if given is None else given

    def subject_of(self, n: int) -> Subject:
        """Sex and age by the header of a file; nothing where it cannot be opened."""
        try:
            return self.pictures.get(n).radiograph.subject
        except (OSError, ValueError):
            return Subject()

    def _open(self, n: int) -> OpenPicture:
        path = self.path_of(n)
        try:
            sha256 = self._opened.note(n, path)
            picture = open_picture(path)
        except (OSError, ValueError) as error:
            reason = _reason(error, path)
            self.store.set_failure(n, reason)
            raise ValueError(reason) from error
        earlier = self.store.case(n)
        if self._worker is not None and earlier.sha256 not in (None, sha256):
            self._worker.add(n)
        facts = dict(sha256=sha256, **self._facts(n, picture))
        if any(getattr(earlier, key) != value for key, value in facts.items()):  # else nobody waits for the disk
            self.store.set_facts(n, **facts)
        return picture

    def _facts(self, n: int, picture: OpenPicture) -> dict[str, Any]:
        radiograph, size = picture.radiograph, self.pixel_size_of(n)
        source = radiograph.pixel_size_source
        if size is not None:
            source = 'table of the dataset' if self.settings.pixel_size_mm is None else 'given'
        width, height = picture.size_px
        return dict(
            width=width,
            height=height,
            pixel_size_mm=radiograph.pixel_size_mm if size is None else size,
            pixel_size_source=source,
            magnification=radiograph.magnification if size is None else None,
        )

    def _read(self, reader: Reader, n: int) -> dict:
        path = self.path_of(n)
        try:
            return read_case(reader, path, self.pixel_size_of(n))
        except (OSError, ValueError) as error:
            raise ValueError(_reason(error, path)) from error

    def _keep(self, n: int, content: Mapping[str, Any] | None, failure: str) -> None:
        if content is not None and self._opened.is_other(n, content['image_sha256']):
            content, failure = None, 'its file was replaced while it was open; start the review again'
        if content is None:
            self._failures[n] = failure
            self.store.set_failure(n, failure)
        else:
            width, height = content['image_size']
            facts = dict(pixel_size_mm=content.get('pixel_size_mm'), pixel_size_source=content['pixel_size_source'])
            facts |= dict(magnification=content['magnification'], sha256=content['image_sha256'])
            self.store.set_facts(n, width=width, height=height, **facts)
            self.store.put_reading(n, self.model_sha, content)


def _warm_up() -> None:
    """Import what takes longer than to decode a radiograph, before the first one is asked for."""
    with contextlib.suppress(ImportError):
        importlib.import_module('pydicom.pixels')
        importlib.import_module('gdcm')


def _as_file(one: FoundCase) -> CaseFile:
    size = '' if one.pixel_size_mm is None else repr(one.pixel_size_mm)
    return CaseFile(one.case_id, one.path, one.split, one.machine or 'unknown', size)


def _reason(error: Exception, path: Path) -> str:
    """Why a radiograph cannot be read, without the folders of this machine."""
    if isinstance(error, NotACephalogramError):
        return f'no lateral cephalogram: {error.why}; give the radiograph of one head from the side'
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).removeprefix(f'{path}: ').replace(str(path), path.name)
