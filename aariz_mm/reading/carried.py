"""Results as bytes: a machine that shares no folder with this one reads, and this one writes the same files."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aariz_mm.files import write_file
from aariz_mm.radiographs.listing import RadiographFile

from .results import OVERLAY_KINDS, result_paths
from .single import NAME_TOO_LONG, Outcome, Predict, ReadingOptions, is_too_long, read_file

__all__ = ['Carried', 'read_carried', 'write_carried']


@dataclass(frozen=True)
class Carried:
    """What became of a radiograph, and its files by their paths below the folder of results."""

    outcome: Outcome
    files: Mapping[str, bytes]


def read_carried(
    predict: Predict, file: RadiographFile, options: ReadingOptions, pixel_size_mm: float | None = None
) -> Carried:
    """Predict one radiograph; its files are made in a folder that goes.

    Errors:
        OSError: the files cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix='aariz_mm_') as name:
        folder = Path(name)
        outcome = read_file(predict, file, replace(options, out_dir=folder, resume=False), pixel_size_mm)
        paths = sorted(path for path in folder.rglob('*') if path.is_file())
        return Carried(outcome, {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths})


def write_carried(carried: Carried, options: ReadingOptions) -> Outcome:
    """Write the files of a radiograph, each in one step and the JSON file last.

    Errors:
        OSError: a file cannot be written.
    """
    outcome = carried.outcome
    json_path = result_paths(options.out_dir, outcome.result)[0]
    try:
        for name in sorted(carried.files, key=lambda name: name.endswith('.json')):
            write_file(options.out_dir / name, carried.files[name])
    except OSError as error:
        if not is_too_long(error):
            raise
        with contextlib.suppress(OSError):
            json_path.unlink()
        return Outcome(outcome.image, failure=NAME_TOO_LONG, result=outcome.result)
    if outcome.overlay:
        for path in (result_paths(options.out_dir, outcome.result, kind)[1] for kind in OVERLAY_KINDS):
            if path != options.out_dir / outcome.overlay and not path.name.endswith('.none'):
                path.unlink(missing_ok=True)
    return outcome
