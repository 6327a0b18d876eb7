"""Many radiographs one after the other: one that cannot be read stops none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from aariz_mm.radiographs.listing import RadiographFile

from .single import Outcome, Predict, ReadingOptions, predict_file, write_results

__all__ = ['predict_files']


def predict_files(
    predict: Predict,
    files: Iterable[RadiographFile],
    options: ReadingOptions | str | Path,
    pixel_size_mm: float | Callable[[RadiographFile], float | None] | None = None,
) -> Iterator[Outcome]:
    """Predict radiographs and write the results, in order; while one is drawn and written, the next is predicted.

    Args:
        options: or the folder of the results; see :func:`~aariz_mm.reading.results.check_out_dir`, which is to be
            called before.
        pixel_size_mm: mm per pixel of all, or what gives that of each; None takes what the files say.
    Errors:
        OSError: a result cannot be written.
    """
    options = options if isinstance(options, ReadingOptions) else ReadingOptions(Path(options))
    with ThreadPoolExecutor(1) as writer:
        before: Future[Outcome] | None = None
        for file in files:
            scale = pixel_size_mm(file) if callable(pixel_size_mm) else pixel_size_mm
            try:
                found = predict_file(predict, file, options, scale)
            except KeyboardInterrupt:
                if before is not None:
                    yield before.result()
                raise
            if before is not None:
                yield before.result()
            before = writer.submit(write_results, found, options)
        if before is not None:
            yield before.result()
