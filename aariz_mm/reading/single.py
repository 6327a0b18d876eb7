"""One radiograph: opened, predicted and written; what goes wrong with it is told and not raised."""

from __future__ import annotations

import contextlib
import errno
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from aariz_mm.files import file_sha256
from aariz_mm.predictions import LandmarkPrediction, Subject
from aariz_mm.radiographs.held_file import HeldFile
from aariz_mm.radiographs.listing import RadiographFile
from aariz_mm.radiographs.radiograph import Radiograph, open_radiograph
from aariz_mm.visualization import encode_jpeg

from .content import prediction_content
from .results import OVERLAY_SIDE, draw_overlay, kept_content, result_paths, write_content, write_overlay
from .timing import record_steps, timed
from .tracing_seals import check_tracing_path
from .tracings import tracing_path, write_tracing

__all__ = [
    'NAME_TOO_LONG',
    'Outcome',
    'Predict',
    'ReadingOptions',
    'Unwritten',
    'is_too_long',
    'keep_file',
    'predict_file',
    'read_file',
    'write_results',
]

Predict = Callable[[Path | Radiograph, float | None], LandmarkPrediction]
"""A ``Reader``, or a ``LandmarkPredictor`` or ``TwoStagePredictor`` of the plug-in.

It is given the radiograph, opened, where it has ``takes_opened`` and that is True, and its path where it has not.
"""
_THUMBNAIL_WIDTH = 176
NAME_TOO_LONG = 'the name is too long for its results; give the file a shorter one'


@dataclass(frozen=True)
class ReadingOptions:
    """How radiographs are read and what is written of each.

    overlay: one of :data:`~aariz_mm.reading.results.OVERLAY_KINDS`. overlay_side: of the drawn radiograph, px.
    thumbnails: whether outcomes have a small picture. resume: whether earlier results are kept where they need not be
    read again. opening: arguments of :func:`~aariz_mm.radiographs.radiograph.open_radiograph`. subject: what the user
    says of age and sex, before what files say; magnification: likewise, see ``LandmarkPrediction``. keep_identity:
    whether names and numbers of the patient are written. made_with: ``bundles`` and ``options`` that results are
    compared by, and what else is to stand in them. tracing: one of :data:`~aariz_mm.reading.tracings.TRACING_KINDS`,
    or 'none'.
    """

    out_dir: Path
    overlay: str = 'png'
    overlay_side: int = OVERLAY_SIDE
    thumbnails: bool = False
    resume: bool = False
    opening: Mapping[str, Any] = field(default_factory=dict)
    subject: Subject = field(default_factory=Subject)
    keep_identity: bool = False
    made_with: Mapping[str, Any] = field(default_factory=dict)
    magnification: float | None = None
    tracing: str = 'none'


@dataclass(frozen=True)
class Outcome:
    """What became of a radiograph: what makes its prediction doubtful, or why there is none.

    ``content`` is what its JSON file holds, None where there is none; ``overlay`` is the path of its picture below the
    folder of results, '' for none; ``kept`` says that it was read earlier; ``steps`` are the seconds of each of
    :data:`~aariz_mm.reading.timing.STEPS`.
    """

    image: Path
    warnings: tuple[str, ...] = ()
    failure: str = ''
    result: str = ''
    content: Mapping[str, Any] | None = None
    overlay: str = ''
    thumbnail: bytes = b''
    seconds: float | None = None
    kept: bool = False
    steps: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Unwritten:
    """A radiograph that was predicted, before its results are written."""

    file: RadiographFile
    prediction: LandmarkPrediction
    image: np.ndarray
    content: Mapping[str, Any]
    seconds: float = 0.0
    steps: Mapping[str, float] = field(default_factory=dict)


def read_file(
    predict: Predict, file: RadiographFile, options: ReadingOptions, pixel_size_mm: float | None = None
) -> Outcome:
    """Predict one radiograph and write its results.

    Errors:
        OSError: a result cannot be written.
    """
    return write_results(predict_file(predict, file, options, pixel_size_mm), options)


def predict_file(
    predict: Predict, file: RadiographFile, options: ReadingOptions, pixel_size_mm: float | None = None
) -> Unwritten | Outcome:
    """Predict one radiograph; an outcome where it cannot be read, or need not be read again."""
    begin = time.perf_counter()
    with record_steps() as steps:
        found = _predict_file(predict, file, options, pixel_size_mm)
    return replace(found, seconds=time.perf_counter() - begin, steps=steps) if isinstance(found, Unwritten) else found


def _predict_file(
    predict: Predict, file: RadiographFile, options: ReadingOptions, pixel_size_mm: float | None
) -> Unwritten | Outcome:
    shown, made_with = Path('radiograph'), _with_pixel_size(options.made_with, pixel_size_mm)
    try:
        with file.opened() as path:
            shown = path
            with timed('open'):
                held = HeldFile(path, hash_aside=True)
            kept = _find_earlier(file, held.sha256, options, made_with) if options.resume else None
            if kept is not None:
                return kept
            if options.tracing != 'none':  # before the time of reading is spent
                check_tracing_path(tracing_path(options.out_dir, file.result, options.tracing), 'move it away')
            prediction, image = _predict(predict, held, pixel_size_mm, options.opening)
            sha256 = held.sha256
    except Exception as error:  # of one file; the others may be whole
        return Outcome(file.path, failure=_reason(error, shown, file.path), result=file.result)
    prediction = _described(prediction, file.path, options)
    size = image.shape[1::-1]
    with timed('measure'):
        content = prediction_content(prediction, str(file.path), size, sha256, made_with, options.keep_identity)
    return Unwritten(file, prediction, image, content)


def keep_file(file: RadiographFile, options: ReadingOptions, pixel_size_mm: float | None = None) -> Outcome | None:
    """The outcome of a radiograph that was read earlier or cannot be opened; None where it is to be read."""
    if not options.resume or not result_paths(options.out_dir, file.result)[0].exists():
        return None
    shown = Path('radiograph')
    try:
        with file.opened() as path:
            shown = path
            return _find_earlier(file, file_sha256(path), options, _with_pixel_size(options.made_with, pixel_size_mm))
    except Exception as error:
        return Outcome(file.path, failure=_reason(error, shown, file.path), result=file.result)


def is_too_long(error: OSError) -> bool:
    """Whether a result could not be written for the length of its name."""
    return errno.ENAMETOOLONG in (error.errno, getattr(error.__cause__, 'errno', None))


def write_results(found: Unwritten | Outcome, options: ReadingOptions) -> Outcome:
    """Write the results of a radiograph; an outcome stays as it is.

    Errors:
        OSError: a result cannot be written.
    """
    if isinstance(found, Outcome):
        return found
    begin, file = time.perf_counter(), found.file
    try:
        with record_steps() as steps:
            picture, overlay = _write(found, options)
    except OSError as error:
        if not is_too_long(error):
            raise
        with contextlib.suppress(OSError):  # the overlay's name is the longer one
            result_paths(options.out_dir, file.result)[0].unlink()
        return Outcome(file.path, failure=NAME_TOO_LONG, result=file.result)
    return Outcome(
        file.path,
        found.prediction.warnings,
        result=file.result,
        content=found.content,
        overlay=overlay,
        thumbnail=b'' if picture is None or not options.thumbnails else _thumbnail(picture, found.image.shape),
        seconds=found.seconds + time.perf_counter() - begin,
        steps={**found.steps, **steps},
    )


def _predict(
    predict: Predict, held: HeldFile, pixel_size_mm: float | None, opening: Mapping[str, Any]
) -> tuple[LandmarkPrediction, np.ndarray]:
    """A prediction with whom it is of, and the radiograph as stored, which is decoded once."""
    with timed('open'):
        opened = open_radiograph(held, **opening)
    prediction = predict(opened if getattr(predict, 'takes_opened', False) else held.path, pixel_size_mm)
    return replace(prediction, identity=opened.identity), opened.grey


def _described(prediction: LandmarkPrediction, path: Path, options: ReadingOptions) -> LandmarkPrediction:
    """A prediction under the name that the user knows, with what the user says of age, sex and magnification."""
    given, found = options.subject, prediction.subject
    age = found.age_years if given.age_years is None else given.age_years
    magnification = prediction.magnification if options.magnification is None else options.magnification
    subject = Subject(age, given.sex or found.sex)
    return replace(prediction, image_path=path, subject=subject, magnification=magnification)


def _with_pixel_size(made_with: Mapping[str, Any], pixel_size_mm: float | None) -> dict[str, Any]:
    given = {} if pixel_size_mm is None else dict(pixel_size_mm=pixel_size_mm)
    return {**made_with, 'options': {**(made_with.get('options') or {}), **given}}


def _write(found: Unwritten, options: ReadingOptions) -> tuple[np.ndarray | None, str]:
    """The picture, None where none was to be drawn, and its path below the folder of results."""
    picture, overlay, result = None, '', found.file.result
    if options.overlay != 'none':
        with timed('draw'):
            picture = draw_overlay(found.prediction, found.image, options.overlay_side)
        with timed('write'):
            path = write_overlay(picture, options.out_dir, result, options.overlay)
        overlay = path.relative_to(options.out_dir).as_posix()
    if options.tracing != 'none':
        with timed('draw'):
            write_tracing(found.content, found.image, options.out_dir, result, options.tracing, options.overlay_side)
    # Last, so that a JSON file says that all is there.
    with timed('write'):
        write_content(found.content, options.out_dir, result)
    return picture, overlay


def _find_earlier(
    file: RadiographFile, sha256: str, options: ReadingOptions, made_with: Mapping[str, Any]
) -> Outcome | None:
    if not options.resume:
        return None
    kept = kept_content(result_paths(options.out_dir, file.result)[0], file.path, sha256, made_with)
    return None if kept is None else _keep(file, kept, options)


def _keep(file: RadiographFile, content: Mapping[str, Any], options: ReadingOptions) -> Outcome:
    """The outcome of a radiograph that was read earlier; its picture is taken as it is."""
    kind = next((kind for kind in ('png', 'jpg') if result_paths(options.out_dir, file.result, kind)[1].is_file()), '')
    overlay = result_paths(options.out_dir, file.result, kind)[1] if kind else None
    thumbnail = b''
    if overlay is not None and options.thumbnails:
        picture = cv2.imdecode(np.fromfile(overlay, np.uint8), cv2.IMREAD_COLOR)
        size = content.get('image_size') or (1, 1)
        thumbnail = b'' if picture is None else _thumbnail(picture[..., ::-1], size[::-1])
    return Outcome(
        file.path,
        tuple(content['warnings']),
        result=file.result,
        content=content,
        overlay='' if overlay is None else overlay.relative_to(options.out_dir).as_posix(),
        thumbnail=thumbnail,
        kept=True,
    )


def _thumbnail(picture: np.ndarray, shape: tuple[int, ...]) -> bytes:
    """A small JPEG of the radiograph in its overlay, without the bands above and below.

    Args:
        shape: (H, W) of the radiograph.
    """
    width, height = picture.shape[1], round(picture.shape[1] * shape[0] / shape[1])
    top = min(max(round(width * 0.04), 0), max(picture.shape[0] - height, 0))
    part = picture[top : top + height]
    size = (_THUMBNAIL_WIDTH, max(round(_THUMBNAIL_WIDTH * part.shape[0] / width), 1))
    factor = width // (2 * _THUMBNAIL_WIDTH)
    if factor > 1:  # by whole pixels first, which is ten times faster; at most one column in a hundred is left out
        rest = [side // factor for side in part.shape[1::-1]]
        part = part[: rest[1] * factor, : rest[0] * factor]
        part = cv2.resize(np.ascontiguousarray(part), rest, interpolation=cv2.INTER_AREA)
    return encode_jpeg(cv2.resize(np.ascontiguousarray(part), size, interpolation=cv2.INTER_AREA), 75)


def _reason(error: Exception, path: Path, shown: Path) -> str:
    text = str(error).removeprefix(f'{path}: ').replace(str(path), str(shown)) or type(error).__name__
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return error.strerror
    expected = isinstance(error, ValueError | OSError)
    return text if expected else f'{type(error).__name__}: {text} (a bug: please report it with the image)'
