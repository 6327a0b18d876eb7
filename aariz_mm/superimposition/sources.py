"""Sources of a superimposition: results, annotations, and radiographs that are read first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import aariz_mm
from aariz_mm.files import check_file, file_sha256
from aariz_mm.reading.tracings import load_traced

from .loading import load_timepoint
from .timepoints import Timepoint

__all__ = ['Loaded', 'describe_made_with', 'load_grey', 'load_sources']


@dataclass(frozen=True)
class Loaded:
    """Timepoints, 'name' and 'sha256' of their files, bundles that read them, and what is doubtful of the series."""

    timepoints: tuple[Timepoint, ...]
    files: tuple[Mapping[str, str], ...]
    bundles: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def load_sources(
    sources: Sequence[str | Path],
    labels: Sequence[str],
    pixel_sizes: Sequence[float | None],
    magnifications: Sequence[float | None],
    load_reader: Callable[[], Any] | None = None,
    reader_error_mm: float | None = None,
) -> Loaded:
    """Timepoints of files.

    Args:
        load_reader: makes the :class:`~aariz_mm.reading.reader.Reader` of radiographs, where there are some.
        reader_error_mm: as for :func:`~aariz_mm.superimposition.loading.load_timepoint`.

    Errors:
        FileNotFoundError, ValueError: fewer than two, one named twice or twice of the same bytes, or as
            :func:`~aariz_mm.superimposition.loading.load_timepoint`.
    """
    if folders := [str(one) for one in sources if Path(one).is_dir()]:
        raise ValueError(f'{folders[0]}: a folder; name the results or radiographs in it, in the order of time')
    paths = [check_file(one, 'result, annotation or radiograph', 'name one that is there') for one in sources]
    if len(paths) < 2:
        raise ValueError(f'{len(paths)} source: a superimposition takes two or more; name the later one, too')
    hashes = [file_sha256(path) for path in paths]
    _check_distinct(paths, hashes)
    timepoints, contents, reader = [], [], None
    for path, label, size, factor in zip(paths, labels, pixel_sizes, magnifications, strict=True):
        if path.suffix.lower() == '.json':
            contents.append(load_traced(path).content)
            timepoints.append(load_timepoint(path, label, size, factor, reader_error_mm=reader_error_mm))
            continue
        reader = reader or _load(load_reader, path)
        content = _read(reader, path, size)
        contents.append(content)
        timepoints.append(replace(load_timepoint(content, label, size, factor, path), image_path=path))
    _check_distinct(paths, [one.image_sha256 for one in timepoints])
    files = tuple(dict(name=path.name, sha256=one) for path, one in zip(paths, hashes, strict=True))
    bundles = tuple(dict.fromkeys(name for one in contents for name in _bundles(one)))
    doubts = _doubts(contents)
    if reader_error_mm is not None:
        doubts.append(
            f'landmarks that a person placed are taken to be {reader_error_mm:g} mm off (standard deviation along each '
            'axis), as was given'
        )
    return Loaded(tuple(timepoints), files, bundles, tuple(doubts))


def load_grey(one: Timepoint) -> np.ndarray | None:
    """(H, W) uint8 of a timepoint's radiograph; None where it is not known or not as large as was read."""
    from aariz_mm.radiographs.radiograph import open_radiograph

    if one.image_path is None:
        return None
    grey = open_radiograph(one.image_path).grey
    return grey if one.image_size is None or grey.shape[::-1] == tuple(one.image_size) else None


def describe_made_with(loaded: Loaded) -> str:
    """Version and bundles."""
    return ', '.join([f'aariz_mm {aariz_mm.__version__}', *loaded.bundles])


def _check_distinct(paths: Sequence[Path], hashes: Sequence[str]) -> None:
    for index, one in enumerate(hashes):
        if one and one in hashes[:index]:
            raise ValueError(f'{paths[hashes.index(one)]} and {paths[index]}: the same radiograph twice; name another')


def _load(load_reader: Callable[[], Any] | None, path: Path):
    if load_reader is None:
        raise ValueError(f'{path}: no result and no annotation; read it first with aariz-mm read')
    return load_reader()


def _read(reader, path: Path, size: float | None) -> dict[str, Any]:
    from aariz_mm.radiographs.radiograph import open_radiograph
    from aariz_mm.reading.content import prediction_content

    opened = open_radiograph(path)
    bundles = [dict(name=one.path.stem, sha256=one.sha256) for one in reader.bundle.models if hasattr(one, 'path')]
    shape = opened.grey.shape[1::-1]
    return prediction_content(reader(opened, size), path.name, shape, file_sha256(path), dict(bundles=bundles), True)


def _bundles(content: Mapping[str, Any]) -> list[str]:
    made_with = content.get('made_with')
    entries = made_with.get('bundles') if isinstance(made_with, dict) else None
    known = [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []
    return [f'{one.get("name") or "bundle"} {str(one.get("sha256", ""))[:12]}' for one in known]


def _doubts(contents: Sequence[Mapping[str, Any]]) -> list[str]:
    """Whether what is told of the patient differs."""
    known = [one['identity'] for one in contents if one.get('identity')]
    differ = any(one != known[0] for one in known)
    return ['the files name different patients: look whether they are of one'] * differ
