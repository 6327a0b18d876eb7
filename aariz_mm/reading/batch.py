"""Many radiographs one after the other: one that cannot be read stops none of the others."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aariz_mm.predictions import LandmarkPrediction
from aariz_mm.radiographs.listing import RadiographFile

from .results import result_paths, write_prediction

__all__ = ['Outcome', 'predict_files']


@dataclass(frozen=True)
class Outcome:
    """What became of a radiograph: what makes its prediction doubtful, or why there is none."""

    image: Path
    warnings: tuple[str, ...] = ()
    failure: str = ''


def predict_files(
    predict: Callable[[Path, float | None], LandmarkPrediction],
    files: Sequence[RadiographFile],
    out_dir: str | Path,
    pixel_size_mm: float | None = None,
) -> Iterator[Outcome]:
    """Predict radiographs and write the results, in order.

    Args:
        predict: a ``Reader``, or a ``LandmarkPredictor`` or ``TwoStagePredictor`` of the plug-in.
        out_dir: see :func:`~aariz_mm.reading.results.check_out_dir`, which is to be called before.
    Errors:
        OSError: a result cannot be written.
    """
    for file in files:
        try:
            prediction = predict(file.path, pixel_size_mm)
        except Exception as error:  # of one file; the others may be whole
            yield Outcome(file.path, failure=_reason(error, file.path))
            continue
        try:
            write_prediction(prediction, out_dir, file.result)
        except OSError as error:
            if errno.ENAMETOOLONG not in (error.errno, getattr(error.__cause__, 'errno', None)):
                raise
            with contextlib.suppress(OSError):  # the overlay's name is the longer one
                result_paths(out_dir, file.result)[0].unlink()
            yield Outcome(file.path, failure='the name is too long for its results; give the file a shorter one')
            continue
        yield Outcome(file.path, prediction.warnings)


def _reason(error: Exception, path: Path) -> str:
    text = str(error).removeprefix(f'{path}: ')
    expected = isinstance(error, ValueError | OSError)
    return text if expected else f'{type(error).__name__}: {text} (a bug: please report it with the image)'
